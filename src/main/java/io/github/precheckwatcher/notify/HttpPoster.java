package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.netty.util.NetUtil;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Posts to one address: bounded as a whole, checked at the address connected to, redirects not followed, TLS verified.
 * Nothing that it says or logs holds more of the address than host and port. Thread safe.
 */
public final class HttpPoster implements AutoCloseable {
    /** How much of an answer's body is read, in bytes. */
    public static final int MAX_BODY = 64 * 1024;

    /** Shorter than what common servers (Node's 5 s is the shortest) keep an idle connection open for. */
    private static final Duration IDLE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final HttpTarget target;
    private final Duration timeout;
    private final AddressRule addresses;
    private final boolean proxied;
    private final HttpClient client;

    /** Connections that carried no request yet. */
    private final Set<HttpConnection> unused = ConcurrentHashMap.newKeySet();

    /**
     * Makes a client of its own; {@link #close} ends it.
     *
     * @param timeout bounds a whole exchange, from the first packet to the end of the body
     * @param proxy an http proxy: CONNECT for https, absolute form for http
     * @param connections at most so many at a time
     */
    public HttpPoster(
            Vertx vertx,
            HttpTarget target,
            Duration timeout,
            AddressRule addresses,
            Optional<HttpTarget> proxy,
            int connections) {
        this.vertx = requireNonNull(vertx, "vertx");
        this.target = requireNonNull(target, "target");
        this.timeout = requireNonNull(timeout, "timeout");
        this.addresses = requireNonNull(addresses, "addresses");
        this.proxied = proxy.isPresent();
        var options = new HttpClientOptions()
                .setConnectTimeout(millis(timeout))
                .setSslHandshakeTimeout(millis(timeout))
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout((int) IDLE.toSeconds())
                .setTracingPolicy(TracingPolicy.IGNORE);
        proxy.ifPresent(p -> options.setProxyOptions(proxyOptions(p)));
        this.client = vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(connections))
                .withConnectHandler(connection -> {
                    unused.add(connection);
                    // the exchange hears of it too; without a handler Vert.x logs it as an error of ours
                    connection.exceptionHandler(fault -> {});
                    connection.closeHandler(closed -> unused.remove(connection));
                })
                .build();
    }

    /**
     * Makes one exchange when subscribed to; never fails. Cancelling closes its connection.
     *
     * @param headers sent as they are, beside host and content-length
     */
    public Uni<HttpAnswer> post(Map<String, String> headers, byte[] body) {
        return Uni.createFrom().emitter(emitter -> {
            var exchange = new HttpExchange(this, headers, Buffer.buffer(body), emitter::complete);
            emitter.onTermination(exchange::cancel);
            exchange.start();
        });
    }

    @Override
    public void close() {
        client.close();
    }

    Vertx vertx() {
        return vertx;
    }

    HttpTarget target() {
        return target;
    }

    Duration timeout() {
        return timeout;
    }

    /** A connection to the target, with a request that is not sent yet. */
    Future<HttpClientRequest> open() {
        return client.request(new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(target.tls())
                .setHost(target.host())
                .setPort(target.port())
                .setURI(target.requestUri())
                .setFollowRedirects(false)
                .setConnectTimeout(timeout.toMillis()));
    }

    /** Whether this connection has carried a request before; from now on it has. */
    boolean reuse(HttpConnection connection) {
        return !unused.remove(connection);
    }

    /** Why the far end of this connection may not be called; empty: it may. Behind a proxy that end is the proxy. */
    Optional<String> refusal(HttpConnection connection) {
        if (proxied) {
            return Optional.empty();
        }
        String address = connection.remoteAddress().hostAddress();
        if (address == null) {
            return Optional.of("the address connected to is not known");
        }
        try {
            // a literal: no name is looked up
            return addresses.refusal(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return Optional.of("the address connected to is not known");
        }
    }

    /**
     * Why the target may not be called, as far as that can be said before connecting: an address written as such, and
     * behind a proxy, which does the connecting, what the name stands for here. A name that only the proxy can look up
     * passes unless public addresses are asked for.
     */
    Future<Optional<String>> refusalByName() {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(target.host());
        if (literal != null) {
            return Future.succeededFuture(addresses.refusal(literal));
        }
        if (!proxied) {
            return Future.succeededFuture(Optional.empty());
        }
        return vertx.executeBlocking(
                () -> {
                    try {
                        for (InetAddress address : InetAddress.getAllByName(target.host())) {
                            Optional<String> refusal = addresses.refusal(address);
                            if (refusal.isPresent()) {
                                return refusal;
                            }
                        }
                        return Optional.empty();
                    } catch (UnknownHostException e) {
                        return addresses.publicOnly()
                                ? Optional.of("the host name cannot be looked up here, and this notifier has"
                                        + " targets: public")
                                : Optional.empty();
                    }
                },
                false);
    }

    private static ProxyOptions proxyOptions(HttpTarget proxy) {
        var options = new ProxyOptions().setHost(proxy.host()).setPort(proxy.port());
        proxy.userInfo().ifPresent(info -> {
            int colon = info.indexOf(':');
            options.setUsername(colon < 0 ? info : info.substring(0, colon));
            options.setPassword(colon < 0 ? "" : info.substring(colon + 1));
        });
        return options;
    }

    private static int millis(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }
}
