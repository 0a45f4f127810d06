package io.github.precheckwatcher.http;

import static java.util.Objects.requireNonNull;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.HttpProxyHandler.HttpProxyConnectException;
import io.netty.handler.proxy.ProxyConnectException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What it means that a connection through a proxy did not come about.
 *
 * @param proxy which proxy
 * @param target whom it should have connected to, as {@code host:port}
 */
public record ProxyRefusal(HttpProxy proxy, String target) {
    /** The proxy wants a login, or another one. RFC 9110, 15.5.8. */
    public static final int LOGIN_WANTED = 407;

    /** Tinyproxy's way to say that it knows no such user or another password. */
    private static final int LOGIN_REFUSED = 401;

    private static final String LOGIN_KEYS = "proxy-user and proxy-password-file (or proxy-password)";

    /** Netty writes the answer to CONNECT into the message of its exception, and nowhere else. */
    private static final Pattern STATUS = Pattern.compile(", status: (\\d{3})\\b");

    /** What Netty makes of an answer that it cannot read. */
    private static final int NO_HTTP = 999;

    public ProxyRefusal {
        requireNonNull(proxy, "proxy");
        requireNonNull(target, "target");
    }

    /** What a failure to connect says of the proxy; empty: nothing. */
    public Optional<Refusal> of(Throwable failure) {
        Optional<ProxyConnectException> refused = Causes.find(failure, ProxyConnectException.class);
        if (refused.isPresent()) {
            return Optional.of(connect(refused.get()));
        }
        if (Causes.has(failure, UnknownHostException.class)) {
            return said(
                    "the name of the proxy " + name() + " was not found in DNS", "check the host under proxy, and DNS");
        }
        if (Causes.has(failure, ConnectTimeoutException.class)) {
            return said("the proxy " + name() + " did not take the connection in time", checkAddress());
        }
        if (Causes.has(failure, NoRouteToHostException.class)) {
            return said("there is no route to the proxy " + name(), checkAddress());
        }
        if (Causes.has(failure, ConnectException.class)) {
            return said("connection refused by the proxy " + name(), checkAddress());
        }
        return Optional.empty();
    }

    private Refusal login(int status, List<String> challenges) {
        String words = String.join(",", challenges).toLowerCase(Locale.ROOT);
        if (!challenges.isEmpty() && !words.contains("basic")) {
            return new Refusal(
                    "the proxy " + name() + " wants a login (" + status
                            + "), but not by user and password alone (Basic)",
                    "let the proxy accept Basic, or let this host through without a login: NTLM, Negotiate and Digest are"
                            + " not supported");
        }
        return proxy.login().isPresent()
                ? new Refusal(
                        "the proxy " + name() + " does not accept this user and password (" + status + ")",
                        "check proxy-user and the password; a corrected proxy-password-file is read again by itself")
                : new Refusal(
                        "the proxy " + name() + " wants a user and a password (" + status + ")",
                        "set " + LOGIN_KEYS + " beside proxy, or let the proxy take this host without a login");
    }

    /** What it means that something on the way answers so, where it is not known what. RFC 6585, 6, has 511. */
    public static Optional<Refusal> ofUnknown(int status) {
        return switch (status) {
            case LOGIN_WANTED ->
                said(
                        "a proxy on the way wants a user and a password (407)",
                        "set or check proxy, " + LOGIN_KEYS + ", or let that proxy take this host without a login");
            case 511 ->
                said(
                        "the network wants a login before it lets this host out (511)",
                        "log this host in to the network, or let it out without a login");
            default -> Optional.empty();
        };
    }

    private Refusal connect(ProxyConnectException refused) {
        Matcher found = STATUS.matcher(Optional.ofNullable(refused.getMessage()).orElse(""));
        return found.find() ? answered(Integer.parseInt(found.group(1)), challenges(refused)) : unanswered(refused);
    }

    /**
     * What it means that the proxy itself answers with an error.
     *
     * @param challenges the values of its {@code proxy-authenticate} headers
     */
    public Refusal answered(int status, List<String> challenges) {
        return switch (status) {
            case LOGIN_WANTED, LOGIN_REFUSED -> login(status, challenges);
            case 403, 451 ->
                new Refusal(
                        "the proxy " + name() + " does not allow a connection to " + target + " (" + status + ")",
                        "allow connections to " + target + " in the proxy's rules");
            case 429 ->
                new Refusal(
                        "the proxy " + name() + " refuses " + target + " because of too many connections (429)",
                        "raise the proxy's limit for this host");
            case 500, 502, 503, 504 ->
                new Refusal(
                        "the proxy " + name() + " could not connect to " + target + " (" + status + ")",
                        "check from the proxy that " + target + " can be reached; its log says why it could not");
            case NO_HTTP -> new Refusal("the answer of the proxy " + name() + " is not HTTP", mustSpeakHttp());
            default ->
                new Refusal(
                        "the proxy " + name() + " answered " + status + " to CONNECT " + target,
                        "check that proxy names an HTTP proxy that allows CONNECT to " + target
                                + ": plain HTTP, not TLS");
        };
    }

    private Refusal unanswered(ProxyConnectException refused) {
        boolean late = Optional.ofNullable(refused.getMessage()).orElse("").endsWith("timeout");
        return late
                ? new Refusal(
                        "the proxy " + name() + " did not answer CONNECT " + target + " in time",
                        "check from the proxy that " + target + " can be reached, and that proxy names an HTTP proxy")
                : new Refusal(
                        "the proxy " + name() + " closed the connection without an answer to CONNECT " + target,
                        mustSpeakHttp());
    }

    private static List<String> challenges(ProxyConnectException refused) {
        return refused instanceof HttpProxyConnectException http && http.headers() != null
                ? http.headers().getAll("proxy-authenticate")
                : List.of();
    }

    private String mustSpeakHttp() {
        return "check host and port under proxy: it must be an HTTP proxy spoken to in plain HTTP, not by TLS or SOCKS";
    }

    private String checkAddress() {
        return "check host and port under proxy, and that the proxy is up and reachable from here";
    }

    private String name() {
        return proxy.authority();
    }

    private static Optional<Refusal> said(String words, String remedy) {
        return Optional.of(new Refusal(words, remedy));
    }
}
