package io.github.precheckwatcher.store;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.dispatch.Ticker;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.StoreConfig;
import io.github.precheckwatcher.store.database.StoreException;
import io.github.precheckwatcher.store.database.StoreSettings;
import io.github.precheckwatcher.store.database.Transactions;
import io.github.precheckwatcher.store.watch.BringBackTimes;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Keeps the {@link EngineClock} at the database's time, where there is a server that has one, and says when the host's
 * clock differs from the engine's. That somebody sets the host's clock does no harm to watches and deliveries, but the
 * times in the log and in signatures are the host's.
 *
 * <p>Small differences, by which two right clocks drift apart, are corrected at once. A large one is a step: the
 * database's clock was set, another server answers, or this machine slept. It is taken over only when several answers
 * agree on it.
 */
@Singleton
public class ClockSkew {
    private static final Logger LOG = Logger.getLogger(ClockSkew.class);
    private static final Duration TOLERATED = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration MEASURE = Duration.ofSeconds(10);
    /** A correction up to this is drift. */
    private static final Duration DRIFT = Duration.ofMillis(200);
    /** When host and monotonic clock move apart by more than this between two looks, one of them was set or stood. */
    private static final Duration JUMP = Duration.ofMillis(500);
    /** How many answers have to agree on a step. */
    private static final int SURE = 3;

    private static final int FIRST_SAMPLES = 5;
    private static final double MILLIS = 1000;

    private final Optional<Supplier<Instant>> database;
    private final Clock host;
    private final Clock monotonic;
    private final EngineClock engine;
    private final Runnable steppedBack;

    /** Touched by {@link #begin} and then {@link #look} alone, which never overlaps itself, as are those below. */
    private Instant measureAt = Instant.MIN;

    private Duration hostAhead;
    private boolean beyond;

    @Inject
    public ClockSkew(
            Transactions transactions,
            StoreSettings settings,
            @Identifier("host") Clock host,
            @Identifier("monotonic") Clock monotonic,
            EngineClock engine,
            BringBackTimes bringBackTimes,
            MeterRegistry meters) {
        this(
                settings.kind() == StoreConfig.Kind.POSTGRESQL
                        ? Optional.of(() -> transactions.run(ClockSkew::databaseTime))
                        : Optional.empty(),
                host,
                monotonic,
                engine,
                bringBackTimes::run,
                meters);
    }

    /**
     * Measures nothing yet.
     *
     * @param database reads the database's clock; empty: it has none but the host's
     * @param steppedBack run at the start and after a step back: what is stored may lie ahead
     */
    ClockSkew(
            Optional<Supplier<Instant>> database,
            Clock host,
            Clock monotonic,
            EngineClock engine,
            Runnable steppedBack,
            MeterRegistry meters) {
        this.database = database;
        this.host = host;
        this.monotonic = monotonic;
        this.engine = engine;
        this.steppedBack = steppedBack;
        this.hostAhead = hostAhead();
        Gauge.builder("precheck.clock.skew", this, skew -> skew.ofHost().toMillis() / MILLIS)
                .baseUnit("seconds")
                .description("This host's clock less the engine's, which is the database's where it has one of its own")
                .register(meters);
    }

    /** Sets the engine's clock before anything goes by it. Throws what the store throws. */
    public void begin() {
        database.ifPresent(clock -> {
            engine.correct(Stream.generate(() -> sample(clock))
                    .limit(FIRST_SAMPLES)
                    .min(Comparator.comparing(ClockSample::width))
                    .orElseThrow()
                    .middle());
            measureAt = monotonic.instant().plus(MEASURE);
        });
        hostAhead = hostAhead();
        steppedBack.run();
        report();
    }

    void schedule(@Observes Ticker ticker) {
        ticker.every(LOOK, this::look);
    }

    /** Measures when it is time to, and at once when the host's clock was set or the machine slept. */
    void look() {
        Duration ahead = hostAhead();
        boolean jumped = ahead.minus(hostAhead).abs().compareTo(JUMP) > 0;
        hostAhead = ahead;
        Instant now = monotonic.instant();
        if (jumped || !now.isBefore(measureAt)) {
            try {
                database.ifPresent(this::measure);
                measureAt = now.plus(MEASURE);
            } catch (StoreException e) {
                LOG.debug(
                        "the database's clock could not be read", e); // readiness and the engine report a failing store
            }
        }
        report();
    }

    private void measure(Supplier<Instant> clock) {
        ClockSample first = sample(clock);
        if (first.needed().abs().compareTo(DRIFT) <= 0) {
            engine.correct(first.needed());
            return;
        }
        List<ClockSample> samples = new ArrayList<>(List.of(first));
        while (samples.size() < SURE) {
            samples.add(sample(clock));
        }
        ClockSample.agreed(samples)
                .filter(agreed -> agreed.needed().abs().compareTo(DRIFT) > 0)
                .ifPresent(this::step);
    }

    private void step(ClockSample agreed) {
        Duration step = agreed.middle();
        engine.correct(step);
        LogLine.of("clock")
                .with("step", seconds(step))
                .with("reason", "the database's clock was set, another server answers, or this machine slept")
                .warn(LOG);
        if (step.isNegative()) {
            steppedBack.run();
        }
    }

    private ClockSample sample(Supplier<Instant> clock) {
        Instant asked = engine.instant();
        Instant theirs = clock.get();
        return ClockSample.of(asked, theirs, engine.instant());
    }

    /** Says so when the host's clock begins to differ much from the engine's, and when it does no more. */
    private void report() {
        Duration skew = ofHost();
        boolean large = skew.abs().compareTo(TOLERATED) > 0;
        if (large && !beyond) {
            LogLine.of("clock")
                    .with("skew", seconds(skew))
                    .with("tolerated", seconds(TOLERATED))
                    .with("remedy", remedy())
                    .warn(LOG);
        } else if (!large && beyond) {
            LogLine.of("clock").with("skew", seconds(skew)).info(LOG);
        }
        beyond = large;
    }

    private String remedy() {
        return database.isPresent()
                ? "this host's clock differs from the database's, which watches and deliveries go by: look at NTP on both"
                : "this host's clock was set while the daemon runs; watches and deliveries go by the time since its start,"
                        + " and by the host's clock again after a restart";
    }

    private Duration ofHost() {
        return Duration.between(engine.instant(), host.instant());
    }

    private Duration hostAhead() {
        return Duration.between(monotonic.instant(), host.instant());
    }

    private static Instant databaseTime(Connection connection) throws SQLException {
        String sql = "select clock_timestamp() as theirs";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return new Columns(result).time("theirs");
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / MILLIS + "s";
    }
}
