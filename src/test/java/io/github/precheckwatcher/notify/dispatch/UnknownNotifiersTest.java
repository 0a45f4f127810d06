package io.github.precheckwatcher.notify.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.CurrentNotifySettings;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.MemoryOutbox;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.StoreFailed;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnknownNotifiersTest {
    private static final NotifySettings SETTINGS =
            Notifications.settings(Notifications.listening(Notifications.log("ops")));
    private final FakeClock clock = new FakeClock(Notifications.NOW);
    private final MemoryOutbox outbox = new MemoryOutbox();
    private final StoreOutage outage = new StoreOutage(clock);
    private final UnknownNotifiers unknown = new UnknownNotifiers(
            SETTINGS, Notifications.followUps(SETTINGS), outbox, clock, new FaultLog(outage, clock));
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
    void what_only_a_newer_file_may_know_is_reported_once_and_left_alone() {
        owe("ops", 0, clock.instant());
        owe("ops2", 1, clock.instant());
        owe("ops2", 2, clock.instant());
        for (int minute = 0; minute < 200; minute++) {
            unknown.look();
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(outbox.state("ops2-1")).isEqualTo(State.PENDING);
        assertThat(log.lines())
                .containsExactly("WARN delivery notifier=ops2 state=UNKNOWN count=2 remedy=\"configure"
                        + " watcher.notifiers.ops2 here too, or leave them to a node that has it; what nobody delivers"
                        + " is DEAD after 72h\"");
    }

    @Test
    void what_nobody_delivered_in_the_default_max_age_ends_dead_within_the_hour() {
        owe("old", 1, clock.instant());
        owe("old", 2, clock.instant().plus(Duration.ofHours(2)));
        unknown.look();
        clock.advance(Duration.ofHours(72));
        unknown.look();
        assertThat(outbox.state("old-1")).isEqualTo(State.PENDING);
        clock.advance(Duration.ofMinutes(59));
        unknown.look();
        assertThat(outbox.state("old-1")).as("it looks once an hour").isEqualTo(State.PENDING);
        clock.advance(Duration.ofMinutes(1));
        unknown.look();
        assertThat(outbox.state("old-1")).isEqualTo(State.DEAD);
        assertThat(outbox.state("old-2")).isEqualTo(State.PENDING);
        assertThat(outbox.claim(
                                "ops",
                                new NotifierRowRules(
                                        Notifications.log("ops"),
                                        Notifications.followUps(Notifications.settings(Notifications.log("ops")))),
                                new Outbox.Claim(9, false, clock.instant(), Duration.ofSeconds(9)))
                        .deliveries())
                .extracting(delivery -> delivery.message().subject())
                .containsExactly("notifier/old");
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(1))
                .startsWith("ERROR delivery notifier=old state=DEAD count=1"
                        + " error=\"the notifier is not configured any more\"");
    }

    @Test
    void a_death_is_reported_though_the_daemon_is_cut_off_amid_it() {
        owe("old", 1, clock.instant());
        clock.advance(Duration.ofHours(73));
        outbox.marksDead(false);
        unknown.look();
        assertThat(outbox.counts()).containsEntry(new Outbox.Key("ops", State.PENDING), 1L);
        assertThat(outbox.state("old-1")).isEqualTo(State.PENDING);
        outbox.marksDead(true);
        clock.advance(Duration.ofMinutes(1));
        unknown.look();
        assertThat(outbox.state("old-1")).isEqualTo(State.DEAD);
        assertThat(outbox.counts()).as("reported once").containsEntry(new Outbox.Key("ops", State.PENDING), 1L);
    }

    @Test
    void a_store_that_is_away_at_start_is_asked_again_in_a_minute() {
        owe("old", 1, clock.instant());
        outbox.fail(new StoreFailed("away"));
        unknown.look();
        outbox.fail(null);
        clock.advance(Duration.ofMinutes(1));
        unknown.look();
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(1)).startsWith("WARN delivery notifier=old state=UNKNOWN count=1");
    }

    @Test
    void a_notifier_that_is_removed_while_it_runs_is_reported_at_the_next_look() {
        Changing settings = new Changing();
        UnknownNotifiers looking = new UnknownNotifiers(
                settings, Notifications.followUps(settings), outbox, clock, new FaultLog(outage, clock));
        owe("old", 1, clock.instant());
        looking.look();
        assertThat(log.lines()).isEmpty();

        settings.now = SETTINGS;
        settings.listener.run();
        clock.advance(Duration.ofMinutes(1));
        looking.look();
        clock.advance(Duration.ofMinutes(1));
        looking.look();

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN delivery notifier=old state=UNKNOWN count=1");
    }

    @Test
    void once_stopping_it_does_not_look() {
        owe("old", 1, clock.instant());
        outage.stop();
        unknown.look();
        assertThat(log.lines()).isEmpty();
    }

    private static final class Changing implements CurrentNotifySettings {
        private NotifySettings now = Notifications.settings(Notifications.log("ops"), Notifications.log("old"));
        private Runnable listener;

        @Override
        public NotifySettings settings() {
            return now;
        }

        @Override
        public void onChange(Runnable run) {
            listener = run;
        }
    }

    private void owe(String notifier, int number, Instant at) {
        outbox.add(Notifications.owed(notifier + "-" + number, "event-" + number, notifier, "WARNING", at));
    }
}
