package io.github.precheckwatcher.config.schema;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** What an http address must look like in each of its uses. No message shows the address: it may carry a token. */
public final class WebAddress {
    private static final int HIGHEST_PORT = 65_535;

    /** RFC 1035, 2.3.4, without the length and the root that are not written. */
    private static final int LONGEST_NAME = 253;

    private WebAddress() {}

    /** What is wrong with the address of a receiver; empty when nothing is. */
    public static Optional<String> receiverProblem(URI address) {
        if (address.getRawUserInfo() != null) {
            return Optional.of("has a user or password in it; send them as a header (headers: { Authorization: ... })");
        }
        return address.getRawFragment() != null
                ? Optional.of("has a '#'; a server never sees what follows it")
                : http(address);
    }

    /** What is wrong with an account's endpoint; empty when nothing is. */
    public static Optional<String> endpointProblem(URI address) {
        if (address.getRawUserInfo() != null) {
            return Optional.of("has a user or password in it; the account's credentials sign the calls");
        }
        return isBare(address)
                ? http(address)
                : Optional.of("is a scheme and a host, like https://tds.cn-shanghai.aliyuncs.com, no more");
    }

    /** What is wrong with a proxy's address; empty when nothing is. */
    public static Optional<String> proxyProblem(URI address) {
        if (address.getRawUserInfo() != null) {
            return Optional.of(
                    "has a user or password in it; write them as proxy-user and proxy-password-file (or proxy-password)");
        }
        if (!"http".equalsIgnoreCase(address.getScheme()) || address.getPort() < 0 || !isBare(address)) {
            return Optional.of("is http, a host and a port, like http://proxy.example.com:3128");
        }
        return http(address);
    }

    /** What is wrong with an address that others are built on; empty when nothing is. */
    public static Optional<String> baseProblem(URI address) {
        if (address.getRawUserInfo() != null) {
            return Optional.of("has a user or password in it");
        }
        return address.getRawQuery() != null || address.getRawFragment() != null
                ? Optional.of("has a '?' or '#'; it is what stands before a path, like https://example.com/base")
                : http(address);
    }

    /** An address that every message shows; reports what is wrong with it. */
    public static Optional<URI> link(ConfigValue written, Problems problems) {
        Optional<URI> address = read(written.text());
        Optional<String> problem = written.text().length() > Limits.LINK
                ? Optional.of("is longer than " + Limits.LINK + " characters")
                : address.flatMap(WebAddress::linkProblem);
        problem.ifPresent(why -> problems.error(written.location(), why));
        return problem.isEmpty() ? address : Optional.empty();
    }

    private static Optional<String> linkProblem(URI address) {
        return address.getRawUserInfo() != null
                ? Optional.of("has a user or password in it, and every message would show it")
                : http(address);
    }

    /** The address in a text, or nothing. */
    public static Optional<URI> read(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Whether the address leads to this machine itself. */
    public static boolean isLocal(URI address) {
        return Loopback.is(address.getHost());
    }

    private static Optional<String> http(URI address) {
        if (!"http".equalsIgnoreCase(address.getScheme()) && !"https".equalsIgnoreCase(address.getScheme())) {
            return Optional.of("must begin with https:// or http://");
        }
        if (address.getHost() == null || !isName(address.getHost())) {
            return Optional.of("has no host name that can be used (letters, digits, '-' and '.')");
        }
        return address.getPort() == 0 || address.getPort() > HIGHEST_PORT
                ? Optional.of("has a port that is not in 1 to " + HIGHEST_PORT)
                : Optional.empty();
    }

    /** Whether a name service can be asked for it: what it cannot be asked for would look like a fault of the network. */
    private static boolean isName(String host) {
        try {
            return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).length() <= LONGEST_NAME;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isBare(URI address) {
        String path = address.getRawPath();
        return (path == null || path.isEmpty() || path.equals("/"))
                && address.getRawQuery() == null
                && address.getRawFragment() == null;
    }
}
