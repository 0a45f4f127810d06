package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.notify.StoreTrouble;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands answered polls to the {@link Recorder} in batches: whatever has come while the last batch was written, so that
 * a lone answer is written at once and many are written together.
 */
@ApplicationScoped
public class RecorderQueue {
    private static final int BATCH = 500;
    /** How often a failing store is tried again; past it the lease is near its end and the poll is simply made anew. */
    private static final int TRIES = 3;

    private final Recorder recorder;
    private final StoreTrouble trouble;
    private final Waiter waiter;
    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger pending = new AtomicInteger();

    public RecorderQueue(Recorder recorder, StoreTrouble trouble, Waiter waiter) {
        this.recorder = recorder;
        this.trouble = trouble;
        this.waiter = waiter;
    }

    /** An answer and what to do once it is recorded or given up. */
    private record Entry(Answered answered, Runnable recorded) {}

    /**
     * Takes an answered poll; never blocks.
     *
     * @param recorded runs once it is written down, or given up: its slot is free
     */
    void add(Answered answered, Runnable recorded) {
        pending.incrementAndGet();
        queue.add(new Entry(answered, recorded));
    }

    /** How many answers are not written yet. */
    int pending() {
        return pending.get();
    }

    /** Writes one batch; waits at most {@code patience} milliseconds for its first answer. How many were written. */
    int drain(long patience) throws InterruptedException {
        Entry first = queue.poll(patience, TimeUnit.MILLISECONDS);
        if (first == null) {
            return 0;
        }
        List<Entry> batch = new ArrayList<>();
        batch.add(first);
        queue.drainTo(batch, BATCH - 1);
        try {
            write(batch);
        } finally {
            pending.addAndGet(-batch.size());
            batch.forEach(e -> e.recorded().run());
        }
        return batch.size();
    }

    private void write(List<Entry> batch) throws InterruptedException {
        List<Answered> answers = batch.stream().map(Entry::answered).toList();
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            if (written(answers)) {
                return;
            }
            waiter.pause();
        }
        // one bad row must not cost the others their answers
        for (Answered answer : answers) {
            written(List.of(answer));
        }
    }

    private boolean written(List<Answered> answers) {
        try {
            recorder.record(answers);
            trouble.worked();
            return true;
        } catch (RuntimeException e) {
            trouble.failed(e);
            return false;
        }
    }
}
