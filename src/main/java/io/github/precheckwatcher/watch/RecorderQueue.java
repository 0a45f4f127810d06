package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.log.StoreFault;
import io.github.precheckwatcher.precheck.ByteBudget;
import io.github.precheckwatcher.watch.account.AccountRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Hands answered polls to the {@link Recorder} in batches: whatever has come while the last batch was written, so that
 * a lone answer is written at once and many are written together.
 */
@ApplicationScoped
public class RecorderQueue {
    private static final int BATCH = 500;
    private static final String RECORD = "record";
    private static final Place BATCH_PLACE = Place.job(RECORD);
    private static final Place SLOT = Place.job("free a slot");
    /** How often a failing store is tried again; past it the lease is near its end and the poll is simply made anew. */
    private static final int TRIES = 3;

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final Recorder recorder;
    private final FaultLog faults;
    private final Waiter waiter;
    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();

    public RecorderQueue(Recorder recorder, FaultLog faults, Waiter waiter) {
        this.recorder = recorder;
        this.faults = faults;
        this.waiter = waiter;
    }

    /** An answer and what to do once it is recorded or given up. */
    private record Entry(PolledWatch polled, Runnable recorded) {}

    /**
     * Takes an answered poll; never blocks.
     *
     * @param recorded runs once it is written down, or given up: its slot is free
     */
    void add(PolledWatch polled, Runnable recorded) {
        queue.add(new Entry(polled, recorded));
    }

    /** Writes one batch; waits at most that long for its first answer. How many were written or given up. */
    int drain(Duration patience) throws InterruptedException {
        Entry first = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
            return 0;
        }
        List<Entry> batch = new ArrayList<>();
        batch.add(first);
        addWhatFits(batch, ByteBudget.REPORT_BATCH - first.polled().bytes());
        try {
            write(batch.stream().map(Entry::polled).toList());
        } finally {
            batch.forEach(e -> faults.guard(SLOT, e.recorded()));
        }
        return batch.size();
    }

    /** One thread drains, so what was looked at is what is taken. */
    private void addWhatFits(List<Entry> batch, int room) {
        int left = room;
        for (Entry next = queue.peek(); next != null && batch.size() < BATCH; next = queue.peek()) {
            left -= next.polled().bytes();
            if (left < 0) {
                return;
            }
            batch.add(queue.remove());
        }
    }

    /** Accounts are settled once and verdict ids drawn once, however often the writing is tried. */
    private void write(List<PolledWatch> answers) throws InterruptedException {
        Map<String, AccountRow> settled = new HashMap<>();
        List<PollRule.Decision> decisions = new ArrayList<>();
        Done decided = tried(() -> decisions.addAll(recorder.decide(answers, settled)));
        if (decided == Done.STORE_FAILED) {
            return;
        }
        if (decided == Done.BROKE) {
            // what cannot be applied to one account's row must not cost the others their answers
            answers.forEach(answer ->
                    alone(answer.watch(), "settle", () -> decisions.addAll(recorder.decide(List.of(answer), settled))));
        }
        if (tried(() -> written(decisions)) != Done.YES) {
            // one bad row must not cost the others their answers
            for (PollRule.Decision decision : decisions) {
                if (refusedToAll(decision)) {
                    return; // the others would be refused too, one after the other
                }
            }
        }
    }

    private void alone(Watch watch, String stage, Runnable work) {
        faults.guard(Place.watch(watch.spec().name(), stage), work);
    }

    private void written(List<PollRule.Decision> decisions) {
        if (decisions.isEmpty()) {
            return;
        }
        recorder.write(decisions);
        faults.store().worked();
        decisions.forEach(
                decision -> faults.worked(Place.watch(decision.watch().spec().name(), RECORD)));
    }

    /** A store that fails is tried again; a fault of ours would only come again. */
    private Done tried(Runnable work) throws InterruptedException {
        Done done = once(work);
        for (int attempt = 1; attempt < TRIES && done == Done.STORE_FAILED; attempt++) {
            waiter.pause(BETWEEN_TRIES);
            done = once(work);
        }
        return done;
    }

    private Done once(Runnable work) {
        try {
            work.run();
            return Done.YES;
        } catch (RuntimeException | Error e) {
            return faults.failedTogether(BATCH_PLACE, e) ? Done.BROKE : Done.STORE_FAILED;
        }
    }

    /** Writes one alone; whether the store takes nothing from anybody now. */
    private boolean refusedToAll(PollRule.Decision decision) {
        try {
            written(List.of(decision));
            return false;
        } catch (RuntimeException | Error e) {
            faults.failed(Place.watch(decision.watch().spec().name(), RECORD), e);
            return StoreFault.everybody(e);
        }
    }

    private enum Done {
        YES,
        STORE_FAILED,
        BROKE
    }
}
