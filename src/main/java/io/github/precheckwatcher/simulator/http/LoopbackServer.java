package io.github.precheckwatcher.simulator.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An HTTP/1.1 server on 127.0.0.1 whose handler always runs on the same event loop. */
public final class LoopbackServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final long PATIENCE_SECONDS = 10;

    private final HttpServer server;

    private LoopbackServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts to listen. Blocks; not for event loops.
     *
     * @param port 0 for any free one
     * @throws UncheckedIOException when the port cannot be had
     */
    public static LoopbackServer listen(Vertx vertx, int port, Handler<HttpServerRequest> handler) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(HOST)
                .setPort(port)
                // clients must not be lured into an upgrade that the vendor does not offer
                .setHttp2ClearTextEnabled(false)
                .setTcpNoDelay(true);
        HttpServer server = vertx.createHttpServer(options)
                .requestHandler(handler)
                // a caller that breaks off, or bytes that are no HTTP, are no news here
                .exceptionHandler(broken -> {})
                .invalidRequestHandler(request -> request.connection().close());
        try {
            return new LoopbackServer(await(server.listen()));
        } catch (IOException e) {
            if (e.getCause() instanceof BindException && port != 0) {
                throw new UncheckedIOException("port " + port + " is taken", e);
            }
            throw new UncheckedIOException("cannot listen on " + HOST + ":" + port + ": " + e.getMessage(), e);
        }
    }

    int port() {
        return server.actualPort();
    }

    public URI uri(String path) {
        return URI.create("http://" + HOST + ":" + port() + path);
    }

    /** Closes the port and every connection. Blocks; not for event loops. */
    @Override
    public void close() {
        try {
            await(server.close());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + HOST + ":" + port(), e);
        }
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer from the event loop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
