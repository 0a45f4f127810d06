package io.github.precheckwatcher.notify;

import java.time.Duration;
import java.time.Instant;

/**
 * What is made of a time that was noted earlier, by this node or another, and lies ahead of the clock as it is now. A
 * clock that stood ahead may have noted it: then waiting for it would take as long as that clock was wrong. So each such
 * time is held against the longest wait that could have been planned.
 */
public final class FutureTime {
    /** Right clocks differ by less: a time that is no further ahead than it should be, and this, may be right. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private FutureTime() {}

    /**
     * Whether no right clock can have noted this.
     *
     * @param most the longest wait that could have been planned; zero for what is only noted when it has happened
     */
    public static boolean isWrong(Instant noted, Instant now, Duration most) {
        return noted.isAfter(latest(now, most));
    }

    /** The latest time that a right clock can have noted; {@code most} as in {@link #isWrong}. */
    public static Instant latest(Instant now, Duration most) {
        return now.plus(most).plus(CLOCKS_DIFFER);
    }

    /** Whether to wait until then: it lies ahead, and a right clock can have noted it. */
    public static boolean holds(Instant until, Instant now, Duration most) {
        return now.isBefore(until) && !isWrong(until, now, most);
    }

    /** The same time, or now when no right clock can have noted it. */
    public static Instant broughtBack(Instant noted, Instant now, Duration most) {
        return isWrong(noted, now, most) ? now : noted;
    }
}
