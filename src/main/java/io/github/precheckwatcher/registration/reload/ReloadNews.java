package io.github.precheckwatcher.registration.reload;

import io.github.precheckwatcher.config.schema.ConfigProblem;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.dispatch.Dispatcher;
import io.github.precheckwatcher.notify.dispatch.FollowUpDeliveries;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.precheck.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notifies operators of files that are refused, and of their end. What the store does not take yet is kept for later. */
@ApplicationScoped
public class ReloadNews {
    private static final String SUBJECT = "reload";

    /** What a message says of mistakes, in characters; the log has all of them. */
    private static final int MOST_WORDS = 1_500;

    /** What waits for a store that is away: the newest are kept. */
    private static final int MOST_WAITING = 100;

    private final FollowUpDeliveries followUps;
    private final Outbox outbox;
    private final Dispatcher dispatcher;
    private final Clock clock;
    /** Guarded by this. */
    private final List<NewDelivery> waiting = new ArrayList<>();

    public ReloadNews(FollowUpDeliveries followUps, Outbox outbox, Dispatcher dispatcher, Clock clock) {
        this.followUps = followUps;
        this.outbox = outbox;
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    void refused(List<ConfigProblem> mistakes) {
        add(new OperatorEvent(
                SUBJECT,
                "reload.refused",
                OperatorEvent.Severity.ERROR,
                "the changed configuration is refused; what was in effect stays in effect",
                Optional.of(new Problem(
                        "CONFIG_REFUSED",
                        words(mistakes),
                        Optional.empty(),
                        Optional.of("correct the files; they are read again when they change"))),
                Optional.empty()));
    }

    void recovered(Duration lasted) {
        add(new OperatorEvent(
                SUBJECT,
                "reload.ok",
                OperatorEvent.Severity.INFO,
                "the configuration has no mistake any more and is in effect; it was refused for "
                        + LogLine.text(Duration.ofSeconds(Math.max(0, lasted.toSeconds()))),
                Optional.empty(),
                Optional.empty()));
    }

    private synchronized void add(OperatorEvent event) {
        waiting.addAll(followUps.news(event, clock.instant()));
        if (waiting.size() > MOST_WAITING) {
            waiting.subList(0, waiting.size() - MOST_WAITING).clear();
        }
    }

    /** Hands over what waits. Throws what the store throws; may be repeated. */
    synchronized void post() {
        if (!waiting.isEmpty()) {
            outbox.post(List.copyOf(waiting));
            waiting.clear();
            dispatcher.wake();
        }
    }

    private static String words(List<ConfigProblem> mistakes) {
        StringBuilder words = new StringBuilder();
        int said = 0;
        for (ConfigProblem mistake : mistakes) {
            String next = (said == 0 ? "" : "\n") + mistake;
            if (said > 0 && words.length() + next.length() > MOST_WORDS) {
                return words + "\nand " + (mistakes.size() - said) + " more";
            }
            words.append(next);
            said++;
        }
        return words.toString();
    }
}
