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
    private final EngineSettings settings;
    private final Clock clock;

    public BudgetPermits(WatchStore store, EngineSettings settings, Clock clock) {
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
                    if (wait.compareTo(longestWait(account)) > 0) {
                        return Uni.createFrom().failure(new IllegalStateException("the account's budget is spent"));
                    }
                    Uni<Void> permit = Uni.createFrom().voidItem();
                    return wait.isZero() ? permit : permit.onItem().delayIt().by(wait);
                });
    }

    private Duration longestWait(String account) {
        Duration token = Duration.ofNanos(
                (long) (TOKENS_WORTH_WAITING / settings.callsPerSecond().get(account) * 1e9));
        return token.compareTo(LONG_ENOUGH) > 0 ? token : LONG_ENOUGH;
    }

    /** How long to wait for the token; above {@link #longestWait} none was taken. */
    private Duration takeOrDebt(String account) {
        Instant now = clock.instant();
        double configured = settings.callsPerSecond().get(account);
        Duration[] wait = {Duration.ZERO};
        store.changeAccount(account, stored -> {
            AccountRow row = CallBudget.refill(AccountCircuit.broughtBack(stored, now), configured, now);
            wait[0] = CallBudget.untilToken(row);
            boolean refused = wait[0].compareTo(longestWait(account)) > 0;
            return refused ? row : row.withBudget(row.rate(), row.tokens() - 1, row.refilledAt());
        });
        return wait[0];
    }
}
