package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.notify.StoreTrouble;
import io.github.precheckwatcher.precheck.ByteBudget;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Hands answered polls to the {@link Recorder} in batches: whatever has come while the last batch was written, so that
 * a lone answer is written at once and many are written together.
 */
@ApplicationScoped
public class RecorderQueue {
    private static final int BATCH = 500;
    /** How often a failing store is tried again; past it the lease is near its end and the poll is simply made anew. */
    private static final int TRIES = 3;

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final Recorder recorder;
    private final StoreTrouble trouble;
    private final Waiter waiter;
    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();

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
        queue.add(new Entry(answered, recorded));
    }

    /** Writes one batch; waits at most that long for its first answer. How many were written or given up. */
    int drain(Duration patience) throws InterruptedException {
        Entry first = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
            return 0;
        }
        List<Entry> batch = new ArrayList<>();
        batch.add(first);
        addWhatFits(batch, ByteBudget.REPORT_BATCH - first.answered().bytes());
        try {
            write(batch.stream().map(Entry::answered).toList());
        } finally {
            batch.forEach(e -> e.recorded().run());
        }
        return batch.size();
    }

    /** One thread drains, so what was looked at is what is taken. */
    private void addWhatFits(List<Entry> batch, int room) {
        int left = room;
        for (Entry next = queue.peek(); next != null && batch.size() < BATCH; next = queue.peek()) {
            left -= next.answered().bytes();
            if (left < 0) {
                return;
            }
            batch.add(queue.remove());
        }
    }

    /** Accounts are settled once and verdict ids drawn once, however often the writing is tried. */
    private void write(List<Answered> answers) throws InterruptedException {
        Map<String, AccountRow> settled = new HashMap<>();
        Optional<List<AnswerRule.Decision>> decided = tried(() -> recorder.decide(answers, settled));
        if (decided.isEmpty()) {
            return;
        }
        List<AnswerRule.Decision> decisions = decided.get();
        if (tried(() -> written(decisions)).isEmpty()) {
            // one bad row must not cost the others their answers
            decisions.forEach(decision -> once(() -> written(List.of(decision))));
        }
    }

    private int written(List<AnswerRule.Decision> decisions) {
        int count = recorder.write(decisions);
        trouble.worked();
        return count;
    }

    private <T> Optional<T> tried(Supplier<T> work) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Optional<T> done = once(work);
            if (done.isPresent() || attempt == TRIES) {
                return done;
            }
            waiter.pause(BETWEEN_TRIES);
        }
    }

    private <T> Optional<T> once(Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (RuntimeException e) {
            trouble.failed(e);
            return Optional.empty();
        }
    }
}
