package io.github.precheckwatcher.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.store.database.StoreException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose time the engine goes by, whatever happens to the clocks. */
class ClockSkewTest {
    private static final Instant START = Instant.parse("2026-11-30T08:00:00Z");
    private static final Duration TWO_HOURS = Duration.ofHours(2);

    private final FakeClock host = new FakeClock(START);
    private final FakeClock monotonic = new FakeClock(START);
    private final FakeClock database = new FakeClock(START);
    private final EngineClock engine = new EngineClock(monotonic);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> logged = new ArrayList<>();
    private int questions;
    private int stepsBack;
    private Duration slowness = Duration.ZERO;
    private Optional<RuntimeException> fault = Optional.empty();
    /** Added to the database's next answers, one each. */
    private final Queue<Duration> oddities = new ArrayDeque<>();

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getLevel() + " " + new SimpleFormatter().formatMessage(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger(ClockSkew.class.getName()).addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        Logger.getLogger(ClockSkew.class.getName()).removeHandler(handler);
    }

    @Test
    void beside_a_database_server_the_engine_goes_by_its_clock_from_the_start() {
        host.advance(TWO_HOURS);
        monotonic.advance(TWO_HOURS);

        beside();

        assertThat(engine.instant()).isEqualTo(START);
        assertThat(logged)
                .singleElement()
                .asString()
                .startsWith("WARN clock skew=7200.0s")
                .contains("NTP");
        assertThat(skew()).isEqualTo(7200);
    }

    @Test
    void a_host_whose_clock_is_set_changes_nothing_and_is_reported_at_the_next_look() {
        ClockSkew clocks = beside();
        pass(Duration.ofSeconds(1));

        host.advance(TWO_HOURS);
        clocks.look();

        assertThat(engine.instant()).isEqualTo(START.plusSeconds(1));
        assertThat(logged).singleElement().asString().startsWith("WARN clock skew=7200.0s");
        host.advance(TWO_HOURS.negated());
        clocks.look();
        assertThat(logged).hasSize(2).last().asString().startsWith("INFO clock skew=0.0s");
    }

    @Test
    void without_a_database_server_the_engine_runs_on_from_the_hosts_time_at_the_start() {
        ClockSkew clocks = alone();
        pass(Duration.ofMinutes(3));

        host.advance(TWO_HOURS.negated());
        clocks.look();
        pass(Duration.ofMinutes(3));
        clocks.look();

        assertThat(engine.instant()).isEqualTo(START.plus(Duration.ofMinutes(6)));
        assertThat(questions).isZero();
        assertThat(skew()).isEqualTo(-7200);
        assertThat(logged)
                .singleElement()
                .asString()
                .startsWith("WARN clock skew=-7200.0s")
                .contains("restart");
    }

    @Test
    void the_offset_is_measured_again_and_again_and_drift_is_corrected() {
        ClockSkew clocks = beside();
        int first = questions;

        for (int seconds = 0; seconds < 60; seconds++) {
            pass(Duration.ofSeconds(1));
            database.advance(Duration.ofMillis(-5));
            clocks.look();
        }

        assertThat(questions - first).isEqualTo(6);
        assertThat(Duration.between(database.instant(), engine.instant()).abs()).isLessThan(Duration.ofMillis(60));
        assertThat(logged).isEmpty();
        assertThat(stepsBack).as("at the start alone").isEqualTo(1);
    }

    @Test
    void a_slow_answer_moves_nothing() {
        ClockSkew clocks = beside();
        slowness = Duration.ofSeconds(20);
        pass(Duration.ofSeconds(10));

        clocks.look();

        assertThat(engine.instant()).isEqualTo(database.instant());
        assertThat(logged).isEmpty();
    }

    @Test
    void answers_that_contradict_each_other_move_nothing() {
        ClockSkew clocks = beside();
        pass(Duration.ofSeconds(10));
        oddities.addAll(List.of(TWO_HOURS, Duration.ZERO, TWO_HOURS));

        clocks.look();

        assertThat(engine.instant()).isEqualTo(database.instant());
        assertThat(logged).isEmpty();
    }

    @Test
    void a_step_of_the_database_that_several_answers_agree_on_is_followed_and_said() {
        ClockSkew clocks = beside();
        pass(Duration.ofSeconds(10));
        database.advance(TWO_HOURS);

        clocks.look();

        assertThat(engine.instant()).isEqualTo(database.instant());
        assertThat(logged.get(0)).startsWith("WARN clock step=7200.0s");
        assertThat(stepsBack).as("nothing stored lies ahead").isEqualTo(1);
    }

    @Test
    void after_a_step_back_what_is_stored_is_looked_through() {
        ClockSkew clocks = beside();
        pass(Duration.ofSeconds(10));
        database.advance(TWO_HOURS.negated());

        clocks.look();

        assertThat(engine.instant()).isEqualTo(database.instant());
        assertThat(logged.get(0)).startsWith("WARN clock step=-7200.0s");
        assertThat(stepsBack).isEqualTo(2);
    }

    @Test
    void a_machine_that_slept_finds_the_databases_time_at_the_next_look() {
        ClockSkew clocks = beside();
        pass(Duration.ofSeconds(1));

        // the monotonic clock does not count the sleep
        host.advance(TWO_HOURS);
        database.advance(TWO_HOURS);
        clocks.look();

        assertThat(engine.instant()).isEqualTo(database.instant());
    }

    @Test
    void while_the_database_is_away_the_clock_runs_on_and_the_next_look_asks_again() {
        ClockSkew clocks = beside();
        fault = Optional.of(new StoreException("the store cannot be reached", new java.sql.SQLException()));
        pass(Duration.ofSeconds(10));

        clocks.look();
        fault = Optional.empty();
        database.advance(Duration.ofMillis(100));
        pass(Duration.ofSeconds(1));
        clocks.look();

        assertThat(engine.instant()).isEqualTo(START.plusSeconds(11).plusMillis(100));
    }

    @Test
    void a_start_without_the_database_fails() {
        RuntimeException away = new StoreException("the store cannot be reached", new java.sql.SQLException());
        fault = Optional.of(away);

        assertThatThrownBy(this::beside).isSameAs(away);
    }

    private ClockSkew beside() {
        return begun(Optional.of(this::answer));
    }

    private ClockSkew alone() {
        return begun(Optional.empty());
    }

    private ClockSkew begun(Optional<Supplier<Instant>> server) {
        ClockSkew clocks = new ClockSkew(server, host, monotonic, engine, () -> stepsBack++, meters);
        clocks.begin();
        return clocks;
    }

    private Instant answer() {
        questions++;
        fault.ifPresent(f -> {
            throw f;
        });
        Instant read = database.instant().plus(oddities.isEmpty() ? Duration.ZERO : oddities.remove());
        pass(slowness);
        return read;
    }

    /** All clocks run alike. */
    private void pass(Duration time) {
        host.advance(time);
        monotonic.advance(time);
        database.advance(time);
    }

    private double skew() {
        return meters.get("precheck.clock.skew").gauge().value();
    }
}
