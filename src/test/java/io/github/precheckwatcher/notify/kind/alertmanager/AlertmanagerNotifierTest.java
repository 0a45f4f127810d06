package io.github.precheckwatcher.notify.kind.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.Golden;
import io.github.precheckwatcher.notify.AlertTimes;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.AttemptResult.NotSent;
import io.github.precheckwatcher.notify.AttemptResult.Paused;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.Member;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.Page;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.SettingsBuilder;
import io.github.precheckwatcher.notify.Transport;
import io.github.precheckwatcher.notify.alert.AlertStore;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.outbox.JdbcAlertStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against stand-ins that forget what is not sent again, with a book in a real database. */
class AlertmanagerNotifierTest {
    private static final Duration TICK = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final String SECRET_HEADER = "Bearer s3cret-token";

    private static Vertx vertx;

    @TempDir
    Path dir;

    private final FakeClock clock = new FakeClock(NOW);
    private Databases.Database database;
    private FakeAlertmanager one;
    private FakeAlertmanager two;
    private AlertmanagerNotifier notifier;
    private List<FakeAlertmanager> members = List.of();
    private LogLines log;
    private List<String> labels = List.of();
    private Map<String, String> watch = Map.of("env", "prod");

    @BeforeAll
    static void startVertx() {
        System.setProperty("vertx.disableDnsResolver", "true");
        vertx = Vertx.vertx();
        System.clearProperty("vertx.disableDnsResolver");
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void start() {
        log = LogLines.ofAll();
        database = Databases.h2(dir);
        one = FakeAlertmanager.started(clock);
        two = FakeAlertmanager.started(clock);
        notifier = open();
    }

    @AfterEach
    void stop() {
        notifier.close();
        one.close();
        two.close();
        database.close();
        log.close();
        assertThat(log.lines()).noneMatch(line -> line.contains("s3cret"));
    }

    @Test
    void a_verdict_that_is_sent_once_would_be_resolved_falsely_after_a_while() {
        send("v1", Outcome.FAILED);
        clock.advance(Duration.ofMinutes(4));

        assertThat(one.notifications()).containsExactly("FIRING one", "RESOLVED one");
    }

    @Test
    void an_alert_fires_as_long_as_the_last_verdict_is_bad_and_is_resolved_once() {
        assertThat(send("v1", Outcome.FAILED)).isEqualTo(new Delivered(200));
        pass(Duration.ofMinutes(40));
        assertThat(one.notifications()).containsExactly("FIRING one");

        assertThat(send("v2", Outcome.PASSED)).isEqualTo(new Delivered(200));
        pass(Duration.ofMinutes(30));

        assertThat(one.notifications()).containsExactly("FIRING one", "RESOLVED one");
        assertThat(two.notifications()).isEqualTo(one.notifications());
        int sent = one.requests().size();
        pass(Duration.ofMinutes(30));
        assertThat(one.requests()).hasSize(sent);
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 2})
    void members_see_an_alert_fire_and_end_though_one_of_two_clocks_is_hours_off(int hours) {
        Clock wrong = Clock.offset(clock, Duration.ofHours(hours));
        List<URI> urls = List.of(one.url(), two.url());
        for (AlertmanagerNotifier opened :
                List.of(open(AlertTimes.DEFAULT, urls, wrong, clock), open(AlertTimes.DEFAULT, urls, clock, wrong))) {
            notifier.close();
            notifier = opened;
            int before = one.notifications().size();
            send("bad" + before, Outcome.FAILED);
            pass(Duration.ofMinutes(10));
            assertThat(one.notifications()).hasSize(before + 1).last().isEqualTo("FIRING one");

            send("good" + before, Outcome.PASSED);
            pass(Duration.ofMinutes(10));
            assertThat(one.notifications()).hasSize(before + 2).last().isEqualTo("RESOLVED one");
        }
    }

    @Test
    void the_page_shows_an_alert_as_it_arrives() throws IOException {
        Message message = Page.failed();
        String body = new AlertmanagerType().render(message, settings(AlertTimes.DEFAULT, List.of()));
        clock.advance(Duration.between(NOW, message.occurredAt()));

        send(new Delivery("d", message, "am", body, message.occurredAt(), 0, 1));

        Page.of("alertmanager").assertMessage(Language.EN, one.requests().get(0).toPrettyString());
    }

    @Test
    void a_restart_of_the_alertmanager_resolves_nothing() {
        send("v1", Outcome.WARNING);
        pass(Duration.ofMinutes(10));

        one.restart();
        pass(Duration.ofMinutes(10));
        assertThat(one.notifications()).containsExactly("FIRING one");

        send("v2", Outcome.PASSED);
        one.restart();
        pass(Duration.ofMinutes(10));
        assertThat(one.notifications()).containsExactly("FIRING one", "RESOLVED one");
    }

    @Test
    void a_restart_of_the_daemon_resolves_nothing() {
        send("v1", Outcome.ERROR);
        pass(Duration.ofMinutes(10));

        restart();
        clock.advance(Duration.ofMinutes(2));
        pass(Duration.ofMinutes(10));
        assertThat(one.notifications()).containsExactly("FIRING one");

        send("v2", Outcome.PASSED);
        restart();
        pass(Duration.ofMinutes(10));
        assertThat(one.notifications()).containsExactly("FIRING one", "RESOLVED one");
    }

    @Test
    void nodes_that_share_the_store_send_each_alert_once_a_round() {
        AlertmanagerNotifier other = open();
        try {
            send("v1", Outcome.FAILED);
            int sent = one.requests().size();
            for (int minute = 1; minute <= 10; minute++) {
                clock.advance(Duration.ofMinutes(1));
                boolean first = notifier.resend();
                boolean second = other.resend();
                assertThat(first ^ second).isTrue();
                await().until(() -> !notifier.sending() && !other.sending());
            }
            await().until(() -> one.requests().size() == sent + 10);
        } finally {
            other.close();
        }
    }

    @Test
    void a_member_that_is_down_is_reported_when_it_is_back_and_logged_once_each_way() {
        two.stop();
        assertThat(send("v1", Outcome.FAILED)).isEqualTo(new Delivered(200));
        pass(Duration.ofMinutes(10));
        two.restart();
        pass(Duration.ofMinutes(10));

        assertThat(one.notifications()).containsExactly("FIRING one");
        assertThat(two.notifications()).containsExactly("FIRING one");
        await().untilAsserted(() -> assertThat(log.lines().stream().filter(line -> line.contains("member ")))
                .satisfiesExactly(
                        down -> assertThat(down)
                                .isEqualTo("WARN member notifier=am member=" + two.url()
                                        + " state=FAILING error=\"connection refused\""),
                        up -> assertThat(up)
                                .startsWith(
                                        "INFO member notifier=am member=" + two.url() + " state=OK was=FAILING for=")));
    }

    @Test
    void a_delivery_that_no_member_took_has_failed_and_the_alert_is_sent_all_the_same() {
        one.answer(500);
        two.stop();

        Delivery failed = delivery("v1", Outcome.FAILED);
        AttemptResult result = send(failed);

        assertThat(result)
                .isEqualTo(new Failed(
                        Optional.of(500),
                        one.url() + ": HTTP 500 Internal Server Error; " + two.url() + ": connection refused"));
        one.answer(200);
        pass(Duration.ofMinutes(1));
        assertThat(one.notifications()).containsExactly("FIRING one");
        assertThat(send(failed)).isEqualTo(new Delivered(200));
        two.restart();
    }

    @Test
    void a_proxy_that_asks_to_wait_pauses_the_notifier() {
        one.answer(429);
        two.answer(429);

        assertThat(send("v1", Outcome.FAILED)).isEqualTo(new Paused(429, Optional.empty()));
    }

    @Test
    void a_member_that_hangs_holds_up_neither_the_delivery_nor_the_others() throws IOException {
        try (var hangs = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            notifier.close();
            notifier = open(URI.create("http://127.0.0.1:" + hangs.getLocalPort()), one.url());

            assertThat(send("v1", Outcome.FAILED)).isEqualTo(new Delivered(200));
            pass(Duration.ofMinutes(10));

            assertThat(one.notifications()).containsExactly("FIRING one");
        }
    }

    @Test
    void verdicts_sent_out_of_order_leave_the_one_written_last() {
        Delivery failed = delivery("v1", Outcome.FAILED);
        clock.advance(Duration.ofMinutes(1));
        assertThat(send("v2", Outcome.PASSED)).isEqualTo(NotSent.NOTHING_TO_SEND);

        assertThat(send(failed)).isEqualTo(NotSent.NOTHING_TO_SEND);
        pass(Duration.ofMinutes(10));

        assertThat(one.notifications()).isEmpty();
        assertThat(one.requests()).isEmpty();
    }

    @Test
    void a_verdict_overtaken_on_its_way_does_not_have_the_last_word() throws IOException {
        notifier.close();
        notifier = open(one.url());
        one.holdNext();
        var failed = notifier.send(delivery("v1", Outcome.FAILED)).subscribeAsCompletionStage();
        await().until(one::holds);
        clock.advance(Duration.ofSeconds(1));
        assertThat(send("v2", Outcome.PASSED)).isEqualTo(new Delivered(200));

        one.release();

        await().until(() -> one.notifications().equals(List.of("FIRING one", "RESOLVED one")));
        assertThat(failed).isCompletedWithValue(new Delivered(200));
        assertThat(one.requests()).hasSize(3);
    }

    @Test
    void a_sending_again_that_is_overtaken_on_its_way_does_not_have_the_last_word() throws IOException {
        notifier.close();
        notifier = open(one.url());
        send("v1", Outcome.FAILED);
        clock.advance(Duration.ofMinutes(1));
        one.holdNext();
        assertThat(notifier.resend()).isTrue();
        await().until(one::holds);
        clock.advance(Duration.ofSeconds(1));
        send("v2", Outcome.PASSED);
        assertThat(one.notifications()).containsExactly("FIRING one", "RESOLVED one");

        one.release();

        await().until(() ->
                one.notifications().equals(List.of("FIRING one", "RESOLVED one", "FIRING one", "RESOLVED one")));
    }

    @Test
    void a_member_that_hears_of_a_verdict_late_hears_what_holds_last() throws IOException {
        two.holdNext();
        assertThat(notifier.send(delivery("v1", Outcome.FAILED)).await().atMost(Duration.ofSeconds(20)))
                .isEqualTo(new Delivered(200));
        await().until(two::holds);
        clock.advance(Duration.ofSeconds(1));
        send("v2", Outcome.PASSED);

        two.release();

        await().until(() -> two.notifications().equals(List.of("FIRING one", "RESOLVED one")));
    }

    @Test
    void one_verdict_is_sent_at_a_time() {
        assertThat(notifier.slots()).isEqualTo(1);
    }

    @Test
    void a_new_bad_verdict_of_another_task_is_the_same_alert() {
        send("v1", Outcome.WARNING);
        pass(Duration.ofMinutes(3));
        send("v2", Outcome.FAILED);
        pass(Duration.ofMinutes(3));

        assertThat(one.notifications()).containsExactly("FIRING one");
        JsonNode last = last(one);
        assertThat(last.path("annotations").path("severity").asText()).isEqualTo("critical");
        assertThat(last.path("startsAt").asText()).isEqualTo(NOW.toString());
    }

    @Test
    void an_acknowledged_alert_is_resolved_and_fired_again_by_the_next_bad_verdict() {
        Delivery first = delivery("v1", Outcome.FAILED);
        send(first);
        pass(Duration.ofMinutes(3));

        alertStore().acknowledge("default", "cn-hangzhou", "one", clock.instant());
        pass(Duration.ofMinutes(20));
        assertThat(one.notifications()).containsExactly("FIRING one", "RESOLVED one");

        assertThat(send(first)).isEqualTo(NotSent.NOTHING_TO_SEND);
        send("v2", Outcome.FAILED);
        assertThat(one.notifications()).containsExactly("FIRING one", "RESOLVED one", "FIRING one");
    }

    @Test
    void an_alert_ends_by_max_age() {
        notifier.close();
        notifier = open(times(Duration.ofMinutes(10)), List.of(one.url(), two.url()));
        send("v1", Outcome.FAILED);
        pass(Duration.ofMinutes(9));
        assertThat(one.notifications()).containsExactly("FIRING one");

        pass(Duration.ofMinutes(1));
        assertThat(one.notifications()).containsExactly("FIRING one", "RESOLVED one");
        int sent = one.requests().size();
        pass(Duration.ofMinutes(10));
        assertThat(one.requests()).hasSize(sent);
    }

    @Test
    void what_is_due_together_goes_in_one_request() {
        for (int i = 0; i < 20; i++) {
            send(delivery("v" + i, "i-" + i, Outcome.FAILED));
        }
        int sent = one.requests().size();
        clock.advance(Duration.ofMinutes(1));

        assertThat(notifier.resend()).isTrue();

        await().until(() -> one.requests().size() == sent + 1);
        assertThat(one.requests().get(sent)).hasSize(20);
    }

    @Test
    void other_outcomes_change_nothing() {
        send("v1", Outcome.FAILED);
        int sent = one.requests().size();
        for (Outcome outcome : List.of(Outcome.UNKNOWN, Outcome.TIMED_OUT, Outcome.ABANDONED, Outcome.CANCELLED)) {
            assertThat(send("v-" + outcome, outcome)).isEqualTo(NotSent.NOTHING_TO_SEND);
        }

        assertThat(one.requests()).hasSize(sent);
        assertThat(alertStore().firing(Optional.empty(), 10)).hasSize(1);
    }

    @Test
    void a_sample_is_sent_under_another_name_without_a_store_and_ends_by_itself() {
        notifier.close();
        notifier = new AlertmanagerNotifier(
                settings(AlertTimes.DEFAULT, List.of(one.url())), new NotifierContext("1.2.3", vertx, clock));
        members = List.of(one);
        Message sample = EventBody.test(Notifications.settings().origin(), "t1", NOW);

        assertThat(send(delivery(sample))).isEqualTo(new Delivered(200));

        assertThat(last(one).path("labels").path("alertname").asText()).isEqualTo("PrecheckWatcherTest");
        clock.advance(Duration.ofMinutes(4));
        assertThat(one.notifications()).containsExactly("FIRING sample", "RESOLVED sample");
        assertThat(send("v1", Outcome.FAILED)).isEqualTo(new NotSent("there is no store that could keep the alert"));
    }

    @Test
    void chosen_watch_labels_and_severity_are_labels_and_those_that_a_watch_has_not_are_none() {
        labels = List.of("env", "team", "severity");
        send("v1", Outcome.FAILED);
        JsonNode sent = last(one).path("labels");
        assertThat(sent.path("env").asText()).isEqualTo("prod");
        assertThat(sent.path("severity").asText()).isEqualTo("critical");
        assertThat(sent.has("team")).isFalse();
        assertThat(last(one).path("annotations").path("severity").asText()).isEqualTo("critical");
    }

    @Test
    void a_severity_that_changes_resolves_one_alert_and_fires_another_and_passed_resolves_that() {
        labels = List.of("severity");
        send("v1", Outcome.WARNING);
        pass(Duration.ofMinutes(2));
        send("v2", Outcome.FAILED);
        pass(Duration.ofMinutes(10));
        send("v3", Outcome.PASSED);
        pass(Duration.ofMinutes(10));

        assertThat(one.notifications("severity"))
                .hasSize(4)
                .containsSubsequence("FIRING warning", "RESOLVED warning")
                .containsSubsequence("FIRING critical", "RESOLVED critical");
        assertThat(two.notifications("severity")).containsExactlyInAnyOrderElementsOf(one.notifications("severity"));
    }

    @Test
    void two_watches_of_one_instance_with_other_labels_make_one_alert_by_the_last_verdict() {
        labels = List.of("team");
        watch = Map.of("team", "core");
        send("v1", Outcome.FAILED);
        clock.advance(TICK);
        watch = Map.of("team", "payments");
        send("v2", Outcome.FAILED);
        restart();
        pass(Duration.ofMinutes(3));
        watch = Map.of("team", "core");
        send("v3", Outcome.FAILED);
        pass(Duration.ofMinutes(10));

        assertThat(one.notifications("team"))
                .hasSize(5)
                .containsSubsequence("FIRING core", "RESOLVED core", "FIRING core")
                .containsSubsequence("FIRING payments", "RESOLVED payments");
        assertThat(alertStore().firing(Optional.empty(), 10)).hasSize(1);
    }

    @Test
    void a_member_counts_as_up_when_it_took_what_it_was_last_sent() {
        assertThat(notifier.members()).isEmpty();
        two.stop();
        send("v1", Outcome.FAILED);
        await().untilAsserted(() ->
                assertThat(notifier.members()).containsExactly(new Member(1, true, NOW), new Member(2, false, NOW)));
        send("v1-again", Outcome.FAILED);
        two.restart();
        clock.advance(Duration.ofMinutes(5));
        send("v2", Outcome.PASSED);
        await().untilAsserted(() -> assertThat(notifier.members())
                .containsExactly(new Member(1, true, NOW), new Member(2, true, clock.instant())));
        pass(Duration.ofMinutes(10));
        int sent = one.requests().size();
        assertThat(send("v3", Outcome.PASSED)).isEqualTo(NotSent.NOTHING_TO_SEND);
        assertThat(one.requests()).hasSize(sent);
    }

    @Test
    void a_book_that_cannot_be_written_is_no_fault_of_the_members() {
        database.close();
        assertThat(send("v1", Outcome.FAILED)).isInstanceOf(NotSent.class);
        assertThat(one.requests()).isEmpty();
        assertThat(notifier.members()).isEmpty();
        database = Databases.h2(dir);
    }

    @Test
    void the_api_is_found_below_the_path_of_the_members_page() {
        notifier.close();
        notifier = open(URI.create(one.url() + "/alertmanager/?tenant=dba"));

        send("v1", Outcome.FAILED);

        assertThat(one.paths()).containsExactly("/alertmanager/api/v2/alerts?tenant=dba");
    }

    @Test
    void labels_say_which_instance_it_is_and_annotations_the_rest() {
        send("v1", Outcome.WARNING);

        Golden.assertJson("notify/alertmanager/warning.json", last(one));
    }

    private void pass(Duration span) {
        for (Duration passed = Duration.ZERO; passed.compareTo(span) < 0; passed = passed.plus(TICK)) {
            clock.advance(TICK);
            Runnable arrived = arrival();
            if (notifier.resend()) {
                await().until(() -> !notifier.sending());
                arrived.run();
            }
            one.notifications();
            two.notifications();
        }
    }

    private void restart() {
        notifier.close();
        database.close();
        database = Databases.h2(dir);
        notifier = open();
    }

    private AlertmanagerNotifier open() {
        return open(one.url(), two.url());
    }

    private AlertmanagerNotifier open(URI... members) {
        return open(AlertTimes.DEFAULT, List.of(members));
    }

    private AlertmanagerNotifier open(AlertTimes times, List<URI> urls) {
        return open(times, urls, clock, clock);
    }

    private AlertmanagerNotifier open(AlertTimes times, List<URI> urls, Clock host, Clock engine) {
        members = Stream.of(one, two)
                .filter(member -> urls.stream()
                        .anyMatch(url -> url.getPort() == member.url().getPort()))
                .toList();
        var context = new NotifierContext("1.2.3", vertx, host, engine, Optional.of(alertStore()), Optional.empty());
        return new AlertmanagerNotifier(settings(times, urls), context);
    }

    private static NotifierSettings settings(AlertTimes times, List<URI> members) {
        NotifierSettings s =
                Notifications.notifier("am", NotifierKind.ALERTMANAGER, Optional.empty(), Duration.ofSeconds(5));
        var transport = new Transport(
                Secret.fixed(members),
                Secret.fixed(Map.of("Authorization", SECRET_HEADER)),
                s.transport().timeout(),
                false,
                Optional.empty(),
                Transport.Tls.DEFAULT);
        return SettingsBuilder.of(s).transport(transport).alert(times).build();
    }

    private static AlertTimes times(Duration maxAge) {
        AlertTimes times = AlertTimes.DEFAULT;
        return new AlertTimes(times.resendInterval(), times.expiresAfter(), times.resolvedFor(), maxAge);
    }

    private AlertStore alertStore() {
        return new JdbcAlertStore(database.transactions());
    }

    private AttemptResult send(String id, Outcome outcome) {
        return send(delivery(id, outcome));
    }

    private AttemptResult send(Delivery delivery) {
        Runnable arrived = arrival();
        AttemptResult result = notifier.send(delivery).await().atMost(Duration.ofSeconds(20));
        if (result.equals(new Delivered(200))) {
            arrived.run();
        }
        return result;
    }

    /** Waits until every member that is up has answered once more: an attempt ends with the first that does. */
    private Runnable arrival() {
        List<FakeAlertmanager> all = members;
        List<Integer> before = all.stream().map(FakeAlertmanager::answered).toList();
        return () -> await().pollInterval(Duration.ofMillis(1))
                .until(() -> IntStream.range(0, all.size())
                        .allMatch(i -> all.get(i).answered() == Integer.MAX_VALUE
                                || all.get(i).answered() > before.get(i)));
    }

    private Delivery delivery(String id, Outcome outcome) {
        return delivery(id, "one", outcome);
    }

    private Delivery delivery(String id, String instance, Outcome outcome) {
        Verdict v = Notifications.warning();
        var verdict = new Verdict(
                id,
                outcome,
                "orders-db: 3 of 4 checks passed; recovery mode needs attention",
                new PrecheckRef("t-" + id, instance, "cn-hangzhou"),
                v.state(),
                v.progress(),
                v.createdTime(),
                v.updatedTime(),
                v.completedTime(),
                clock.instant(),
                v.instances(),
                Optional.empty(),
                v.requestId(),
                Optional.empty());
        return delivery(Notifications.message(verdict, Notifications.watch(watch)));
    }

    private Delivery delivery(Message message) {
        NotifierSettings settings = SettingsBuilder.of(settings(AlertTimes.DEFAULT, List.of(one.url())))
                .alertLabels(labels.toArray(String[]::new))
                .build();
        String body = new AlertmanagerType().render(message, settings);
        return new Delivery("d-" + message.id(), message, "am", body, message.occurredAt(), 0, 1);
    }

    private static JsonNode last(FakeAlertmanager alertmanager) {
        List<JsonNode> requests = alertmanager.requests();
        return requests.get(requests.size() - 1).get(0);
    }
}
