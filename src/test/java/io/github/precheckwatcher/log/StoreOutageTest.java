package io.github.precheckwatcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.LogLines;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreOutageTest {
    private final FakeClock clock = new FakeClock(Instant.parse("2026-11-24T08:00:00Z"));
    private final StoreOutage outage = new StoreOutage(clock);
    private final LogLines log = LogLines.of(StoreOutage.class);

    @AfterEach
    void stopListening() {
        log.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = StoreFault.Kind.class,
            names = {"AWAY", "BUSY"})
    void a_store_that_was_away_or_busy_is_well_with_its_first_answer(StoreFault.Kind kind) {
        outage.failed(new Fault(kind));
        outage.failed(new Fault(kind));
        clock.advance(Duration.ofSeconds(20));

        outage.readable();

        assertThat(log.lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("ERROR store state=FAILING"),
                        line -> assertThat(line).isEqualTo("INFO store state=OK was=FAILING for=20s"));
    }

    @Test
    void a_store_that_refused_to_write_is_well_when_it_has_written() {
        outage.failed(new Fault(StoreFault.Kind.REFUSED));
        clock.advance(Duration.ofSeconds(20));

        outage.readable();
        assertThat(log.lines()).hasSize(1);

        outage.worked();
        assertThat(log.lines()).hasSize(2).last().asString().startsWith("INFO store state=OK");
    }

    @Test
    void a_store_that_writes_some_and_refuses_some_is_not_well() {
        for (int i = 0; i < 10; i++) {
            outage.failed(new Fault(StoreFault.Kind.REFUSED));
            clock.advance(Duration.ofMillis(4_999));
            outage.worked();
        }
        assertThat(log.lines()).hasSize(1);

        clock.advance(Duration.ofMillis(1));
        outage.readable();

        assertThat(log.lines())
                .as("written since, and no fault for five seconds")
                .hasSize(2)
                .last()
                .isEqualTo("INFO store state=OK was=FAILING for=49s");
    }

    @Test
    void a_store_that_went_away_and_then_refused_to_write_is_well_when_it_has_written() {
        outage.failed(new Fault(StoreFault.Kind.AWAY));
        outage.failed(new IllegalStateException("says nothing of itself"));
        outage.unreadable(new Fault(StoreFault.Kind.AWAY));
        clock.advance(Duration.ofSeconds(20));

        outage.readable();

        assertThat(log.lines()).hasSize(2).allMatch(line -> line.contains("state=FAILING"));
    }

    @Test
    void another_reason_is_logged_once_with_its_own_remedy() {
        outage.failed(new Fault(StoreFault.Kind.AWAY));
        outage.failed(new Fault(StoreFault.Kind.READ_ONLY));
        outage.failed(new Fault(StoreFault.Kind.AWAY));
        outage.failed(new Fault(StoreFault.Kind.READ_ONLY));

        assertThat(log.lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("the store is AWAY", "remedy for AWAY; watches"),
                        line -> assertThat(line).contains("the store is READ_ONLY", "remedy for READ_ONLY; watches"));
    }

    @Test
    void a_server_that_only_reads_does_not_work_until_something_is_written() {
        outage.failed(new Fault(StoreFault.Kind.READ_ONLY));
        clock.advance(Duration.ofSeconds(20));

        outage.readable();
        assertThat(log.lines()).hasSize(1);

        outage.worked();
        assertThat(log.lines()).hasSize(2);
    }

    @Test
    void a_refused_row_is_no_outage_and_is_logged_once_a_minute() {
        for (int second = 0; second < 90; second++) {
            outage.failed(new Fault(StoreFault.Kind.CONTENT));
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(outage.failing()).isFalse();
        assertThat(log.lines()).hasSize(2).allMatch(line -> line.startsWith("ERROR store state=ROW_REFUSED"));
    }

    @Test
    void what_fails_in_vain_is_counted_from_the_first_fault_that_nothing_succeeded_after() {
        Duration lease = Duration.ofSeconds(30);
        outage.failed(new Fault(StoreFault.Kind.READ_ONLY));
        clock.advance(Duration.ofSeconds(30));
        outage.readable();
        assertThat(outage.failsFor(lease)).isFalse();

        clock.advance(Duration.ofMillis(1));
        assertThat(outage.failsFor(lease)).as("reads do not count").isTrue();

        outage.worked();
        assertThat(outage.failsFor(lease)).as("a write does").isFalse();
    }

    @Test
    void a_store_that_writes_between_its_faults_does_not_fail_in_vain() {
        for (int second = 0; second < 90; second++) {
            outage.failed(new Fault(StoreFault.Kind.BUSY));
            clock.advance(Duration.ofSeconds(1));
            outage.readable();
        }

        assertThat(outage.failing()).isTrue();
        assertThat(outage.failsFor(Duration.ofSeconds(30))).isFalse();
    }

    @Test
    void a_store_that_could_not_be_read_is_well_when_it_can() {
        outage.unreadable(new IllegalStateException("says nothing of itself"));
        clock.advance(Duration.ofSeconds(5));

        outage.readable();

        assertThat(log.lines()).hasSize(2);
    }

    private static final class Fault extends RuntimeException implements StoreFault {
        private final Kind kind;

        private Fault(Kind kind) {
            super("the store is " + kind);
            this.kind = kind;
        }

        @Override
        public Kind kind() {
            return kind;
        }

        @Override
        public String remedy() {
            return "remedy for " + kind;
        }
    }
}
