package io.github.precheckwatcher.registration.upkeep;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.config.upkeep.SummarySettings;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.notify.FixedWait;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.dispatch.Dispatcher;
import io.github.precheckwatcher.notify.dispatch.Ticker;
import io.github.precheckwatcher.notify.event.WatchSummary;
import io.github.precheckwatcher.notify.route.Router;
import io.github.precheckwatcher.watch.summary.SummaryMark;
import io.github.precheckwatcher.watch.summary.SummaryStore;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the summary of each day: once, over restarts and nodes, for how far they have come is a row that is changed in the
 * transaction that writes the message. Which day is due goes by the engine's clock, as what it counts does.
 *
 * <p>It counts by the order in which the history was written. An entry may come to be seen after later ones, until its
 * transaction ends; so the newest entry is noted first, and what came up to it is counted when all those transactions have
 * ended.
 */
@ApplicationScoped
public class DailySummary {
    private static final Place PLACE = Place.job("summary");
    private static final Duration TICK = Duration.ofSeconds(1);

    /** Above what a transaction may take. */
    private static final Duration SETTLED = FixedWait.of(Duration.ofSeconds(30));

    /** So many verdicts that need attention are listed. */
    static final int ATTENTION = 20;

    /** So many running watches are listed. */
    static final int OLDEST = 5;

    private final SummaryStore store;
    private final Supplier<Optional<SummarySettings>> settings;
    private final Router router;
    private final Runnable written;
    private final FaultLog faults;
    private final Clock clock;
    private final Clock monotonic;

    /** What this node last saw of the row; touched by {@link #tick} alone, which never overlaps itself, as is the one below. */
    private Optional<SummaryMark> known = Optional.empty();

    private Optional<Newest> newest = Optional.empty();

    /** The newest entry of the history, and when that was noted. */
    private record Newest(long entry, Instant at) {}

    @Inject
    public DailySummary(
            SummaryStore store,
            CurrentConfig config,
            Router router,
            Dispatcher dispatcher,
            FaultLog faults,
            Clock clock,
            @Identifier("monotonic") Clock monotonic) {
        this(store, () -> config.config().upkeep().summary(), router, dispatcher::wake, faults, clock, monotonic);
    }

    /** @param written run when deliveries were written */
    DailySummary(
            SummaryStore store,
            Supplier<Optional<SummarySettings>> settings,
            Router router,
            Runnable written,
            FaultLog faults,
            Clock clock,
            Clock monotonic) {
        this.store = requireNonNull(store, "store");
        this.settings = requireNonNull(settings, "settings");
        this.router = requireNonNull(router, "router");
        this.written = requireNonNull(written, "written");
        this.faults = requireNonNull(faults, "faults");
        this.clock = requireNonNull(clock, "clock");
        this.monotonic = requireNonNull(monotonic, "monotonic");
    }

    void schedule(@Observes Ticker ticker) {
        ticker.every(TICK, this::tick);
    }

    void tick() {
        Optional<SummarySettings> wanted = settings.get();
        if (wanted.isEmpty() || faults.store().stopped()) {
            newest = Optional.empty();
            return;
        }
        faults.guard(PLACE, () -> look(new SummarySchedule(wanted.get())));
    }

    private void look(SummarySchedule schedule) {
        if (known.isEmpty()) {
            known = store.mark();
        }
        if (known.isEmpty()) {
            store.begin(schedule.done(clock.instant(), store.newestEntry()));
            known = store.mark();
        }
        SummaryMark mark = known.orElseThrow();
        Instant now = clock.instant();
        Optional<SummaryMark> right = schedule.broughtBack(mark, now);
        if (right.isPresent()) {
            store.advance(mark.version(), right.get(), List.of());
            known = Optional.empty();
        } else if (schedule.due(mark, now.plus(SETTLED)).isEmpty()) {
            newest = Optional.empty();
        } else if (newest.isEmpty()) {
            newest = Optional.of(new Newest(store.newestEntry(), monotonic.instant()));
        } else if (schedule.due(mark, now).isPresent() && isSettled(newest.get())) {
            make(schedule, newest.get().entry());
            newest = Optional.empty();
        }
    }

    private boolean isSettled(Newest noted) {
        return Duration.between(noted.at(), monotonic.instant()).compareTo(SETTLED) >= 0;
    }

    /** By the row as it is now: another node may have been first. */
    private void make(SummarySchedule schedule, long entry) {
        known = store.mark();
        SummaryMark mark = known.orElseThrow();
        Instant now = clock.instant();
        if (schedule.due(mark, now).isEmpty()) {
            return;
        }
        WatchSummary summary = store.read(mark, entry, now, ATTENTION, OLDEST);
        List<NewDelivery> deliveries = router.summary(summary, now);
        if (store.advance(mark.version(), schedule.done(now, entry), deliveries) && !deliveries.isEmpty()) {
            written.run();
        }
        known = Optional.empty();
    }
}
