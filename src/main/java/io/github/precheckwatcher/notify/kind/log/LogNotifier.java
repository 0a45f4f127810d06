package io.github.precheckwatcher.notify.kind.log;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.Event.Precheck;
import io.github.precheckwatcher.notify.event.EventDigest;
import io.github.precheckwatcher.notify.event.EventDigest.Member;
import io.github.precheckwatcher.notify.event.EventReport.Instance;
import io.github.precheckwatcher.notify.event.EventReport.Item;
import io.github.precheckwatcher.notify.event.EventSummary;
import io.github.precheckwatcher.notify.event.EventSummary.Running;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.OperatorEvent.Severity;
import io.github.precheckwatcher.precheck.Problem;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Writes messages as lines of the daemon's own log. A verdict: one line for itself, one for each item that
 * did not pass, and one that counts the rest when those are very many. Anything else: one line.
 */
public final class LogNotifier implements Notifier {
    private static final Logger LOG = Logger.getLogger(LogNotifier.class);

    /** Attempts end before {@code send} returns, so the number only says how many are taken from the outbox at a time. */
    private static final int SLOTS = 256;

    /** So many checks are listed one by one; a report may list thousands. */
    private static final int CHECKS = 50;

    /** So many of a digest's members are named. */
    private static final int NAMES = 10;

    private final String name;

    public LogNotifier(String name) {
        this.name = requireNonNull(name, "name");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int slots() {
        return SLOTS;
    }

    @Override
    public Uni<AttemptResult> send(Delivery delivery) {
        return Uni.createFrom().item(() -> write(delivery));
    }

    private static AttemptResult write(Delivery delivery) {
        Event event;
        try {
            event = Event.of(delivery.message(), delivery.body());
        } catch (IllegalArgumentException e) {
            return new AttemptResult.Failed(Optional.empty(), "the stored body is no JSON");
        }
        switch (delivery.message().type()) {
            case VERDICT -> {
                verdict(event).info(LOG);
                checks(event);
            }
            case DIGEST -> digest(event).info(LOG);
            case OPERATOR -> operator(event).log(LOG, level(event));
            case SUMMARY -> summary(event.daily()).info(LOG);
            case TEST -> LogLine.of("test").with("summary", event.summary()).info(LOG);
        }
        return new AttemptResult.Delivered(Optional.empty());
    }

    private static void checks(Event event) {
        int listed = 0;
        int more =
                event.report().unlisted().failed() + event.report().unlisted().warnings();
        for (Instance instance : event.report().instances()) {
            for (Item item : instance.items()) {
                if (item.check().passed()) {
                    continue;
                }
                if (listed < CHECKS) {
                    listed++;
                    check(event.subject(), instance, item).warn(LOG);
                } else {
                    more++;
                }
            }
        }
        if (more > 0) {
            LogLine.of("check")
                    .with("watch", event.subject())
                    .with("more", more)
                    .warn(LOG);
        }
    }

    private static LogLine verdict(Event event) {
        return LogLine.of("verdict")
                .with("watch", event.subject())
                .with("outcome", event.status())
                .with("checks", event.report().checks())
                .with("passed", event.report().passed())
                .with("polls", event.polls())
                .with("took", event.took())
                .with("task", event.precheck().map(Precheck::taskId))
                .with("request", event.requestId())
                .with("problem", event.problem().map(Problem::code))
                .with("reason", event.problem().map(Problem::message).filter(text -> !text.isEmpty()))
                .with("remedy", event.problem().flatMap(Problem::remedy));
    }

    private static LogLine check(String watch, Instance instance, Item item) {
        return LogLine.of("check")
                .with("watch", watch)
                .with("instance", instance.id())
                .with("item", item.check().item())
                .with("result", item.check().result())
                .with("title", item.title())
                .with("remedy", item.remedy());
    }

    /** The counts, and the names of the most severe ones. */
    private static LogLine digest(Event event) {
        LogLine line = LogLine.of("digest")
                .with("outcome", event.status())
                .with("total", event.digest().total());
        return counted(line, event.digest())
                .with("first", first(event.digest()))
                .with("mute", event.mute())
                .with("link", event.link());
    }

    private static LogLine summary(EventSummary summary) {
        LogLine line = LogLine.of("summary")
                .with("since", summary.since().map(Instant::toString))
                .with("ended", summary.digest().total());
        return counted(line, summary.digest())
                .with("attention", summary.needsAttention())
                .with("first", Optional.of(first(summary.digest())).filter(names -> !names.isEmpty()))
                .with("running", summary.running())
                .with("oldest", summary.oldest().stream().map(Running::subject).findFirst());
    }

    private static LogLine counted(LogLine line, EventDigest digest) {
        LogLine counted = line;
        for (Map.Entry<MessageStatus, Integer> count : digest.counts().entrySet()) {
            counted = counted.with(count.getKey().name().toLowerCase(Locale.ROOT), count.getValue());
        }
        return counted;
    }

    private static String first(EventDigest digest) {
        return digest.members().stream().limit(NAMES).map(Member::subject).collect(Collectors.joining(", "));
    }

    private static LogLine operator(Event event) {
        return LogLine.of("operator")
                .with("subject", event.subject())
                .with("event", event.operatorEvent())
                .with("summary", event.summary())
                .with("problem", event.problem().map(Problem::code))
                .with("reason", event.problem().map(Problem::message).filter(text -> !text.isEmpty()))
                .with("request", event.problem().flatMap(Problem::requestId))
                .with("remedy", event.problem().flatMap(Problem::remedy))
                .with("watches", event.watches());
    }

    private static Level level(Event event) {
        return switch (event.severity().orElse(Severity.INFO)) {
            case ERROR -> Level.ERROR;
            case WARNING -> Level.WARN;
            case INFO -> Level.INFO;
        };
    }
}
