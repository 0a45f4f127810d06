package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.sas.PollAnswer;
import java.time.Instant;

/**
 * A poll that was made.
 *
 * @param watch as claimed
 * @param answer what came of it
 * @param sentAt when it went out
 * @param answeredAt when its answer was there
 */
record Answered(Watch watch, PollAnswer answer, Instant sentAt, Instant answeredAt) {}
