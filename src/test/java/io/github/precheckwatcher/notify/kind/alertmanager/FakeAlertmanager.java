package io.github.precheckwatcher.notify.kind.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Behaves as an Alertmanager does: keeps alerts in memory by their labels, lets them end by {@code endsAt} (without one:
 * five minutes after they came), merges overlapping ones as its {@code types.Alert.Merge} does, starts empty after a
 * restart but remembers whom it notified of what, which a real one keeps on disk (its notification log).
 */
final class FakeAlertmanager implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration RESOLVE_TIMEOUT = Duration.ofMinutes(5);

    private final Clock clock;
    private final Map<JsonNode, Kept> alerts = new HashMap<>();
    private final Map<JsonNode, String> notified = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<JsonNode> requests = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();
    private HttpServer server;
    private int port;
    private volatile int answer = 200;
    private volatile boolean up;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicBoolean holding = new AtomicBoolean();
    private final AtomicReference<HttpExchange> held = new AtomicReference<>();

    private record Change(String state, JsonNode labels) {}

    private record Kept(Instant startsAt, Instant endsAt, boolean timeout, JsonNode alert) {
        boolean resolvedAt(Instant at) {
            return !endsAt.isAfter(at);
        }
    }

    private FakeAlertmanager(Clock clock) {
        this.clock = clock;
    }

    static FakeAlertmanager started(Clock clock) {
        var alertmanager = new FakeAlertmanager(clock);
        alertmanager.start();
        return alertmanager;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** From now on every request is answered so. */
    void answer(int status) {
        answer = status;
    }

    /** The next request stays on its way until it is released, while those behind it arrive. */
    void holdNext() {
        holding.set(true);
    }

    boolean holds() {
        return held.get() != null;
    }

    /** Lets the request that was held arrive. */
    void release() throws IOException {
        take(held.getAndSet(null));
    }

    /** How many requests it has answered; as many as wanted while it is down. */
    int answered() {
        return up ? answered.get() : Integer.MAX_VALUE;
    }

    void stop() {
        up = false;
        server.stop(0);
    }

    /** On the same port, with nothing in memory. */
    void restart() {
        stop();
        synchronized (this) {
            alerts.clear();
        }
        start();
    }

    /** What people were notified of so far: {@code FIRING <instance>} and {@code RESOLVED <instance>}. */
    synchronized List<String> notifications() {
        return notifications("instance");
    }

    /** The same by another label: {@code FIRING <its value>}. */
    synchronized List<String> notifications(String label) {
        flush();
        return changes.stream()
                .map(change ->
                        change.state() + ' ' + change.labels().path(label).asText())
                .toList();
    }

    /** The arrays that were posted. */
    synchronized List<JsonNode> requests() {
        return List.copyOf(requests);
    }

    synchronized List<String> paths() {
        return List.copyOf(paths);
    }

    private void start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = server.getAddress().getPort();
        server.createContext("/", this::handle);
        server.start();
        up = true;
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (holding.compareAndSet(true, false)) {
            held.set(exchange);
        } else {
            take(exchange);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        JsonNode posted = JSON.readTree(exchange.getRequestBody());
        boolean good = "POST".equals(exchange.getRequestMethod())
                && exchange.getRequestURI().getPath().endsWith("/api/v2/alerts")
                && "application/json".equals(exchange.getRequestHeaders().getFirst("content-type"));
        int status = answer != 200 ? answer : good && take(exchange, posted) ? 200 : 400;
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
        answered.incrementAndGet();
    }

    private synchronized boolean take(HttpExchange exchange, JsonNode posted) {
        flush();
        requests.add(posted);
        paths.add(exchange.getRequestURI().toString());
        for (JsonNode alert : posted) {
            if (!take(alert)) {
                return false;
            }
        }
        flush();
        return posted.isArray();
    }

    private boolean take(JsonNode alert) {
        JsonNode labels = alert.path("labels");
        Instant now = clock.instant();
        Instant startsAt =
                alert.has("startsAt") ? Instant.parse(alert.path("startsAt").asText()) : now;
        boolean timeout = !alert.has("endsAt");
        Instant endsAt = timeout
                ? now.plus(RESOLVE_TIMEOUT)
                : Instant.parse(alert.path("endsAt").asText());
        if (labels.isEmpty() || !labels.has("alertname") || endsAt.isBefore(startsAt)) {
            return false;
        }
        var coming = new Kept(startsAt, endsAt, timeout, alert);
        alerts.merge(labels, coming, (old, young) -> overlap(old, young) ? merged(old, young, now) : young);
        return true;
    }

    private static boolean overlap(Kept old, Kept young) {
        return young.endsAt().isAfter(old.startsAt()) && young.endsAt().isBefore(old.endsAt())
                || young.startsAt().isAfter(old.startsAt()) && young.startsAt().isBefore(old.endsAt());
    }

    /** A resolved end that is the latest rules, and so does an explicit one. */
    private static Kept merged(Kept old, Kept young, Instant now) {
        Instant startsAt = old.startsAt().isBefore(young.startsAt()) ? old.startsAt() : young.startsAt();
        boolean olds = young.resolvedAt(now)
                ? old.resolvedAt(now) && old.endsAt().isAfter(young.endsAt())
                : old.endsAt().isAfter(young.endsAt()) && !old.timeout();
        return new Kept(startsAt, olds ? old.endsAt() : young.endsAt(), young.timeout(), young.alert());
    }

    /** Notifies what has changed, as its notification pipeline does: once a change. */
    private void flush() {
        Instant now = clock.instant();
        alerts.forEach((labels, kept) -> {
            String state = kept.resolvedAt(now) ? "RESOLVED" : "FIRING";
            String before = notified.get(labels);
            if (!state.equals(before) && (before != null || state.equals("FIRING"))) {
                notified.put(labels, state);
                changes.add(new Change(state, labels));
            }
        });
    }

    @Override
    public void close() {
        stop();
    }
}
