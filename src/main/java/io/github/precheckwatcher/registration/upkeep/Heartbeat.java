package io.github.precheckwatcher.registration.upkeep;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.config.upkeep.HeartbeatSettings;
import io.github.precheckwatcher.http.Refusal;
import io.github.precheckwatcher.log.Episode;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.dispatch.Ticker;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Calls a dead man's switch each interval, while this daemon does its work; whoever watches the switch hears of a daemon
 * that is gone, hangs, or cannot do its work. The call blocks nothing, and nothing waits for it. Each node makes its own.
 */
@ApplicationScoped
public class Heartbeat {
    private static final Logger LOG = Logger.getLogger(Heartbeat.class);
    private static final Place PLACE = Place.job("heartbeat");
    private static final Place CALL = Place.job("heartbeat call");
    private static final Duration TICK = Duration.ofSeconds(1);

    /** So often it is looked whether the daemon works: an account that recovers between two looks is not seen. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** What comes and goes is logged at most so often. */
    private static final Duration QUIET = Duration.ofMinutes(10);

    private final Supplier<Optional<HeartbeatSettings>> settings;
    private final Supplier<Optional<String>> trouble;
    private final Function<HeartbeatSettings, HeartbeatCall> open;
    private final FaultLog faults;
    private final Clock monotonic;
    private final Episode failing = new Episode(QUIET);
    private final Episode withheld = new Episode(QUIET);

    private volatile boolean underWay;

    /** Touched by {@link #tick} alone, which never overlaps itself, as are those below. */
    private Optional<HeartbeatCall> call = Optional.empty();

    private Optional<Instant> plannedLast = Optional.empty();
    private Instant lookAt = Instant.MIN;
    private boolean works;

    @Inject
    public Heartbeat(
            CurrentConfig config,
            DaemonHealth health,
            Vertx vertx,
            FaultLog faults,
            @Identifier("host") Clock host,
            @Identifier("monotonic") Clock monotonic) {
        this(
                () -> config.config().upkeep().heartbeat(),
                health::trouble,
                wanted -> new HeartbeatCall(vertx, wanted, config.settings().version(), host),
                faults,
                monotonic);
    }

    /**
     * @param trouble what keeps the daemon from its work; may block
     * @param open what makes the calls
     */
    Heartbeat(
            Supplier<Optional<HeartbeatSettings>> settings,
            Supplier<Optional<String>> trouble,
            Function<HeartbeatSettings, HeartbeatCall> open,
            FaultLog faults,
            Clock monotonic) {
        this.settings = requireNonNull(settings, "settings");
        this.trouble = requireNonNull(trouble, "trouble");
        this.open = requireNonNull(open, "open");
        this.faults = requireNonNull(faults, "faults");
        this.monotonic = requireNonNull(monotonic, "monotonic");
    }

    void schedule(@Observes Ticker ticker) {
        ticker.every(TICK, this::tick);
    }

    void tick() {
        faults.guard(PLACE, () -> settings.get().ifPresentOrElse(this::beat, this::end));
    }

    /** Whether no call is under way. */
    boolean idle() {
        return !underWay;
    }

    private void beat(HeartbeatSettings wanted) {
        Instant now = monotonic.instant();
        if (!now.isBefore(lookAt)) {
            lookAt = now.plus(LOOK);
            look(now);
        }
        // a call that is under way ends by the settings that it began with
        if (!works || underWay || due(wanted).filter(now::isBefore).isPresent()) {
            return;
        }
        if (call.filter(open -> open.fits(wanted)).isEmpty()) {
            close();
            call = Optional.of(open.apply(wanted));
        }
        // at even distances, unless one was withheld or the machine slept
        plannedLast = due(wanted)
                .filter(due -> Duration.between(due, now).compareTo(wanted.interval()) < 0)
                .or(() -> Optional.of(now));
        underWay = true;
        begin(call.get().make(wanted.method()));
    }

    /** Empty: at once. */
    private Optional<Instant> due(HeartbeatSettings wanted) {
        return plannedLast.map(last -> last.plus(wanted.interval()));
    }

    private void begin(Uni<Optional<Refusal>> made) {
        made.subscribe().with(this::ended, this::broke);
    }

    /** On an event loop. */
    private void ended(Optional<Refusal> refusal) {
        underWay = false;
        Instant now = monotonic.instant();
        if (refusal.isEmpty()) {
            failing.end(now)
                    .ifPresent(lasted -> line("OK")
                            .with("was", "FAILING")
                            .with("for", lasted)
                            .info(LOG));
        } else if (failing.occurs(refusal.get().words(), now)) {
            line("FAILING")
                    .with("error", refusal.get().words())
                    .with("remedy", refusal.get().remedy())
                    .warn(LOG);
        }
    }

    private void broke(Throwable fault) {
        underWay = false;
        faults.failed(CALL, fault);
    }

    /** No heartbeat is wanted any more; a call that is under way ends first. */
    private void end() {
        if (!underWay) {
            close();
            failing.end(monotonic.instant());
            withheld.end(monotonic.instant());
            plannedLast = Optional.empty();
            lookAt = Instant.MIN;
        }
    }

    private void look(Instant now) {
        Optional<String> reason = trouble.get();
        works = reason.isEmpty();
        if (works) {
            withheld.end(now)
                    .ifPresent(lasted -> line("OK")
                            .with("was", "WITHHELD")
                            .with("for", lasted)
                            .info(LOG));
        } else if (withheld.occurs(reason.get(), now)) {
            line("WITHHELD").with("reason", reason.get()).warn(LOG);
        }
    }

    private static LogLine line(String state) {
        return LogLine.of("heartbeat").with("state", state);
    }

    @PreDestroy
    void close() {
        call.ifPresent(HeartbeatCall::close);
        call = Optional.empty();
    }
}
