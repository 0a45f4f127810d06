package io.github.precheckwatcher.notify.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.DigestSettings;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.RateLimits;
import io.github.precheckwatcher.notify.WebhookSchema;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.notify.outbox.PendingDelivery;
import io.github.precheckwatcher.notify.outbox.RulesUnderLock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FollowUpDeliveriesTest {
    private static final OperatorEvent DOWN = new OperatorEvent(
            "notifier/ops",
            "notifier.down",
            OperatorEvent.Severity.ERROR,
            "ops is down",
            Optional.empty(),
            Optional.empty());

    @Test
    void a_fallback_takes_the_same_event_over_and_its_clock_starts_anew() {
        FollowUpDeliveries followUps = followUps(Notifications.fallingBack(hook("ops"), "mail"), hook("mail"));
        Delivery dead = Notifications.delivery("ops", "e1");

        NewDelivery taken = followUps
                .fallback(Notifications.fallingBack(hook("ops"), "mail"), dead, Notifications.NOW.plusSeconds(9))
                .orElseThrow();

        assertThat(taken.notifier()).isEqualTo("mail");
        assertThat(taken.message()).isEqualTo(dead.message());
        assertThat(taken.since()).isEqualTo(Notifications.NOW.plusSeconds(9));
        assertThat(taken.dueAt()).isEqualTo(Notifications.NOW.plusSeconds(9));
        WebhookSchema.assertValid(taken.body());
    }

    @Test
    void of_a_dead_digest_a_fallback_may_be_sent_some_alone() {
        NotifierSettings ops = Notifications.fallingBack(hook("ops"), "mail");
        RulesUnderLock rules = new NotifierRowRules(ops, followUps(ops, hook("mail")));

        NewDelivery two = rules.digest(
                        "mail", List.of(Notifications.message("e1"), Notifications.message("e2")), Notifications.NOW)
                .orElseThrow();
        assertThat(two.notifier()).isEqualTo("mail");
        assertThat(two.message().type()).isEqualTo(MessageType.DIGEST);
        assertThat(body(two)).contains("\"e1\"").contains("\"e2\"");
        NewDelivery one = rules.alone("mail", Notifications.message("e1"), Notifications.NOW);
        assertThat(one.notifier()).isEqualTo("mail");
        assertThat(one.message().id()).isEqualTo("e1");
    }

    @Test
    void without_a_fallback_nobody_takes_over() {
        assertThat(followUps(hook("ops")).fallback(hook("ops"), Notifications.delivery("ops", "e1"), Notifications.NOW))
                .isEmpty();
    }

    @Test
    void a_fallback_that_has_nothing_to_send_is_passed_over_for_its_own() {
        NotifierSettings alerts = Notifications.fallingBack(
                Notifications.notifier(
                        "am", NotifierKind.ALERTMANAGER, Optional.of(URI.create("http://127.0.0.1:1/")), SECOND),
                "mail");
        NotifierSettings ops = Notifications.fallingBack(hook("ops"), "am");
        Message timedOut = new Message(
                "e1",
                MessageType.VERDICT,
                "orders-db",
                MessageStatus.TIMED_OUT,
                Notifications.NOW,
                Notifications.message("e1").event());
        Delivery dead = new Delivery("d", timedOut, "ops", "{}", Notifications.NOW, 1, 1);

        assertThat(followUps(ops, alerts, hook("mail")).fallback(ops, dead, Notifications.NOW))
                .map(NewDelivery::notifier)
                .contains("mail");
    }

    @Test
    void news_go_to_who_listens_but_not_to_whom_they_are_about() {
        FollowUpDeliveries followUps = followUps(
                Notifications.listening(hook("ops")),
                hook("deaf"),
                Notifications.listening(hook("a")),
                Notifications.listening(hook("b")));

        List<NewDelivery> news = followUps.news(DOWN, Notifications.NOW);

        assertThat(news).extracting(NewDelivery::notifier).containsExactly("a", "b");
        assertThat(news)
                .extracting(each -> each.message().id())
                .containsOnly(news.get(0).message().id());
        assertThat(news.get(0).message().type()).isEqualTo(MessageType.OPERATOR);
        WebhookSchema.assertValid(body(news.get(0)));
    }

    @Test
    void a_digest_reports_all_its_members_as_one_due_at_once() {
        DigestSettings gathering =
                new DigestSettings(Duration.ofMinutes(1), List.of("env"), Optional.of(Duration.ofMinutes(5)));
        NotifierSettings ops = Notifications.paced(
                hook("ops"), new RateLimits(List.of(), Duration.ofMinutes(1), Optional.of(gathering)));
        RulesUnderLock rules = new NotifierRowRules(ops, followUps(ops));

        NewDelivery digest = rules.digest(
                        "ops", List.of(Notifications.message("e1"), Notifications.message("e2")), Notifications.NOW)
                .orElseThrow();

        assertThat(digest.message().type()).isEqualTo(MessageType.DIGEST);
        assertThat(digest.dueAt()).isEqualTo(Notifications.NOW);
        assertThat(body(digest)).contains("\"e1\"").contains("\"e2\"");
        WebhookSchema.assertValid(body(digest));
        List<PendingDelivery> pending = List.of(
                new PendingDelivery("a", "", Notifications.NOW), new PendingDelivery("b", "", Notifications.NOW));
        Instant later = Notifications.NOW.plusSeconds(600);
        assertThat(rules.digestGroups(pending, later)).hasSize(1);
        assertThat(new NotifierRowRules(hook("ops"), followUps(hook("ops"))).digestGroups(pending, later))
                .isEmpty();
    }

    @Test
    void a_message_waits_for_others_of_its_group_where_it_is_reported_to() {
        DigestSettings gathering =
                new DigestSettings(Duration.ofMinutes(1), List.of("env"), Optional.of(Duration.ofSeconds(30)));
        NotifierSettings ops = Notifications.paced(
                hook("ops"), new RateLimits(List.of(), Duration.ofMinutes(1), Optional.of(gathering)));

        NewDelivery delivery = Notifications.router(Notifications.settings(ops), java.util.UUID::randomUUID)
                .route(Notifications.warning(), Notifications.watch(Map.of("env", "prod")), Optional.empty())
                .get(0);

        assertThat(delivery.dueAt()).isEqualTo(Notifications.NOW.plusSeconds(30));
        assertThat(delivery.group()).isEqualTo("=prod");
    }

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** What is written once the row's lock is given back. */
    private static String body(NewDelivery unwritten) {
        assertThat(unwritten.body()).isEqualTo(NewDelivery.UNWRITTEN);
        NotifierSettings notifier = hook(unwritten.notifier());
        return notifier.type().render(unwritten.message(), notifier);
    }

    private static NotifierSettings hook(String name) {
        return Notifications.webhook(name, URI.create("http://127.0.0.1:1/" + name), SECOND);
    }

    private static FollowUpDeliveries followUps(NotifierSettings... notifiers) {
        return Notifications.followUps(Notifications.settings(notifiers));
    }
}
