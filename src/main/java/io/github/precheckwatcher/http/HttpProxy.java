package io.github.precheckwatcher.http;

import static java.util.Objects.requireNonNull;

import io.vertx.core.net.ProxyOptions;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An HTTP proxy that connections go through: CONNECT for https, absolute form for http. Two logins are equal
 * when they ask the same source for the password.
 *
 * @param address http, a host and a port
 * @param login what it asks for; empty: it lets this host through
 */
public record HttpProxy(URI address, Optional<Login> login) {
    /**
     * User and password, for Basic authentication (RFC 7617).
     *
     * @param user without a colon
     * @param password asked for each connection: it may change; must not block
     */
    public record Login(String user, Supplier<String> password) {
        public Login {
            requireNonNull(user, "user");
            requireNonNull(password, "password");
            if (user.isEmpty() || user.indexOf(':') >= 0) {
                throw new IllegalArgumentException("a user is not empty and has no colon");
            }
        }

        @Override
        public String toString() {
            return "Login[hidden]";
        }
    }

    public HttpProxy {
        requireNonNull(login, "login");
        if (address.getHost() == null || address.getPort() < 1) {
            throw new IllegalArgumentException("a proxy's address has a host and a port");
        }
    }

    /** One that asks for no login. */
    public static HttpProxy of(URI address) {
        return new HttpProxy(address, Optional.empty());
    }

    /** For a client of Vert.x, with the password of this moment. */
    public ProxyOptions options() {
        ProxyOptions options = new ProxyOptions().setHost(host()).setPort(address.getPort());
        login.ifPresent(known ->
                options.setUsername(known.user()).setPassword(known.password().get()));
        return options;
    }

    /** Host and port, as messages show them. */
    public String authority() {
        return address.getHost() + ':' + address.getPort();
    }

    /** IPv6 without brackets. */
    private String host() {
        String host = address.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
