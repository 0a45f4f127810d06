package io.github.precheckwatcher.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes webhooks and answers what it is set to; its address is a secret as any webhook's may be. */
public final class TestReceiver implements AutoCloseable {
    static final String TOKEN = "tok3nInThePath";

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile int status = 204;

    private TestReceiver(HttpServer server) {
        this.server = server;
    }

    public static TestReceiver start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TestReceiver receiver = new TestReceiver(server);
        server.createContext("/", receiver::take);
        server.start();
        return receiver;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hooks/" + TOKEN);
    }

    /** From now on it has received nothing and answers this. */
    public void answering(int code) {
        received.clear();
        status = code;
    }

    public List<Received> received() {
        return received;
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        received.add(new Received(
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("webhook-id")),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("webhook-signature")),
                body));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** One webhook. */
    public record Received(Optional<String> id, Optional<String> signature, String body) {}
}
