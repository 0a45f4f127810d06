package io.github.precheckwatcher.notify.http;

import static java.util.Objects.requireNonNull;

import java.net.IDN;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a request goes, taken apart so that the secret parts of an address stay apart. Shows scheme, host and port alone.
 *
 * @param tls whether it is https
 * @param host a name or an address, IPv6 without brackets
 * @param port 1..65535
 * @param requestUri path and query, beginning with a slash
 * @param authority the {@code host} header
 */
public record HttpTarget(boolean tls, String host, int port, String requestUri, String authority) {
    private static final Pattern NUMBER = Pattern.compile("(?i)(0x[0-9a-f]*|[0-9]+)(\\.(0x[0-9a-f]*|[0-9]*))*");
    private static final Pattern USUAL = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    public HttpTarget {
        requireNonNull(host, "host");
        requireNonNull(requestUri, "requestUri");
        requireNonNull(authority, "authority");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no port: " + port);
        }
    }

    /**
     * Takes an address apart. Names with an underscore, which {@link URI} does not take for a host, are hosts too. A user
     * and a password, which the configuration refuses, are passed over.
     *
     * @throws IllegalArgumentException when it is not http or https or has no host; the message does not show the address
     */
    public static HttpTarget of(URI uri) {
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        if (!tls && !"http".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("an address begins with http:// or https://");
        }
        String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
        int at = authority.lastIndexOf('@');
        String hostPort = authority.substring(at + 1);
        int colon = hostPort.indexOf(':', Math.max(0, hostPort.indexOf(']')));
        String host = colon < 0 ? hostPort : hostPort.substring(0, colon);
        String port = colon < 0 ? "" : hostPort.substring(colon + 1);
        if (host.isEmpty() || !port.matches("\\d{0,5}")) {
            throw new IllegalArgumentException("an address needs a host, and a port is a number");
        }
        boolean v6 = host.startsWith("[") && host.endsWith("]");
        String bare = v6 ? host.substring(1, host.length() - 1) : IDN.toASCII(decoded(host), IDN.ALLOW_UNASSIGNED);
        String path =
                Optional.ofNullable(uri.getRawPath()).filter(p -> !p.isEmpty()).orElse("/");
        String query = uri.getRawQuery() == null ? "" : '?' + uri.getRawQuery();
        return new HttpTarget(
                tls,
                bare,
                port.isEmpty() ? (tls ? 443 : 80) : Integer.parseInt(port),
                path + query,
                (v6 ? host : bare) + (port.isEmpty() ? "" : ':' + port));
    }

    /**
     * Whether the host is an address written as few write it: {@code 2130706433}, {@code 0x7f.1}, {@code 010.0.0.1}.
     * Readers differ in what it stands for.
     */
    boolean isOddNumber() {
        return NUMBER.matcher(host).matches() && !USUAL.matcher(host).matches();
    }

    /** Whom a proxy is asked to connect to; the port always there. */
    String hostAndPort() {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority;
    }

    /** Percent-decoding that leaves a plus alone. */
    private static String decoded(String raw) {
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
