package io.github.precheckwatcher.cli.client;

import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** A time as users write it: {@code 2h} for two hours ago, or RFC 3339. */
public final class TimeArgument {
    private TimeArgument() {}

    /** @throws CommandFailure when it is no time, which names the option */
    public static Optional<Instant> of(String option, Optional<String> written, Clock clock) throws CommandFailure {
        if (written.isEmpty()) {
            return Optional.empty();
        }
        String text = written.get().strip();
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.of(ago(text, clock)
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.CANNOT_START,
                            option + ": is no time; write 2h for two hours ago, or 2026-11-24T08:15:30Z")));
        }
    }

    private static Optional<Instant> ago(String text, Clock clock) {
        try {
            Duration ago = DurationConverter.parseDuration(text);
            return Optional.ofNullable(ago).filter(d -> !d.isNegative()).map(clock.instant()::minus);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
