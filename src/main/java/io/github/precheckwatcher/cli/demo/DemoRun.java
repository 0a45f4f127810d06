package io.github.precheckwatcher.cli.demo;

import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.console.ProcessStop;
import io.github.precheckwatcher.cli.daemon.Start;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.store.database.StoreException;
import io.github.precheckwatcher.watch.Waiter;
import io.github.precheckwatcher.watch.WatchStore;
import io.quarkus.runtime.QuarkusApplication;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The daemon as the demo runs it: ends once every watch has its verdict and every verdict is delivered. */
public final class DemoRun implements QuarkusApplication {
    /** Longer than any of the demo's deadlines: past it something is wrong. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Start start;
    private final WatchStore watches;
    private final Outbox outbox;
    private final Waiter waiter;
    private final Clock clock;

    DemoRun(Start start, WatchStore watches, Outbox outbox, Waiter waiter, Clock clock) {
        this.start = start;
        this.watches = watches;
        this.outbox = outbox;
        this.waiter = waiter;
        this.clock = clock;
    }

    @Override
    public int run(String... args) throws InterruptedException {
        try {
            start.run();
            awaitAll();
        } catch (StoreException e) {
            if (!ProcessStop.begun()) {
                throw e;
            }
            // interrupted: Quarkus has closed the store under us
        }
        return ExitCode.OK;
    }

    private void awaitAll() throws InterruptedException {
        Instant end = clock.instant().plus(PATIENCE);
        while (!delivered() && clock.instant().isBefore(end)) {
            waiter.await(clock.instant().plus(LOOK_EVERY), waiter.ticket());
        }
    }

    private boolean delivered() {
        boolean running = watches.counts().getOrDefault("WATCHING", 0L) > 0;
        return !running
                && outbox.counts().entrySet().stream()
                        .noneMatch(e -> e.getKey().state() == Outbox.State.PENDING && e.getValue() > 0);
    }
}
