package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Decides which notifiers want a verdict, and writes each one's delivery. Thread safe. */
@ApplicationScoped
public class Router {
    private final NotifySettings settings;
    private final Supplier<UUID> ids;

    @Inject
    public Router(NotifySettings settings, Supplier<UUID> ids) {
        this.settings = requireNonNull(settings, "settings");
        this.ids = requireNonNull(ids, "ids");
    }

    /**
     * The deliveries of this verdict; a notifier at most once. May be empty: nobody wants it. Pure but for new ids.
     *
     * <p>A watch that names notifiers goes to those alone, and to them only as far as their {@code when} allows.
     */
    public List<NewDelivery> route(Verdict verdict, WatchFacts watch) {
        var bodies = new EnumMap<NotifierKind, String>(NotifierKind.class);
        var deliveries = new ArrayList<NewDelivery>();
        for (NotifierSettings notifier : settings.notifiers()) {
            if (wants(notifier, verdict, watch)) {
                deliveries.add(new NewDelivery(
                        ids.get().toString(),
                        verdict.id(),
                        notifier.name(),
                        verdict.outcome().name(),
                        bodies.computeIfAbsent(notifier.kind(), kind -> body(kind, verdict, watch)),
                        verdict.observedAt()));
            }
        }
        return deliveries;
    }

    private static boolean wants(NotifierSettings notifier, Verdict verdict, WatchFacts watch) {
        return (watch.notifiers().isEmpty() || watch.notifiers().contains(notifier.name()))
                && notifier.outcomes().contains(verdict.outcome())
                && notifier.match().stream().allMatch(matcher -> matcher.matches(watch.labels()));
    }

    private String body(NotifierKind kind, Verdict verdict, WatchFacts watch) {
        Map<String, String> extensions = switch (kind) {
            // the log's line says how long the round took, which the webhook's contract does not have
            case LOG -> Map.of("took", watch.took().toString());
            case WEBHOOK -> Map.of();
        };
        return EventBody.write(settings.environment(), verdict, watch, extensions);
    }
}
