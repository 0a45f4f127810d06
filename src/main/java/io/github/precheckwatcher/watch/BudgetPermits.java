package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.cloud.CallPermits;
import io.github.precheckwatcher.watch.account.AccountCircuit;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.CallBudget;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets a call be sent once more at the expense of its account's budget: the token is taken at once, into debt if need
 * be, and the call waits as long as the debt takes to refill.
 */
@ApplicationScoped
public class BudgetPermits implements CallPermits {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);
    /** A slow budget makes its second tries wait for more than one token's time, or they could never be made. */
    private static final double TOKENS_WORTH_WAITING = 1.5;

    private final WatchStore store;
    private final Supplier<EngineSettings> settings;
    private final Clock clock;

    public BudgetPermits(WatchStore store, Supplier<EngineSettings> settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Uni<Void> take(String account) {
        return Uni.createFrom()
                .item(() -> takeOrDebt(account))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onItem()
                .transformToUni(wait -> {
                    Uni<Void> permit = Uni.createFrom().voidItem();
                    return wait.isZero() ? permit : permit.onItem().delayIt().by(wait);
                });
    }

    private static Duration longestWait(double callsPerSecond) {
        Duration token = Duration.ofNanos((long) (TOKENS_WORTH_WAITING / callsPerSecond * 1e9));
        return token.compareTo(LONG_ENOUGH) > 0 ? token : LONG_ENOUGH;
    }

    /** How long to wait for the token, which is taken; fails, and takes none, when that is above {@link #longestWait}. */
    private Duration takeOrDebt(String account) {
        Instant now = clock.instant();
        Optional<Double> configured =
                Optional.ofNullable(settings.get().callsPerSecond().get(account));
        Duration[] wait = {Duration.ZERO};
        boolean[] refused = {false};
        store.changeAccount(account, stored -> {
            // a call that is under way may be that of an account that is configured no more
            double rate = configured.orElse(stored.rate());
            AccountRow row = CallBudget.refill(AccountCircuit.broughtBack(stored, now), rate, now);
            wait[0] = CallBudget.untilToken(row);
            refused[0] = wait[0].compareTo(longestWait(rate)) > 0;
            return refused[0] ? row : row.withBudget(row.rate(), row.tokens() - 1, row.refilledAt());
        });
        if (refused[0]) {
            throw new IllegalStateException("the account's budget is spent");
        }
        return wait[0];
    }
}
