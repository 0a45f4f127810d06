package io.github.precheckwatcher.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Answers what it is set to and remembers what it was asked. */
public final class FakeDaemon implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, Queue<Answer>> first = new ConcurrentHashMap<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
    private final Map<String, String> links = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private FakeDaemon(HttpServer server) {
        this.server = server;
    }

    public static FakeDaemon start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            FakeDaemon daemon = new FakeDaemon(server);
            server.createContext("/", daemon::answer);
            server.start();
            return daemon;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** @param path the raw path; {@code /} stands for all others */
    public void answers(String path, int status, String contentType, String body) {
        answers(path, status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    void answers(String path, int status, String contentType, byte[] body) {
        answers.put(path, new Answer(status, contentType, body, true));
    }

    /** What is answered first; then what the path is set to. */
    void answersFirst(String path, int status, String contentType, String... bodies) {
        for (String body : bodies) {
            first.computeIfAbsent(path, key -> new ConcurrentLinkedQueue<>())
                    .add(new Answer(status, contentType, body.getBytes(StandardCharsets.UTF_8), true));
        }
    }

    /** Ends the connection after this beginning of an answer. */
    public void cuts(String path, String contentType, byte[] beginning) {
        answers.put(path, new Answer(200, contentType, beginning, false));
    }

    /** Ends the connection without a word once the request is read. */
    public void breaks(String path) {
        broken.add(path);
    }

    /** Answers there when the gate opens. */
    public void holds(String path, CountDownLatch gate) {
        gates.put(path, gate);
    }

    /** The Link header of what is answered at this path. */
    void links(String path, String link) {
        links.put(path, link);
    }

    /** Method, raw path with query, and body of each request, its white space folded. */
    List<String> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body.replaceAll("\\s+", " "));
        String path = exchange.getRequestURI().getRawPath();
        if (broken.contains(path)) {
            exchange.close();
            return;
        }
        awaitGate(path);
        Answer answer = Optional.ofNullable(first.get(path))
                .map(Queue::poll)
                .or(() -> Optional.ofNullable(answers.get(path)))
                .orElseGet(() -> answers.getOrDefault(
                        "/",
                        new Answer(
                                500, "text/plain", "not told what to answer".getBytes(StandardCharsets.UTF_8), true)));
        byte[] bytes = answer.body;
        exchange.getResponseHeaders().set("content-type", answer.contentType);
        Optional.ofNullable(links.get(exchange.getRequestURI().getRawPath()))
                .ifPresent(link -> exchange.getResponseHeaders().set("link", link));
        // of an answer that says its length the rest is missed when the connection ends
        exchange.sendResponseHeaders(answer.status, answer.whole ? bytes.length : bytes.length + 1L);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void awaitGate(String path) throws IOException {
        try {
            if (gates.containsKey(path)) {
                gates.get(path).await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        gates.values().forEach(CountDownLatch::countDown);
        server.stop(0);
    }

    private record Answer(int status, String contentType, byte[] body, boolean whole) {}
}
