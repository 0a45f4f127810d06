package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.notify.webhook.Receiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A notifier whose receiver is well, with a watch that stops how long its messages take. */
final class Neighbour {
    private static final int BURST = 10;

    private final Map<String, Long> told = new ConcurrentHashMap<>();
    private final BlockingQueue<Duration> arrived = new LinkedBlockingQueue<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final Receiver receiver = Receiver.behaving((request, socket, out) -> {
        long now = System.nanoTime();
        arrived.add(Duration.ofNanos(now - told.remove(request.headers().get("webhook-id"))));
        return Receiver.answer(200).answer(request, socket, out);
    });

    Receiver receiver() {
        return receiver;
    }

    NotifierSettings settings() {
        return Fixtures.webhook("neighbour", receiver.uri("/hook"), Duration.ofSeconds(30));
    }

    /** Tells several messages at once, again and again, and how long each took to its receiver. */
    List<Duration> bursts(int bursts, MemoryOutbox outbox, Dispatcher dispatcher) throws InterruptedException {
        List<Duration> latencies = new ArrayList<>();
        for (int burst = 0; burst < bursts; burst++) {
            for (int i = 0; i < BURST; i++) {
                String id = "neighbour-" + ids.incrementAndGet();
                told.put(id, System.nanoTime());
                outbox.add(Fixtures.owed(id, id, "neighbour", "WARNING", Fixtures.NOW));
                dispatcher.wake();
            }
            for (int i = 0; i < BURST; i++) {
                Duration latency = arrived.poll(30, TimeUnit.SECONDS);
                if (latency == null) {
                    throw new AssertionError("a message to the neighbour does not arrive");
                }
                latencies.add(latency);
            }
        }
        return latencies;
    }
}
