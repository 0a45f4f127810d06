package io.github.precheckwatcher.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.webhook.Receiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/** A notifier whose receiver is well, and a watch that stops how long its messages take. */
final class Neighbour implements AutoCloseable {
    private static final int AT_ONCE = 4;
    private static final Duration GAP = Duration.ofMillis(3);

    private final MemoryOutbox outbox;
    private final Map<String, Long> told = new ConcurrentHashMap<>();
    private final BlockingQueue<Duration> arrived = new LinkedBlockingQueue<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Receiver receiver = Receiver.behaving((request, socket, out) -> {
        long now = System.nanoTime();
        arrived.add(Duration.ofNanos(now - told.remove(request.headers().get("webhook-id"))));
        return Receiver.answer(200).answer(request, socket, out);
    });

    Neighbour(MemoryOutbox outbox) {
        this.outbox = outbox;
    }

    Receiver receiver() {
        return receiver;
    }

    NotifierSettings settings() {
        return Fixtures.webhook("neighbour", receiver.uri("/hook"), Duration.ofSeconds(30));
    }

    /**
     * Tells messages at a steady rate, whether they arrive or not: who waited for them would tell none of the time in
     * which none arrives.
     *
     * @param meanwhile what else happens, once messages are on their way
     * @param over by the number of messages told: whether it is enough
     * @return how long each took to its receiver
     */
    List<Duration> tell(Dispatcher dispatcher, Runnable meanwhile, IntPredicate over) throws Exception {
        int before = messages.get();
        Future<?> telling = timer.scheduleAtFixedRate(() -> tell(dispatcher), 0, GAP.toNanos(), TimeUnit.NANOSECONDS);
        meanwhile.run();
        HostileReceiversTest.waiting().until(() -> over.test(messages.get() - before));
        telling.cancel(false);
        // the last tick may not be over yet
        int count = timer.submit(messages::get).get() - before;
        List<Duration> latencies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Duration latency = arrived.poll(30, TimeUnit.SECONDS);
            assertThat(latency).as("latency of a message that arrives").isNotNull();
            latencies.add(latency);
        }
        return latencies;
    }

    private void tell(Dispatcher dispatcher) {
        for (int i = 0; i < AT_ONCE; i++) {
            String id = "neighbour-" + messages.incrementAndGet();
            told.put(id, System.nanoTime());
            outbox.add(Fixtures.owed(id, id, "neighbour", "WARNING", Fixtures.NOW));
            dispatcher.wake();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
