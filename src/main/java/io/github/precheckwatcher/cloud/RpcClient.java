package io.github.precheckwatcher.cloud;

import io.github.precheckwatcher.cloud.answer.OversizedResponse;
import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.precheck.ByteBudget;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.PemTrustOptions;
import jakarta.ws.rs.ext.ContextResolver;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.client.api.LoggingScope;

/** Builds the REST client of accounts whose connections are alike. Needs a running Quarkus. */
final class RpcClient {
    /** So many an account, as many calls as it may have under way: none waits for those of another. */
    private static final int CONNECTIONS = 1_000;

    /** More would find no free port to connect from: by default Linux has 28,232. */
    private static final int MOST_CONNECTIONS = 28_000;

    /** Idle connections are closed by us before the vendor's load balancers do it. */
    private static final int IDLE_SECONDS = 15;

    /** HTTP/2's "cancel"; HTTP/1 closes the connection. */
    private static final long CANCEL = 8;

    private RpcClient() {}

    /**
     * Builds a client, with the proxy's password of this moment. TLS is verified by the settings' certificates or else the
     * JVM's; nothing is resent, no redirect followed, no header logged.
     *
     * @param accounts how many share it
     * @param attempts learns over what connection a request goes and when its answer begins
     * @param large gives turns to large answers
     */
    static RpcApi open(
            ClientSettings settings, long accounts, Attempts attempts, LargeResponses large, String userAgent) {
        // weak: a connection that is gone is forgotten
        Set<HttpConnection> used = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
        QuarkusRestClientBuilder builder = QuarkusRestClientBuilder.newBuilder()
                .baseUri(settings.endpoint())
                .connectTimeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(settings.readTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .enableCompression(false)
                .loggingScope(LoggingScope.NONE)
                .userAgent(userAgent)
                .disableDefaultMapper(true)
                .register(new ConnectionOptions(settings))
                // the builder's own proxy is left out: the options have it, and no system property may put in another
                .proxyAddress("none", 0)
                .property("io.quarkus.rest.client.connection-pool-size", connections(accounts))
                .property("io.quarkus.rest.client.connection-ttl", IDLE_SECONDS)
                .httpClientRequestCustomizer(request -> watch(request, attempts, large, used))
                .register(new SigningFilter(attempts));
        return builder.build(RpcApi.class);
    }

    /** Must not throw: that would leave the call hanging. */
    private static void watch(
            HttpClientRequest request, Attempts attempts, LargeResponses large, Set<HttpConnection> used) {
        boolean pooled = !used.add(request.connection());
        // the call itself may report only that the connection was closed, as Vert.x does then
        request.connection()
                .exceptionHandler(fault -> attempt(request, attempts).ifPresent(known -> known.breakOff(fault)));
        // the headers are set only after this; these handlers are the first to hear of an answer or a failure
        request.response()
                .onSuccess(response -> {
                    Optional<Attempt> attempt = attempt(request, attempts);
                    attempt.ifPresent(known -> known.beginAnswer(response.statusCode()));
                    bound(request, response, attempt, large);
                })
                .onFailure(failure -> {
                    if (pooled) {
                        attempt(request, attempts).ifPresent(Attempt::wentOverAPooledConnection);
                    }
                });
    }

    private static Optional<Attempt> attempt(HttpClientRequest request, Attempts attempts) {
        return attempts.find(request.headers().get(RpcApi.NONCE));
    }

    /** An answer that turns out to be large waits for its turn; one that is too large ends. */
    private static void bound(
            HttpClientRequest request, HttpClientResponse response, Optional<Attempt> attempt, LargeResponses large) {
        if (attempt.isEmpty()) {
            request.reset(CANCEL); // its call has ended
            return;
        }
        Attempt known = attempt.get();
        Context loop = Vertx.currentContext();
        boolean[] asked = {false};
        Runnable ask = () -> {
            asked[0] = true;
            response.pause();
            large.await(known, () -> loop.runOnContext(turn -> response.resume()));
        };
        long[] seen = {0};
        response.handler(part -> {
            seen[0] += part.length();
            if (seen[0] > ByteBudget.ANSWER) {
                // a reset alone says nothing to the call where the whole answer has come already
                known.cutOff(new OversizedResponse());
                request.reset(CANCEL);
            } else if (seen[0] > ByteBudget.SMALL_ANSWER && !asked[0]) {
                ask.run();
            }
        });
        if (saysLarge(response)) {
            ask.run();
        }
    }

    private static boolean saysLarge(HttpClientResponse response) {
        String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && (length.length() > 9 || Long.parseLong(length) > ByteBudget.SMALL_ANSWER);
    }

    private static int connections(long accounts) {
        return (int) Math.min(MOST_CONNECTIONS, accounts * CONNECTIONS);
    }

    /** What the builder has no word for, or the wrong one. */
    private record ConnectionOptions(ClientSettings settings) implements ContextResolver<HttpClientOptions> {
        @Override
        public HttpClientOptions getContext(Class<?> wanted) {
            HttpClientOptions options = new HttpClientOptions()
                    // Netty's own bounds are 8 KiB for all headers and 4 KiB for the status line
                    .setMaxHeaderSize(ByteBudget.ANSWER_HEAD)
                    .setMaxInitialLineLength(ByteBudget.ANSWER_HEAD)
                    // connecting is not over before the other side has shaken hands
                    .setSslHandshakeTimeout(settings.connectTimeout().toMillis())
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
            settings.trusted()
                    .map(pem -> new PemTrustOptions().addCertValue(Buffer.buffer(pem.bytes())))
                    .ifPresent(options::setTrustOptions);
            settings.proxy()
                    .map(HttpProxy::options)
                    // connecting is not over before the proxy has connected
                    .map(proxy -> proxy.setConnectTimeout(settings.connectTimeout()))
                    .ifPresent(options::setProxyOptions);
            return options;
        }
    }
}
