package io.github.precheckwatcher.notify.route;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.CurrentNotifySettings;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.PreviousVerdict;
import io.github.precheckwatcher.notify.event.WatchFacts;
import io.github.precheckwatcher.precheck.Verdict;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Shows what would be sent, and tries one notifier with a marked sample. Keeps nothing: neither outbox nor store knows of
 * it. Needs no container. Thread safe.
 */
@ApplicationScoped
public class DryRun {
    /** A notifier that breaks its promise to answer within its timeout is cut off so much later, as in a worker. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** Below what the port waits for a request that is silent. */
    static final Duration LONGEST = Duration.ofSeconds(25);

    private final CurrentNotifySettings settings;
    private final Router router;
    private final Supplier<UUID> ids;
    private final Clock clock;

    @Inject
    public DryRun(CurrentNotifySettings settings, Router router, Supplier<UUID> ids, Clock clock) {
        this.settings = requireNonNull(settings, "settings");
        this.router = requireNonNull(router, "router");
        this.ids = requireNonNull(ids, "ids");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Who would be notified of this verdict, and how.
     *
     * @throws IllegalArgumentException when it names a notifier that does not exist; the message says which there are
     */
    public Routed route(SampleVerdict sample) {
        NotifySettings current = settings.settings();
        requireKnown(current, sample.notifiers());
        Instant now = now();
        Verdict verdict = sample.verdict(id(), now);
        WatchFacts watch = sample.watch(id(), now);
        Optional<PreviousVerdict> previous = sample.previous(verdict, now);
        List<NotifierSettings> wanting = router.wanting(current, verdict, watch, previous);
        Message message = EventBody.verdict(current.origin(), verdict, watch, previous);
        List<Receiver> receivers = wanting.stream()
                .map(notifier -> new Receiver(
                        notifier,
                        router.delivery(message, notifier, sample.labels()).body()))
                .toList();
        List<String> others = current.notifiers().stream()
                .filter(notifier -> !wanting.contains(notifier))
                .map(NotifierSettings::name)
                .toList();
        return new Routed(verdict, receivers, others);
    }

    /**
     * Sends a sample that says that it is one, as a delivery of this notifier would go, for at most 25 seconds.
     *
     * @param notifier the open notifier with these settings
     * @return never fails
     */
    public Uni<AttemptResult> sample(NotifierSettings its, Notifier notifier) {
        Message message = EventBody.test(settings.settings().origin(), id(), now());
        NewDelivery written = router.delivery(message, its, Map.of());
        if (written.body().equals(NewDelivery.UNWRITTEN)) {
            return Uni.createFrom().item(AttemptResult.UNWRITTEN);
        }
        Delivery delivery = new Delivery(written.id(), message, its.name(), written.body(), message.occurredAt(), 0, 1);
        return Uni.createFrom()
                .deferred(() -> notifier.send(delivery))
                .ifNoItem()
                .after(patience(its))
                .recoverWithItem(() -> new AttemptResult.Failed(Optional.empty(), overdue(its)))
                .onFailure()
                .recoverWithItem(AttemptResult::broke);
    }

    /** How long a sample may take: as a delivery, but not longer than the API may keep its caller waiting. */
    static Duration patience(NotifierSettings its) {
        Duration asDelivery = its.transport().timeout().plus(GRACE);
        return asDelivery.compareTo(LONGEST) < 0 ? asDelivery : LONGEST;
    }

    private static String overdue(NotifierSettings its) {
        return "no result within " + patience(its).toSeconds() + " s"
                + (patience(its).compareTo(its.transport().timeout()) < 0
                        ? ", the most that a test waits; a delivery waits for the notifier's own timeout"
                        : "");
    }

    private static void requireKnown(NotifySettings settings, List<String> names) {
        names.stream().filter(name -> settings.find(name).isEmpty()).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(settings.unknown(name));
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private String id() {
        return ids.get().toString();
    }

    /**
     * What came of a sample verdict.
     *
     * @param receivers who would be notified, in the file's order
     * @param others who would not
     */
    public record Routed(Verdict verdict, List<Receiver> receivers, List<String> others) {
        public Routed {
            requireNonNull(verdict, "verdict");
            receivers = List.copyOf(receivers);
            others = List.copyOf(others);
        }
    }

    /** One notifier and what it would get. */
    public record Receiver(NotifierSettings notifier, String body) {
        public Receiver {
            requireNonNull(notifier, "notifier");
            requireNonNull(body, "body");
        }
    }
}
