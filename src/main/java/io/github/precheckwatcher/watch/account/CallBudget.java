package io.github.precheckwatcher.watch.account;

import io.github.precheckwatcher.notify.FixedWait;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The token bucket of an account, shared by all nodes through its row.
 *
 * <p>Tokens refill at the current rate up to max(1, 0.4 seconds' worth), so that any 10 s see at most
 * 1.05 x 10 x rate + 1 calls. A throttling answer halves the rate; it recovers by a sixtieth of the configured rate a
 * second (additive increase, multiplicative decrease).
 */
public final class CallBudget {
    /** Answers of one burst cut the rate once: they all speak of the same moment. */
    private static final Duration ONE_CUT = Duration.ofSeconds(1);

    /** Less than the half second that the law allows: calls arrive some milliseconds earlier or later than they left. */
    private static final double SAVED_SECONDS = 0.4;

    private static final double CUT = 0.5;
    private static final double FLOOR_SHARE = 0.02;
    private static final double NANOS = 1e9;
    private static final double RECOVERY_SECONDS =
            FixedWait.of(Duration.ofMinutes(1)).toNanos() / NANOS;

    private CallBudget() {}

    /** The most tokens that may be saved at this rate. */
    static double capacity(double rate) {
        return Math.max(1, rate * SAVED_SECONDS);
    }

    /** The row with tokens and rate as of now. A clock that stands behind the row's changes nothing. */
    public static AccountRow refill(AccountRow row, double configured, Instant now) {
        double rate = Math.min(row.rate(), configured);
        if (!now.isAfter(row.refilledAt())) {
            return row.withBudget(rate, Math.min(row.tokens(), capacity(rate)), row.refilledAt());
        }
        double seconds = Duration.between(row.refilledAt(), now).toNanos() / NANOS;
        double recovered = Math.min(configured, rate + configured / RECOVERY_SECONDS * seconds);
        double tokens = Math.min(capacity(rate), row.tokens() + rate * seconds);
        return row.withBudget(recovered, tokens, now);
    }

    /** How long until one whole token is there. */
    public static Duration untilToken(AccountRow row) {
        double missing = Math.max(0, 1 - row.tokens());
        return Duration.ofNanos((long) Math.ceil(missing / row.rate() * NANOS));
    }

    /** The row after a throttling answer to a call sent then: rate halved, saved tokens gone; the same row if it was cut since. */
    static AccountRow cut(AccountRow stored, double configured, Instant sentAt, Instant now) {
        boolean cutSince = stored.cutAt()
                .filter(c -> !sentAt.isAfter(c) || now.isBefore(c.plus(ONE_CUT)))
                .isPresent();
        if (cutSince) {
            return stored;
        }
        AccountRow row = refill(stored, configured, now);
        double floor = Math.min(configured, Math.max(0.1, configured * FLOOR_SHARE));
        double rate = Math.max(floor, Math.min(row.rate(), configured) * CUT);
        return row.withBudget(rate, Math.min(0, row.tokens()), row.refilledAt()).withCut(Optional.of(now));
    }

    /** Whether the whole configured rate may be spent again. */
    public static boolean recovered(AccountRow row, double configured, Instant now) {
        return row.rate() >= configured
                && row.blockedUntil().filter(now::isBefore).isEmpty();
    }
}
