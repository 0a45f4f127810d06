package io.github.precheckwatcher.notify;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A notifier whose attempts a test ends by hand, or at once by a standing answer. */
public final class FakeNotifier implements Notifier {
    private final String name;
    private final int slots;
    private final List<UniEmitter<? super AttemptResult>> open = new ArrayList<>();
    private final List<Delivery> sent = new ArrayList<>();
    private final AtomicInteger cancelled = new AtomicInteger();
    private AttemptResult always;

    public FakeNotifier(String name, int slots) {
        this.name = name;
        this.slots = slots;
    }

    /** From now on attempts end at once so; null: they wait. */
    public synchronized FakeNotifier always(AttemptResult result) {
        always = result;
        return this;
    }

    /** Ends the oldest attempt in flight. */
    public void end(AttemptResult result) {
        UniEmitter<? super AttemptResult> first;
        synchronized (this) {
            first = open.remove(0);
        }
        first.complete(result);
    }

    public synchronized int inFlight() {
        return open.size();
    }

    public synchronized List<Delivery> sent() {
        return List.copyOf(sent);
    }

    public int cancelled() {
        return cancelled.get();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public synchronized Uni<AttemptResult> send(Delivery delivery) {
        sent.add(delivery);
        if (always != null) {
            return Uni.createFrom().item(always);
        }
        return Uni.createFrom()
                .<AttemptResult>emitter(emitter -> open.add(emitter))
                .onCancellation()
                .invoke(cancelled::incrementAndGet);
    }
}
