package io.github.precheckwatcher.notify.dispatch;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.CurrentNotifySettings;
import io.github.precheckwatcher.notify.FutureTime;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.precheck.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Looks after deliveries whose notifier this node's file does not name. A node with a newer file may know it, so they
 * are only reported at start and when the file's notifiers change, and end as DEAD once they are so old that every node
 * would have given them up.
 */
@ApplicationScoped
public class UnknownNotifiers {
    private static final Logger LOG = Logger.getLogger(UnknownNotifiers.class);
    private static final Duration TICK = Duration.ofMinutes(1);
    private static final Place PLACE = Place.job("unknown notifiers");
    private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

    /** The default {@code retry.max-age}. */
    private static final Duration GIVEN_UP = Duration.ofHours(72);

    private final CurrentNotifySettings settings;
    private final Outbox outbox;
    private final Clock clock;
    private final FaultLog faults;
    private final StoreOutage storeOutage;
    private final FollowUpDeliveries followUps;

    /** For which notifiers the log has it. Touched by {@link #look} alone, which never overlaps itself, as is the one below. */
    private Optional<Set<String>> reported = Optional.empty();

    private Instant next = Instant.MIN;

    /** Whether the notifiers may be others than at the last look. */
    private final AtomicBoolean changed = new AtomicBoolean();

    @Inject
    public UnknownNotifiers(
            CurrentNotifySettings settings, FollowUpDeliveries followUps, Outbox outbox, Clock clock, FaultLog faults) {
        this.settings = settings;
        this.followUps = followUps;
        this.outbox = outbox;
        this.clock = clock;
        this.faults = faults;
        this.storeOutage = faults.store();
        settings.onChange(() -> changed.set(true));
    }

    void schedule(@Observes Ticker ticker) {
        ticker.every(TICK, this::look);
    }

    /** Looks at start, once an hour and after a change of the settings; while the store is away, once a minute. */
    void look() {
        Instant now = clock.instant();
        if (storeOutage.stopped() || !changed.getAndSet(false) && FutureTime.holds(next, now, BETWEEN_LOOKS)) {
            return;
        }
        next = Instant.MIN; // until this look has come to its end
        try {
            Set<String> configured = settings.settings().notifiers().stream()
                    .map(NotifierSettings::name)
                    .collect(Collectors.toUnmodifiableSet());
            if (reported.filter(configured::equals).isEmpty()) {
                report(configured, outbox.counts());
                reported = Optional.of(configured);
            }
            Instant givenUp = now.minus(GIVEN_UP);
            outbox.unknown(configured, givenUp, now)
                    .forEach((notifier, count) ->
                            outbox.post(followUps.news(id(notifier, now), dead(notifier, count), now)));
            outbox.markUnknownDead(configured, givenUp, now).forEach(UnknownNotifiers::reportDead);
            next = now.plus(BETWEEN_LOOKS);
            faults.worked(PLACE);
        } catch (RuntimeException | Error e) {
            faults.unreadable(PLACE, e);
        }
    }

    /** One an hour, whichever nodes look and however often one must try. */
    private static String id(String notifier, Instant now) {
        String hour = notifier + '/' + now.truncatedTo(ChronoUnit.HOURS);
        return UUID.nameUUIDFromBytes(hour.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static void report(Set<String> configured, Map<Outbox.Key, Long> counts) {
        var owed = new TreeMap<String, Long>();
        counts.forEach((key, count) -> {
            if (key.state() == Outbox.State.PENDING && !configured.contains(key.notifier())) {
                owed.put(key.notifier(), count);
            }
        });
        owed.forEach((notifier, count) -> line(notifier, "UNKNOWN", count)
                .with(
                        "remedy",
                        "configure watcher.notifiers." + notifier + " here too, or leave them to a node that has it;"
                                + " what nobody delivers is DEAD after " + LogLine.text(GIVEN_UP))
                .warn(LOG));
    }

    private static void reportDead(String notifier, int count) {
        line(notifier, "DEAD", count)
                .with("error", "the notifier is not configured any more")
                .with("remedy", "configure watcher.notifiers." + notifier + " again; what is DEAD stays in the store")
                .error(LOG);
    }

    private static OperatorEvent dead(String notifier, int count) {
        String what = count == 1 ? "a delivery" : count + " deliveries";
        return new OperatorEvent(
                "notifier/" + notifier,
                "delivery.dead",
                OperatorEvent.Severity.ERROR,
                what + " to " + notifier + " died: it is not configured any more",
                Optional.of(new Problem(
                        "NOTIFIER_REMOVED",
                        "the notifier is not configured any more",
                        Optional.empty(),
                        Optional.of("configure watcher.notifiers." + notifier + " again and replay what is DEAD: replay"
                                + " --notifier " + notifier))),
                Optional.empty());
    }

    private static LogLine line(String notifier, String state, long count) {
        return LogLine.of("delivery")
                .with("notifier", notifier)
                .with("state", state)
                .with("count", count);
    }
}
