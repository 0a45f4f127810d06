package io.github.precheckwatcher.notify.mute;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.open;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.FakeRules;
import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.StoreFailed;
import io.github.precheckwatcher.notify.WebhookSchema;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.event.WatchFacts;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.notify.mute.MuteStore.Form;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.outbox.JdbcMuteStore;
import io.github.precheckwatcher.store.outbox.JdbcOutbox;
import io.github.precheckwatcher.store.watch.JdbcWatchStore;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutes on a virtual clock over a store in H2: whose time is over, who gets what, and nodes that are killed. */
class MuteEndsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Requester ALICE = new Requester("local:alice", "127.0.0.1", Optional.of("moves"));
    private static final URI RECEIVER = URI.create("http://127.0.0.1:9/");

    private final FakeClock clock = new FakeClock(StoredWatches.NOW);
    private final AtomicLong numbers = new AtomicLong();
    private final Supplier<UUID> ids = () -> new UUID(7, numbers.incrementAndGet());
    private NotifySettings settings = Notifications.settings(Notifications.log("log"), webhook("ops"));
    private Databases.Database database;
    private WatchStore watches;
    private MuteStore mutes;
    private Outbox outbox;
    private int woken;

    @TempDir
    Path dir;

    @BeforeEach
    void openStore() {
        database = Databases.h2(dir);
        watches = new JdbcWatchStore(database.transactions());
        mutes = new JdbcMuteStore(database.transactions());
        outbox = new JdbcOutbox(database.transactions());
        watches.openAccounts(Map.of(ACCOUNT, 1_000_000.0), clock.instant());
    }

    @AfterEach
    void closeStore() {
        database.close();
    }

    @Test
    void a_mute_whose_time_is_over_ends_once_over_nodes_and_its_verdicts_are_summed_up() throws Exception {
        mute("m1", Duration.ofHours(1));
        end("orders", Outcome.FAILED, "log", "ops");
        end("billing", Outcome.PASSED, "log", "ops");
        MuteEnds one = node(mutes);
        MuteEnds other = node(mutes);

        try (LogLines log = LogLines.of(MuteEnds.class)) {
            clock.advance(Duration.ofMinutes(59));
            one.tick();
            assertThat(log.lines()).isEmpty();
            assertThat(woken).isZero();
            clock.advance(Duration.ofMinutes(2));
            one.tick();
            other.tick();
            one.tick();
            assertThat(log.lines()).containsExactly("INFO mute mute=m1 state=ENDED after=1h verdicts=2");
        }

        assertThat(woken).isEqualTo(1);
        Message digest = claim("ops").get(0);
        WebhookSchema.assertValid(digest.event());
        JsonNode data = JSON.readTree(digest.event()).path("data");
        assertThat(digest.type()).isEqualTo(MessageType.DIGEST);
        assertThat(data.path("summary").asText()).isEqualTo("2 verdicts while muted: 1 FAILED, 1 PASSED");
        assertThat(data.path("verdicts").findValuesAsText("subject")).containsExactly("orders", "billing");
        assertThat(data.path("mute").toString())
                .isEqualTo("{\"id\":\"m1\",\"by\":\"local:alice\",\"reason\":\"moves\","
                        + "\"since\":\"2026-11-24T08:00:00Z\",\"until\":\"2026-11-24T09:01:00Z\"}");
        assertThat(claim("log")).hasSize(1);
    }

    @Test
    void an_end_that_somebody_asked_for_is_summed_up_at_the_next_tick() {
        mute("m1", Duration.ofHours(1));
        end("orders", Outcome.FAILED, "ops");
        mutes.end("m1", clock.instant(), Optional.of(ALICE));

        try (LogLines log = LogLines.of(MuteEnds.class)) {
            node(mutes).tick();
            assertThat(log.lines()).isEmpty();
        }

        assertThat(claim("ops")).extracting(Message::subject).containsExactly("orders");
    }

    @Test
    void a_restart_after_the_end_finds_what_is_to_be_sent_on() {
        mute("m1", Duration.ofHours(1));
        end("orders", Outcome.FAILED, "ops");
        clock.advance(Duration.ofHours(5));
        mutes.end("m1", clock.instant(), Optional.empty());

        node(mutes).tick();

        assertThat(claim("ops")).hasSize(1);
    }

    @Test
    void each_notifier_gets_the_form_that_its_kind_and_its_fallbacks_take() {
        settings = Notifications.settings(
                webhook("alone"),
                alertmanager("am"),
                Notifications.fallingBack(webhook("behind-am"), "am"),
                Notifications.fallingBack(webhook("behind-both"), "am-too"),
                Notifications.fallingBack(alertmanager("am-too"), "alone"),
                Notifications.fallingBack(webhook("behind-alone"), "alone"));
        MuteEnds ends = node(mutes);

        assertThat(ends.form("alone")).isEqualTo(Form.ONE);
        assertThat(ends.form("behind-alone")).isEqualTo(Form.ONE);
        assertThat(ends.form("behind-both")).isEqualTo(Form.ONE);
        assertThat(ends.form("am")).isEqualTo(Form.LAST);
        assertThat(ends.form("am-too")).isEqualTo(Form.LAST);
        assertThat(ends.form("behind-am")).isEqualTo(Form.EACH);
        assertThat(ends.form("removed")).isEqualTo(Form.EACH);
    }

    @Test
    void what_was_held_back_for_a_notifier_that_is_gone_waits_for_it_as_everything_does() {
        mute("m1", Duration.ofHours(1));
        end("orders", Outcome.FAILED, "old");
        end("billing", Outcome.FAILED, "old");
        clock.advance(Duration.ofHours(1));

        node(mutes).tick();

        assertThat(outbox.unknown(List.of("log", "ops"), clock.instant().plusSeconds(1), clock.instant()))
                .containsExactly(Map.entry("old", 2));
    }

    @Test
    void a_store_that_is_away_delays_the_end_and_loses_nothing() {
        mute("m1", Duration.ofHours(1));
        end("orders", Outcome.FAILED, "ops");
        clock.advance(Duration.ofHours(1));
        boolean[] away = {true};
        MuteEnds node = node(failing(() -> away[0], () -> false));

        node.tick();
        assertThat(claim("ops")).isEmpty();
        away[0] = false;
        node.tick();

        assertThat(claim("ops")).hasSize(1);
    }

    /** Each node is a process of its own; a call of the store in three fails, before or after its commit. */
    @Test
    void nodes_that_are_killed_at_any_moment_send_each_verdict_once_and_one_message_a_mute_and_notifier() {
        Random random = new Random(23);
        List<String> verdicts = new ArrayList<>();
        List<MuteEnds> nodes = new ArrayList<>(List.of(killed(random), killed(random)));
        int made = 0;
        for (int step = 0; step < 150; step++) {
            if (random.nextInt(4) == 0) {
                mute("m" + made++, Duration.ofMinutes(1 + random.nextInt(10)));
            }
            if (random.nextInt(2) == 0) {
                verdicts.add(end("db-" + step, Outcome.FAILED, "log", "ops"));
            }
            if (made > 0 && random.nextInt(8) == 0) {
                mutes.end("m" + random.nextInt(made), clock.instant(), Optional.of(ALICE));
            }
            nodes.forEach(MuteEnds::tick);
            nodes.set(random.nextInt(2), killed(random));
            clock.advance(Duration.ofSeconds(30));
        }
        clock.advance(Duration.ofMinutes(10));
        node(mutes).tick();

        assertThat(mutes.alive()).isEmpty();
        for (String notifier : List.of("log", "ops")) {
            Map<String, Integer> told = new HashMap<>();
            Map<String, Integer> digests = new HashMap<>();
            for (Message message : claim(notifier)) {
                if (message.type() == MessageType.VERDICT) {
                    told.merge(message.id(), 1, Integer::sum);
                } else {
                    digests.merge(data(message).path("mute").path("id").asText(), 1, Integer::sum);
                    data(message)
                            .path("verdicts")
                            .forEach(one -> told.merge(one.path("id").asText(), 1, Integer::sum));
                }
            }
            assertThat(told.keySet()).containsExactlyInAnyOrderElementsOf(verdicts);
            assertThat(told.values()).containsOnly(1);
            assertThat(digests.values()).isNotEmpty().containsOnly(1);
        }
    }

    private static JsonNode data(Message message) {
        try {
            return JSON.readTree(message.event()).path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MuteEnds killed(Random random) {
        return node(failing(() -> random.nextInt(6) == 0, () -> random.nextInt(6) == 0));
    }

    private MuteEnds node(MuteStore store) {
        return new MuteEnds(
                store,
                () -> settings,
                Notifications.router(() -> settings, ids),
                () -> woken++,
                ids,
                Notifications.faults(clock),
                clock);
    }

    /** A store whose calls may fail before they do anything, or when they have done it. */
    private MuteStore failing(Supplier<Boolean> before, Supplier<Boolean> after) {
        return (MuteStore) Proxy.newProxyInstance(
                MuteStore.class.getClassLoader(), new Class<?>[] {MuteStore.class}, (proxy, method, arguments) -> {
                    if (before.get()) {
                        throw new StoreFailed("killed");
                    }
                    try {
                        Object result = method.invoke(mutes, arguments);
                        if (after.get()) {
                            throw new StoreFailed("killed");
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void mute(String id, Duration lasts) {
        Instant now = clock.instant();
        mutes.add(new Mute(
                id,
                List.of(LabelMatcher.parse("env=\"prod\"")),
                Map.of(),
                now,
                now.plus(lasts),
                ALICE,
                Optional.empty()));
    }

    /** @return the verdict's id */
    private String end(String name, Outcome outcome, String... notifiers) {
        watches.register(List.of(StoredWatches.spec(name)), clock.instant(), () -> "w-" + numbers.incrementAndGet());
        Watch watch = watches.claim(ACCOUNT, open(1), clock.instant(), LEASE, 1)
                .watches()
                .get(0);
        String id = "v-" + name;
        Verdict verdict = StoredWatches.verdict(watch, outcome, id, clock.instant());
        WatchFacts facts = new WatchFacts(
                watch.id(),
                name,
                watch.spec().labels(),
                ACCOUNT,
                watch.registeredAt(),
                1,
                Duration.ofSeconds(1),
                List.of(),
                Optional.empty());
        Message message = EventBody.verdict(settings.origin(), verdict, facts, Optional.empty());
        watches.conclude(List.of(conclusion(
                watch,
                outcome,
                id,
                clock.instant(),
                List.of(notifiers).stream()
                        .map(notifier -> new NewDelivery(
                                id + "-" + notifier,
                                message,
                                notifier,
                                message.event(),
                                clock.instant(),
                                clock.instant(),
                                ""))
                        .toList())));
        return id;
    }

    private List<Message> claim(String notifier) {
        return outbox
                .claim(notifier, new FakeRules(), new Outbox.Claim(999, false, clock.instant(), LEASE))
                .deliveries()
                .stream()
                .map(delivery -> delivery.message())
                .toList();
    }

    private static NotifierSettings webhook(String name) {
        return Notifications.webhook(name, RECEIVER, Duration.ofSeconds(1));
    }

    private static NotifierSettings alertmanager(String name) {
        return Notifications.notifier(name, NotifierKind.ALERTMANAGER, Optional.of(RECEIVER), Duration.ofSeconds(1));
    }
}
