package io.github.precheckwatcher.notify.outbox;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempted;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.github.precheckwatcher.precheck.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** News about one notifier for operators, in words. */
final class NotifierNews {
    private final String name;

    /** @param name the notifier's name */
    NotifierNews(String name) {
        this.name = requireNonNull(name, "name");
    }

    /** It took a message: what that ends; empty: nothing that was reported. */
    Optional<OperatorEvent> back(NotifierRow row, Instant at) {
        if (row.downSince().isEmpty() && !row.deadReported()) {
            return Optional.empty();
        }
        String since = row.downSince()
                .map(down -> " after "
                        + LogLine.text(
                                Duration.ofSeconds(Duration.between(down, at).toSeconds())))
                .orElse("");
        String dead = row.dead() == 0 ? "" : "; " + row.dead() + " deliveries had died meanwhile";
        Optional<Problem> remedy = row.dead() == 0
                ? Optional.empty()
                : Optional.of(new Problem(
                        "DELIVERIES_DEAD",
                        row.dead() + " deliveries are DEAD",
                        Optional.empty(),
                        Optional.of("replay --notifier " + name)));
        return Optional.of(new OperatorEvent(
                subject(),
                "notifier.up",
                OperatorEvent.Severity.INFO,
                name + " takes messages again" + since + dead,
                remedy,
                Optional.empty()));
    }

    /** This attempt made it count as down. */
    OperatorEvent down(NotifierRow row, Attempted attempt) {
        return down(row.failures() + " attempts in a row failed, over " + failing(row, attempt), attempt);
    }

    /** It has asked to wait for so long that it counts as down. */
    OperatorEvent waits(NotifierRow row, Attempted attempt) {
        return down("for " + failing(row, attempt) + " it has taken nothing and asked to wait", attempt);
    }

    private OperatorEvent down(String why, Attempted attempt) {
        return new OperatorEvent(
                subject(),
                "notifier.down",
                OperatorEvent.Severity.ERROR,
                name + " is down: " + why + "; it is probed until it works again",
                Optional.of(problem("NOTIFIER_DOWN", attempt)),
                Optional.empty());
    }

    private static String failing(NotifierRow row, Attempted attempt) {
        Duration failing = Duration.between(row.failingSince().orElseThrow(), attempt.at());
        return LogLine.text(Duration.ofSeconds(failing.toSeconds()));
    }

    /** Some of these attempts, one at least, were the last of their delivery. */
    OperatorEvent dead(NotifierRow row, List<Attempted> attempts) {
        Attempted last = attempts.stream()
                .filter(attempt -> attempt.state() == State.DEAD)
                .reduce((first, second) -> second)
                .orElseThrow();
        return new OperatorEvent(
                subject(),
                "delivery.dead",
                OperatorEvent.Severity.ERROR,
                row.dead() == 1
                        ? "a delivery to " + name + " is DEAD"
                        : row.dead() + " deliveries to " + name + " are DEAD",
                Optional.of(problem("DELIVERIES_DEAD", last)),
                Optional.empty());
    }

    private Problem problem(String code, Attempted attempt) {
        return new Problem(
                code,
                attempt.error().orElse("unknown"),
                Optional.empty(),
                Optional.of(attempt.remedy()
                                .orElseGet(() -> "see that the receiver of watcher.notifiers." + name
                                        + " is up and takes messages")
                        + "; then replay what is DEAD: replay --notifier " + name));
    }

    private String subject() {
        return "notifier/" + name;
    }
}
