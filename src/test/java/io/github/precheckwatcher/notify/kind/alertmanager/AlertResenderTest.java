package io.github.precheckwatcher.notify.kind.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.MailSender;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.StoreFailed;
import io.github.precheckwatcher.notify.alert.Alert;
import io.github.precheckwatcher.notify.alert.AlertKey;
import io.github.precheckwatcher.notify.alert.AlertStore;
import io.github.precheckwatcher.notify.dispatch.Notifiers;
import io.github.precheckwatcher.notify.event.PagePosition;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertResenderTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final Alert ALERT = new Alert(
            new AlertKey("am", "default", "cn-hangzhou", "one"),
            Alert.State.FIRING,
            "m",
            NOW,
            "{\"labels\":{\"alertname\":\"PrecheckNotPassed\",\"instance\":\"one\"}}",
            NOW,
            Optional.empty(),
            NOW.plusSeconds(9_999),
            Optional.of(NOW),
            false);

    private final FakeClock clock = new FakeClock(NOW);
    private final StoreOutage outage = new StoreOutage(clock);
    private final FaultLog faults = new FaultLog(outage, clock);
    private final Book book = new Book();
    private final Vertx vertx = Vertx.vertx();
    private FakeAlertmanager alertmanager;
    private AlertResender resender;

    @BeforeEach
    void start() {
        alertmanager = FakeAlertmanager.started(clock);
        var settings = Notifications.settings(
                Notifications.log("log"),
                Notifications.notifier(
                        "am", NotifierKind.ALERTMANAGER, Optional.of(alertmanager.url()), Duration.ofSeconds(5)));
        resender = new AlertResender(
                new Notifiers(settings, vertx, clock, clock, book, new NoMail(), faults), book, clock, faults);
    }

    @AfterEach
    void stop() {
        alertmanager.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void what_is_due_is_sent_and_nothing_else() {
        resender.resend();
        assertThat(book.claims).isEqualTo(1);

        book.due.add(ALERT);
        resender.resend();

        await().until(() -> alertmanager.notifications().equals(List.of("FIRING one")));
        assertThat(alertmanager.requests()).hasSize(1);
    }

    @Test
    void a_book_that_fails_is_reported_once_and_the_next_tick_goes_on() {
        try (var log = LogLines.of(StoreOutage.class)) {
            book.broken = true;
            resender.resend();
            resender.resend();
            resender.forget();
            assertThat(log.lines()).hasSize(1);

            book.broken = false;
            clock.advance(Duration.ofSeconds(5));
            book.due.add(ALERT);
            resender.resend();
            await().until(() -> alertmanager.requests().size() == 1);
            assertThat(log.lines()).hasSize(2);
        }
    }

    @Test
    void once_the_daemon_stops_nothing_is_claimed() {
        outage.stop();

        resender.resend();
        resender.forget();

        assertThat(book.claims).isZero();
        assertThat(book.forgotten).isEmpty();
    }

    @Test
    void a_day_after_its_end_an_alert_may_be_forgotten() {
        resender.forget();

        assertThat(book.forgotten).containsExactly(NOW.minus(Duration.ofDays(1)));
    }

    private static final class Book implements AlertStore {
        private final List<Alert> due = new ArrayList<>();
        private final List<Instant> forgotten = new ArrayList<>();
        private int claims;
        private boolean broken;

        @Override
        public Optional<Alert> change(AlertKey key, UnaryOperator<Optional<Alert>> rule) {
            return rule.apply(Optional.empty());
        }

        @Override
        public List<Alert> claim(String notifier, Instant now, UnaryOperator<Alert> rule, int limit) {
            work();
            claims++;
            List<Alert> taken = due.stream().map(rule).toList();
            due.clear();
            return taken;
        }

        @Override
        public List<Alert> find(Collection<AlertKey> keys) {
            return List.of();
        }

        @Override
        public List<Alert> firing(Optional<PagePosition> after, int limit) {
            return List.copyOf(due);
        }

        @Override
        public boolean acknowledge(String account, String region, String instance, Instant now) {
            return false;
        }

        @Override
        public int forget(Instant endedBefore) {
            work();
            forgotten.add(endedBefore);
            return 0;
        }

        private void work() {
            if (broken) {
                throw new StoreFailed("the store is away");
            }
        }
    }

    private static final class NoMail implements MailSender {
        @Override
        public Uni<Sent> send(Mail mail, Duration timeout) {
            return Uni.createFrom().nothing();
        }

        @Override
        public void check() {
            // there is no email notifier
        }
    }
}
