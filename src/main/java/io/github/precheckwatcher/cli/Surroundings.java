package io.github.precheckwatcher.cli;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What a verb needs from outside before there is a container.
 *
 * @param clock the time
 * @param random fit for secrets
 */
public record Surroundings(Clock clock, RandomGenerator random) {
    public Surroundings {
        requireNonNull(clock, "clock");
        requireNonNull(random, "random");
    }
}
