package io.github.precheckwatcher.notify.dispatch;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Work that is done in turns on worker threads, one turn at a time: however many ask for one meanwhile, one more follows.
 * Its methods may be called by any thread and do not block.
 */
final class Turns {
    private static final Logger LOG = Logger.getLogger(Turns.class);

    private final BooleanSupplier turn;
    private final Place place;
    private final FaultLog faults;
    private final Clock clock;
    private final Executor executor;
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicReference<Instant> waitingSince = new AtomicReference<>();

    /** @param turn whether it could do its work */
    Turns(BooleanSupplier turn, Place place, FaultLog faults, Clock clock, Executor executor) {
        this.turn = turn;
        this.place = place;
        this.faults = faults;
        this.clock = clock;
        this.executor = executor;
    }

    /** Asks for a turn. */
    void ask() {
        if (waitingSince.get() == null) {
            waitingSince.compareAndSet(null, clock.instant());
        }
        if (signals.getAndIncrement() != 0) {
            return;
        }
        boolean taken = false;
        try {
            executor.execute(this::take);
            taken = true;
        } catch (RejectedExecutionException e) {
            LOG.debug("no worker for a turn", e);
        } finally {
            if (!taken) {
                signals.set(0);
            }
        }
    }

    /** Since when turns were asked for and none could do its work; empty: they do. */
    Optional<Instant> stuckSince() {
        return Optional.ofNullable(waitingSince.get());
    }

    /** Whatever a turn throws, memory at its end included, who asks next gets another. */
    private void take() {
        boolean over = false;
        try {
            int seen;
            do {
                seen = signals.get();
                if (turn.getAsBoolean()) {
                    waitingSince.set(null);
                }
            } while (signals.addAndGet(-seen) != 0);
            over = true;
            faults.worked(place);
        } catch (RuntimeException | Error e) {
            faults.failed(place, e);
        } finally {
            if (!over) {
                signals.set(0);
            }
        }
    }
}
