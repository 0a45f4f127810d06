package io.github.precheckwatcher.cli.console;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What a command needs from outside before there is a container.
 *
 * @param clock the time
 * @param random fit for secrets
 */
public record CliContext(Clock clock, RandomGenerator random) {
    public CliContext {
        requireNonNull(clock, "clock");
        requireNonNull(random, "random");
    }
}
