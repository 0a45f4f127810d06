package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.cloud.PollResponse;
import io.github.precheckwatcher.cloud.PollResult;
import java.time.Instant;

/**
 * A poll that was made.
 *
 * @param watch as claimed
 * @param response what came of it
 * @param sentAt when it went out
 * @param answeredAt when its answer was there
 */
record PolledWatch(Watch watch, PollResponse response, Instant sentAt, Instant answeredAt) {
    /** About how many bytes the report takes that the answer holds; 0 without one. */
    int bytes() {
        return response.result() instanceof PollResult.Observed observed
                ? observed.observation().report().bytes()
                : 0;
    }
}
