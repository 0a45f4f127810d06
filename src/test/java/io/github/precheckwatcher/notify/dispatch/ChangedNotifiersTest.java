package io.github.precheckwatcher.notify.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.CurrentNotifySettings;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.FakeNotifier;
import io.github.precheckwatcher.notify.MemoryOutbox;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the notifiers of a running dispatcher when the settings change. */
class ChangedNotifiersTest {
    private static final NotifierSettings OPS = hook("ops", "http://a.example.com/");
    private static final NotifierSettings OPS_MOVED = hook("ops", "http://b.example.com/");
    private static final NotifierSettings MAIL = hook("mail", "http://m.example.com/");

    private final FakeClock clock = new FakeClock(Notifications.NOW);
    private final MemoryOutbox outbox = new MemoryOutbox();
    private final Changing settings = new Changing();
    private final List<Opened> opened = new ArrayList<>();
    private Notifiers notifiers;
    private Dispatcher dispatcher;

    @BeforeEach
    void open() {
        notifiers = new Notifiers(settings, Notifications.faults(clock), null, (its, wiring) -> {
            opened.add(new Opened(its));
            return opened.get(opened.size() - 1);
        });
        dispatcher = new Dispatcher(
                settings,
                notifiers,
                Notifications.followUps(settings),
                Notifications.messageBodies(clock),
                outbox,
                clock,
                () -> 0,
                new SimpleMeterRegistry(),
                Notifications.faults(clock),
                Runnable::run);
        dispatcher.open();
    }

    @Test
    void an_unchanged_notifier_is_left_alone() {
        owe("mail", "e1");
        dispatcher.wake();

        settings.change(OPS_MOVED, hook("mail", "http://m.example.com/"));
        owe("mail", "e2");
        dispatcher.wake();

        Opened mail = opened.get(1);
        assertThat(mail.sent()).containsExactly("e1", "e2");
        assertThat(mail.attempts.inFlight()).isEqualTo(2);
        assertThat(mail.closed).isFalse();
        assertThat(opened).extracting(each -> each.settings).containsExactly(OPS, MAIL, OPS_MOVED);
    }

    @Test
    void a_changed_notifier_begins_anew_when_its_attempts_have_ended() {
        owe("ops", "e1");
        dispatcher.wake();
        settings.change(OPS_MOVED, MAIL);
        owe("ops", "e2");
        dispatcher.wake();
        dispatcher.tick();

        Opened before = opened.get(0);
        assertThat(before.sent()).containsExactly("e1");
        assertThat(before.closed).isFalse();
        assertThat(opened).hasSize(2);
        assertThat(notifiers.find("ops").orElseThrow().settings()).isEqualTo(OPS);

        before.attempts.end(new Delivered(200));

        Opened after = opened.get(2);
        assertThat(outbox.state("d-e1")).isEqualTo(State.DELIVERED);
        assertThat(before.closed).isTrue();
        assertThat(after.settings).isEqualTo(OPS_MOVED);
        assertThat(after.sent()).containsExactly("e2");
        assertThat(notifiers.find("ops").orElseThrow().settings()).isEqualTo(OPS_MOVED);
        assertThat(dispatcher.size()).isEqualTo(2);
    }

    @Test
    void a_removed_notifier_ends_its_attempts_and_makes_no_more() {
        owe("ops", "e1");
        dispatcher.wake();
        settings.change(MAIL);
        opened.get(0).attempts.end(new Delivered(200));
        owe("ops", "e2");
        dispatcher.wake();
        dispatcher.tick();

        assertThat(outbox.state("d-e1")).isEqualTo(State.DELIVERED);
        assertThat(outbox.state("d-e2")).isEqualTo(State.PENDING);
        assertThat(opened.get(0).sent()).containsExactly("e1");
        assertThat(opened.get(0).closed).isTrue();
        assertThat(notifiers.all()).extracting(Notifier::name).containsExactly("mail");
    }

    @Test
    void an_added_notifier_gets_what_waits_for_it_at_once() {
        owe("new", "e1");

        settings.change(OPS, MAIL, hook("new", "http://n.example.com/"));

        assertThat(opened.get(2).sent()).containsExactly("e1");
        assertThat(dispatcher.size()).isEqualTo(3);
    }

    @Test
    void one_that_is_changed_twice_while_an_attempt_is_under_way_begins_once_with_the_last() {
        NotifierSettings last = hook("ops", "http://c.example.com/");
        owe("ops", "e1");
        dispatcher.wake();
        settings.change(OPS_MOVED, MAIL);
        settings.change(last, MAIL);
        settings.change(OPS, MAIL);
        settings.change(last, MAIL);

        opened.get(0).attempts.end(new Delivered(200));

        assertThat(opened).extracting(each -> each.settings).containsExactly(OPS, MAIL, last);
        assertThat(dispatcher.size()).isEqualTo(2);
    }

    @Test
    void what_a_leaving_notifier_cannot_write_back_is_written_by_a_later_tick() {
        owe("ops", "e1");
        dispatcher.wake();
        settings.change(OPS_MOVED, MAIL);
        outbox.failToWrite(new IllegalStateException("not now"), 1);
        opened.get(0).attempts.end(new Delivered(200));
        assertThat(opened).hasSize(2);

        dispatcher.tick();

        assertThat(outbox.state("d-e1")).isEqualTo(State.DELIVERED);
        assertThat(opened.get(0).closed).isTrue();
        assertThat(opened.get(2).settings).isEqualTo(OPS_MOVED);
    }

    @Test
    void a_stop_gives_back_what_a_leaving_notifier_has_under_way() {
        owe("ops", "e1");
        dispatcher.wake();
        settings.change(MAIL);

        dispatcher.stop(Duration.ofMillis(1));

        assertThat(opened.get(0).attempts.cancelled()).isEqualTo(1);
        assertThat(outbox.state("d-e1")).isEqualTo(State.PENDING);
        assertThat(opened).hasSize(2);
    }

    private void owe(String notifier, String event) {
        outbox.add(Notifications.owed("d-" + event, event, notifier, "WARNING", clock.instant()));
    }

    private static NotifierSettings hook(String name, String url) {
        return Notifications.webhook(name, URI.create(url), Duration.ofSeconds(5));
    }

    private static final class Changing implements CurrentNotifySettings {
        private final List<Runnable> listeners = new ArrayList<>();
        private NotifySettings now = Notifications.settings(OPS, MAIL);

        @Override
        public NotifySettings settings() {
            return now;
        }

        @Override
        public void onChange(Runnable listener) {
            listeners.add(listener);
        }

        private void change(NotifierSettings... notifiers) {
            now = Notifications.settings(notifiers);
            listeners.forEach(Runnable::run);
        }
    }

    private static final class Opened implements Notifier {
        private final NotifierSettings settings;
        private final FakeNotifier attempts;
        private boolean closed;

        private Opened(NotifierSettings settings) {
            this.settings = settings;
            this.attempts = new FakeNotifier(settings.name(), 4);
        }

        @Override
        public String name() {
            return settings.name();
        }

        @Override
        public int slots() {
            return attempts.slots();
        }

        @Override
        public Uni<AttemptResult> send(Delivery delivery) {
            return attempts.send(delivery);
        }

        @Override
        public void close() {
            closed = true;
        }

        private List<String> sent() {
            return attempts.sent().stream().map(Delivery::eventId).toList();
        }
    }
}
