package io.github.precheckwatcher.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A real HTTP server on loopback that stands in for a platform: answers each request with JSON. */
public final class FakeServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4, work -> {
        var thread = new Thread(work, "stand-in");
        thread.setDaemon(true);
        return thread;
    });

    /** What a platform says to a request. Called by several threads at once. */
    @FunctionalInterface
    public interface Platform {
        Reply reply(Request request) throws IOException;
    }

    /**
     * A request as it came.
     *
     * @param target path and query as they came
     * @param query decoded
     */
    public record Request(
            String method,
            String target,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            byte[] body) {
        /** Whether it posts JSON. */
        public boolean postsJson() {
            return method.equals("POST")
                    && headers.getOrDefault("content-type", "").startsWith("application/json");
        }

        /** As UTF-8. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /**
     * An answer.
     *
     * @param headers by their names; the content type among them unless it is JSON
     */
    public record Reply(int status, String body, Map<String, String> headers) {
        public Reply(int status, String body) {
            this(status, body, Map.of());
        }

        /** One with headers as {@code name: value}. */
        public static Reply of(int status, String body, String... headers) {
            return new Reply(
                    status,
                    body,
                    Arrays.stream(headers)
                            .map(header -> header.split(": ", 2))
                            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1])));
        }
    }

    private FakeServer(HttpServer server) {
        this.server = server;
    }

    /** Starts one on a free port. */
    public static FakeServer of(Platform platform) {
        try {
            var started =
                    new FakeServer(HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50));
            started.server.setExecutor(started.threads);
            started.server.createContext("/", exchange -> started.answer(exchange, platform));
            started.server.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is, without path. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange, Platform platform) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            var headers = new LinkedHashMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            Reply reply = platform.reply(new Request(
                    exchange.getRequestMethod(),
                    uri.toString(),
                    uri.getPath(),
                    query(uri.getRawQuery()),
                    headers,
                    exchange.getRequestBody().readAllBytes()));
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Map<String, String> query(String raw) {
        var query = new LinkedHashMap<String, String>();
        for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            query.put(
                    pair.substring(0, Math.max(0, equals)),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }
}
