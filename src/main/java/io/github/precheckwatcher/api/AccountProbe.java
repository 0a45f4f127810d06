package io.github.precheckwatcher.api;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.api.ProbeAnswer.Result;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.watch.Waiter;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.WatchStore.ProbeAsked;
import io.github.precheckwatcher.watch.account.AccountRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Has the cloud asked now for an account that may not or cannot call, and waits for what comes of it, whichever node asks.
 * Blocks.
 */
@ApplicationScoped
class AccountProbe {
    private static final Logger LOG = Logger.getLogger(AccountProbe.class);

    /** A worker thread is held meanwhile, and callers may be cut off by proxies of theirs. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofMillis(200);

    private final WatchStore store;
    private final Waiter waiter;
    private final Clock clock;

    AccountProbe(WatchStore store, Waiter waiter, Clock clock) {
        this.store = requireNonNull(store, "store");
        this.waiter = requireNonNull(waiter, "waiter");
        this.clock = requireNonNull(clock, "clock");
    }

    /** What came of it; empty when there is no such account. */
    Optional<Probed> probe(String account, Requester by) {
        Instant asked = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<ProbeAsked> answer = store.askProbe(account, by, asked);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        AccountRow row = answer.get().account();
        if (!answer.get().due()) {
            return Optional.of(new Probed(row.gated() ? Result.NO_WATCH : Result.NOT_NEEDED, row));
        }
        by.in(LogLine.of("probe").with("account", account).with("state", row.state()))
                .info(LOG);
        waiter.wake();
        return Optional.of(awaited(row, asked));
    }

    private Probed awaited(AccountRow due, Instant asked) {
        AccountRow row = due;
        Instant until = asked.plus(PATIENCE);
        try {
            while (row.gated() && !answered(row, asked) && clock.instant().isBefore(until)) {
                waiter.pause(LOOK);
                row = store.accounts().getOrDefault(due.name(), row);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Result result = !row.gated() ? Result.RECOVERED : answered(row, asked) ? Result.FAILED : Result.DUE;
        return new Probed(result, row);
    }

    private static boolean answered(AccountRow row, Instant asked) {
        return row.probedAt().filter(at -> !at.isBefore(asked)).isPresent();
    }

    /** @param account as it stands now */
    record Probed(Result result, AccountRow account) {}
}
