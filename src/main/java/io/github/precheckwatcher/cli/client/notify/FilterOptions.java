package io.github.precheckwatcher.cli.client.notify;

import io.github.precheckwatcher.cli.client.TimeArgument;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.notify.event.MessageStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which deliveries are meant; all that is given must hold. */
final class FilterOptions {
    @Option(names = "--notifier", paramLabel = "NAME", description = "only of this notifier")
    private Optional<String> notifier;

    @Option(
            names = "--outcome",
            paramLabel = "WORD",
            description = "only with this outcome, or severity: ${COMPLETION-CANDIDATES}")
    private Optional<MessageStatus> outcome;

    @Option(names = "--subject", paramLabel = "NAME", description = "only of this watch")
    private Optional<String> subject;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "only of events at or after this time: 2h for two hours ago, or 2026-11-24T08:15:30Z")
    private Optional<String> since;

    @Option(names = "--until", paramLabel = "TIME", description = "only of events before this time")
    private Optional<String> until;

    /** Whether no filter is given. */
    boolean isEmpty() {
        return Stream.of(notifier, outcome, subject, since, until).allMatch(Optional::isEmpty);
    }

    static String deliveries(long count) {
        return count == 1 ? "1 delivery" : count + " deliveries";
    }

    Optional<String> notifier() {
        return notifier;
    }

    Optional<MessageStatus> outcome() {
        return outcome;
    }

    Optional<String> subject() {
        return subject;
    }

    Optional<Instant> since(Clock clock) throws CommandFailure {
        return TimeArgument.of("--since", since, clock);
    }

    Optional<Instant> until(Clock clock) throws CommandFailure {
        return TimeArgument.of("--until", until, clock);
    }
}
