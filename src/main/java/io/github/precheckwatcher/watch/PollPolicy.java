package io.github.precheckwatcher.watch;

import java.time.Duration;
import java.time.Instant;

/** Decides when a running watch is asked again. A pure function but for the injected source of jitter. */
public interface PollPolicy {
    /**
     * The gap from {@code now} to the next poll.
     *
     * @param watch as it is after the poll just made
     * @param now when that poll was answered
     * @return above zero
     */
    Duration nextGap(Watch watch, Instant now);

    /**
     * Why the next poll is when it is, in words for operators.
     *
     * @param watch as stored
     */
    String reason(Watch watch);
}
