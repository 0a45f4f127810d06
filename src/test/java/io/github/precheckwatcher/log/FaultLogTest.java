package io.github.precheckwatcher.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.StoreFailed;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultLogTest {
    private static final Place PLACE = Place.notifier("ops", "render");

    private final FakeClock clock = new FakeClock(Notifications.NOW);
    private final StoreOutage store = new StoreOutage(clock);
    private final FaultLog faults = new FaultLog(store, clock);
    private LogLines log;

    @BeforeEach
    void listen() {
        log = LogLines.ofAll();
    }

    @AfterEach
    void unlisten() {
        log.close();
    }

    @Test
    void a_fault_is_logged_when_it_starts_when_it_changes_and_when_it_ends_and_never_with_its_message() {
        for (int i = 0; i < 5; i++) {
            assertThat(faults.failed(PLACE, new IllegalStateException("secret")))
                    .isTrue();
        }
        faults.failed(PLACE, new StackOverflowError());
        faults.failed(PLACE, new StackOverflowError());
        clock.advance(Duration.ofSeconds(75));
        faults.worked(PLACE);
        faults.worked(PLACE);
        assertThat(log.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("ERROR fault notifier=ops stage=render state=FAILING"
                                        + " error=IllegalStateException at=FaultLogTest."),
                        line -> assertThat(line).contains("error=StackOverflowError"),
                        line -> assertThat(line)
                                .isEqualTo("INFO fault notifier=ops stage=render state=OK was=FAILING for=1m15s"));
        assertThat(log.lines()).noneMatch(line -> line.contains("secret"));
    }

    @Test
    void a_fault_that_comes_and_goes_is_logged_once_in_ten_minutes() {
        for (int i = 0; i < 599; i++) {
            faults.failed(PLACE, new StackOverflowError());
            faults.worked(PLACE);
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(log.lines()).hasSize(2);
        clock.advance(Duration.ofSeconds(1));
        faults.failed(PLACE, new StackOverflowError());
        assertThat(log.lines()).hasSize(3);
    }

    @Test
    void one_mistake_that_hits_every_watch_does_not_fill_the_log() {
        for (int i = 0; i < 10_000; i++) {
            faults.failed(Place.watch("w" + i, "judge"), new StackOverflowError());
        }
        assertThat(log.lines()).hasSize(100);
    }

    @Test
    void what_the_store_throws_is_the_stores() {
        assertThat(faults.failed(PLACE, new StoreFailed("disk full"))).isFalse();
        assertThat(log.lines()).singleElement().asString().startsWith("ERROR store state=FAILING");
        assertThat(faults.ofNotifier("ops")).isEmpty();
    }

    @Test
    void an_error_that_nobody_can_go_on_after_is_thrown_on() {
        var broken = new InternalError("the virtual machine is broken");
        assertThatThrownBy(() -> faults.failed(PLACE, broken)).isSameAs(broken);
        var full = new OutOfMemoryError();
        assertThatThrownBy(() -> faults.guard(PLACE, () -> {
                    throw full;
                }))
                .isSameAs(full);
    }

    @Test
    void once_the_daemon_stops_nothing_is_logged() {
        store.stop();
        faults.failed(PLACE, new IllegalStateException());
        assertThat(log.lines()).isEmpty();
    }
}
