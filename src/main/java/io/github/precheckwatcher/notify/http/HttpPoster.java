package io.github.precheckwatcher.notify.http;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.notify.Transport;
import io.github.precheckwatcher.secret.Pem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes the calls of one notifier, or of the heartbeat: bounded as a whole, checked at the address connected to, redirects not followed, TLS verified.
 * Nothing that it says or logs holds more of the address than host and port. Thread safe.
 */
public final class HttpPoster implements AutoCloseable {
    /** How much of an answer's body is read, in bytes. */
    public static final int MAX_BODY = 64 * 1024;

    /** Shorter than what common servers (Node's 5 s is the shortest) keep an idle connection open for. */
    private static final Duration IDLE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Duration timeout;
    private final Optional<HttpProxy> proxy;
    private final HttpFault faults;
    private final TargetRoutes routes;
    private final HttpClient client;

    /** Whose connections carry one request each: for one that met a pooled connection that the receiver had closed. */
    private final HttpClient unpooled;

    /**
     * Makes a client of its own; {@link #close} ends it.
     *
     * @param transport timeout bounds a whole exchange, from the first packet to the end of the body; proxy: CONNECT for
     *     https, absolute form for http
     * @param connections at most so many at a time
     */
    public HttpPoster(Vertx vertx, Transport transport, int connections) {
        this(vertx, transport, connections, InetAddress::getAllByName);
    }

    HttpPoster(Vertx vertx, Transport transport, int connections, HostLookup.Resolver resolver) {
        this.vertx = requireNonNull(vertx, "vertx");
        this.timeout = transport.timeout();
        this.proxy = transport.proxy();
        this.faults = new HttpFault(proxy, transport.tls().certificate().isPresent());
        this.routes = new TargetRoutes(vertx, new AddressRule(transport.publicOnly()), proxy.isPresent(), resolver);
        var options = new HttpClientOptions()
                .setConnectTimeout(millis(timeout))
                .setSslHandshakeTimeout(millis(timeout))
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                // its arithmetic takes milliseconds, and others use the same event loop
                .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
                .setKeepAliveTimeout((int) IDLE.toSeconds())
                // what is not read need not come as far as this machine
                .setReceiveBufferSize(MAX_BODY)
                .setTracingPolicy(TracingPolicy.IGNORE);
        trust(options, transport.tls());
        this.client = client(options, connections);
        this.unpooled = client(new HttpClientOptions(options).setKeepAlive(false), connections);
    }

    private HttpClient client(HttpClientOptions options, int most) {
        return vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(most))
                .withConnectHandler(connection -> {
                    ConnectionUse.watch(connection);
                    // the exchange hears of it too; without a handler Vert.x logs it as an error of ours
                    connection.exceptionHandler(fault -> {});
                })
                .build();
    }

    /**
     * Makes one exchange when subscribed to; never fails. Cancelling closes its connection.
     *
     * @param headers sent as they are, beside host and content-length
     */
    public Uni<PostResponse> post(HttpTarget target, Map<String, String> headers, byte[] body) {
        return call(HttpMethod.POST, target, headers, body);
    }

    /** As {@link #post}, without a body: for a receiver that wants to be asked. */
    public Uni<PostResponse> get(HttpTarget target, Map<String, String> headers) {
        return call(HttpMethod.GET, target, headers, new byte[0]);
    }

    private Uni<PostResponse> call(HttpMethod method, HttpTarget target, Map<String, String> headers, byte[] body) {
        return Uni.createFrom().emitter(emitter -> {
            var exchange = new HttpExchange(this, method, target, headers, Buffer.buffer(body), emitter::complete);
            emitter.onTermination(exchange::cancel);
            exchange.start();
        });
    }

    @Override
    public void close() {
        client.close();
        unpooled.close();
    }

    Vertx vertx() {
        return vertx;
    }

    Duration timeout() {
        return timeout;
    }

    /** How targets are reached. */
    TargetRoutes routes() {
        return routes;
    }

    /** What failures mean. */
    HttpFault faults() {
        return faults;
    }

    /**
     * A connection to the target, with a request that is not sent yet. The host stays the name: TLS and the receiver go
     * by it.
     *
     * @param fresh whether it must be a connection that carried no request before
     */
    Future<HttpClientRequest> open(HttpMethod method, HttpTarget target, TargetRoutes.Route route, boolean fresh) {
        var options = new RequestOptions();
        // asked for each time, for its password may change; the pool keeps connections of one login apart from
        // another's
        proxy.map(HttpProxy::options).ifPresent(options::setProxyOptions);
        route.address()
                .ifPresent(address ->
                        options.setServer(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress())));
        return (fresh ? unpooled : client)
                .request(options.setMethod(method)
                        .setSsl(target.tls())
                        .setHost(target.host())
                        .setPort(target.port())
                        .setURI(target.requestUri())
                        .setFollowRedirects(false)
                        .setConnectTimeout(timeout.toMillis()));
    }

    private static void trust(HttpClientOptions options, Transport.Tls tls) {
        tls.ca().ifPresent(ca -> options.setTrustOptions(new PemTrustOptions().addCertValue(buffer(ca))));
        if (tls.certificate().isPresent() && tls.key().isPresent()) {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .addCertValue(buffer(tls.certificate().get()))
                    .addKeyValue(buffer(tls.key().get())));
        }
    }

    private static Buffer buffer(Pem pem) {
        return Buffer.buffer(pem.bytes());
    }

    private static int millis(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }
}
