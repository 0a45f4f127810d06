package io.github.precheckwatcher.notify.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.FakeNotifier;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.MemoryOutbox;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.StoreFailed;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class DispatchLivenessTest {
    private static final Duration LONG = Duration.ofSeconds(90);

    private final FakeClock clock = new FakeClock(Notifications.NOW);
    private final MemoryOutbox outbox = new MemoryOutbox();
    private final FakeNotifier one = new FakeNotifier("one", 4).always(new AttemptResult.Delivered(200));
    private final FakeNotifier two = new FakeNotifier("two", 4).always(new AttemptResult.Delivered(200));
    private final NotifySettings settings = Notifications.settings(Notifications.log("one"), Notifications.log("two"));
    private final Dispatcher dispatcher = new Dispatcher(
            settings,
            Notifications.open(settings, one, two),
            Notifications.followUps(settings),
            Notifications.messageBodies(clock),
            outbox,
            clock,
            () -> 0,
            new SimpleMeterRegistry(),
            Notifications.faults(clock),
            Runnable::run);
    private final DispatchLiveness liveness = new DispatchLiveness(dispatcher, clock);

    @Test
    void a_dispatcher_whose_ticks_do_not_come_is_not_alive_unless_it_has_not_started_or_stops() {
        clock.advance(LONG);
        assertThat(status()).isEqualTo(Status.UP);

        dispatcher.open();
        assertThat(status()).isEqualTo(Status.UP);
        clock.advance(LONG);
        assertThat(status()).isEqualTo(Status.DOWN);
        dispatcher.tick();
        assertThat(status()).isEqualTo(Status.UP);

        clock.advance(LONG);
        dispatcher.stop(Duration.ofMillis(1));
        assertThat(status()).isEqualTo(Status.UP);
    }

    @Test
    void one_notifier_that_cannot_be_worked_for_does_not_count_but_all_of_them_do() {
        dispatcher.open();
        outbox.breakDown(new LinkageError("gone"), Set.of("one"));
        owe();
        tickFor(LONG);
        assertThat(outbox.state("two-0")).isEqualTo(Outbox.State.DELIVERED);
        assertThat(status()).isEqualTo(Status.UP);

        outbox.breakDown(new LinkageError("gone"), Set.of("one", "two"));
        tickFor(LONG.plusSeconds(2));
        assertThat(status()).isEqualTo(Status.DOWN);

        outbox.breakDown(null);
        tickFor(Duration.ofSeconds(1));
        assertThat(status()).isEqualTo(Status.UP);
        assertThat(outbox.state("one-0")).isEqualTo(Outbox.State.DELIVERED);
    }

    @Test
    void a_store_that_answers_with_errors_and_a_receiver_that_is_down_do_not_count() {
        dispatcher.open();
        one.always(new AttemptResult.Failed(java.util.Optional.of(500), "HTTP 500"));
        two.always(new AttemptResult.Failed(java.util.Optional.of(500), "HTTP 500"));
        owe();
        tickFor(LONG.plusSeconds(2));
        assertThat(status()).isEqualTo(Status.UP);
        outbox.fail(new StoreFailed("away"));
        tickFor(LONG.plusSeconds(2));
        assertThat(status()).isEqualTo(Status.UP);
    }

    @Test
    void a_look_for_what_is_due_that_breaks_keeps_nobody_from_being_worked_for() {
        dispatcher.open();
        outbox.breakLook(new StackOverflowError());
        owe();
        try (LogLines log = LogLines.of(FaultLog.class)) {
            tickFor(Duration.ofSeconds(3));
            assertThat(outbox.state("one-0")).isEqualTo(Outbox.State.DELIVERED);
            assertThat(outbox.state("two-0")).isEqualTo(Outbox.State.DELIVERED);
            assertThat(log.lines()).singleElement().asString().contains("fault stage=dispatch state=FAILING");
        }
    }

    private void owe() {
        for (String name : List.of("one", "two")) {
            outbox.add(Notifications.owed(name + "-0", "event-0", name, "WARNING", clock.instant()));
        }
    }

    /** Time goes by, with something new to be looked for each second. */
    private void tickFor(Duration span) {
        for (long second = 0; second < span.toSeconds(); second++) {
            clock.advance(Duration.ofSeconds(1));
            dispatcher.tick();
            dispatcher.wake();
        }
    }

    private Status status() {
        return liveness.call().getStatus();
    }
}
