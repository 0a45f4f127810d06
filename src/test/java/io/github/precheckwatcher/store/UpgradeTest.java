package io.github.precheckwatcher.store;

import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.agroal.api.AgroalDataSource;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.FakeRules;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Attempt;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Entry;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Filter;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Whole;
import io.github.precheckwatcher.notify.outbox.NotifierRow;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempted;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempts;
import io.github.precheckwatcher.notify.outbox.Outbox.Claim;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Prechecks;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.database.H2Url;
import io.github.precheckwatcher.store.outbox.JdbcDeliveryQueries;
import io.github.precheckwatcher.store.outbox.JdbcOutbox;
import io.github.precheckwatcher.store.watch.JdbcWatchStore;
import io.github.precheckwatcher.watch.PollPolicyKind;
import io.github.precheckwatcher.watch.PollSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon of the newest schema goes on with what one of the first schema left ({@code store/v1-rows.sql}). */
public class UpgradeTest {
    private static final Instant OBSERVED = Instant.parse("2026-11-24T07:30:00Z");
    private static final String EVENT = "{\"id\":\"v-told\"}";
    private static final Message TOLD =
            new Message("v-told", MessageType.VERDICT, "orders-db", MessageStatus.FAILED, OBSERVED, EVENT);

    abstract static class Contract {
        private Databases.Database database;
        private JdbcOutbox outbox;
        private JdbcDeliveryQueries deliveryQueries;

        abstract AgroalDataSource empty();

        @BeforeEach
        void upgrade() {
            database = new Databases.Database(empty());
            Flyway.configure().dataSource(database.source()).target("1").load().migrate();
            database.execute(rows());
            Databases.migrate(database.source());
            outbox = new JdbcOutbox(database.transactions());
            deliveryQueries = new JdbcDeliveryQueries(database.transactions());
        }

        @AfterEach
        void close() {
            database.close();
        }

        @Test
        void a_verdict_that_was_sent_is_one_message_and_another_none() {
            assertThat(database.texts("select id || ' ' || type || ' ' || watch_id as c from message"))
                    .containsExactly("v-told VERDICT w-told");
            assertThat(deliveryQueries.list(Filter.ALL, Optional.empty(), 99))
                    .extracting(Entry::id)
                    .containsExactlyInAnyOrder("d-new", "d-tried", "d-leased", "d-paused", "d-delivered", "d-dead")
                    .allSatisfy(id -> assertThat(whole(id).message()).isEqualTo(TOLD));
        }

        @Test
        void deliveries_and_attempts_stay_as_they_were() {
            assertThat(deliveryQueries.list(Filter.ALL, Optional.empty(), 99))
                    .extracting(Entry::notifier, Entry::state, Entry::attempts, Entry::status, Entry::error)
                    .containsExactlyInAnyOrder(
                            tuple("new", State.PENDING, 0, Optional.empty(), Optional.empty()),
                            tuple("tried", State.PENDING, 2, Optional.of(500), Optional.of("HTTP 500")),
                            tuple("leased", State.PENDING, 0, Optional.empty(), Optional.empty()),
                            tuple("paused", State.PENDING, 0, Optional.of(429), Optional.of("HTTP 429")),
                            tuple("delivered", State.DELIVERED, 1, Optional.of(204), Optional.empty()),
                            tuple("dead", State.DEAD, 1, Optional.of(410), Optional.of("HTTP 410 Gone")));
            assertThat(whole("d-tried").attempts())
                    .containsExactly(
                            new Attempt(
                                    Instant.parse("2026-11-24T07:30:02Z"),
                                    true,
                                    State.PENDING,
                                    Optional.empty(),
                                    Optional.of("connection refused")),
                            new Attempt(
                                    Instant.parse("2026-11-24T07:35:00Z"),
                                    true,
                                    State.PENDING,
                                    Optional.of(500),
                                    Optional.of("HTTP 500")));
        }

        @Test
        void what_was_owed_is_never_folded_for_it_may_have_been_sent() {
            assertThat(database.texts("select id as c from delivery where not tried or leased or grouped <> ''"))
                    .isEmpty();
        }

        @Test
        void what_is_due_is_claimed_with_its_message_and_goes_its_way() {
            assertThat(claim("new", NOW)).containsExactly(new Delivery("d-new", TOLD, "new", EVENT, OBSERVED, 0, 1));
            assertThat(claim("new", NOW)).isEmpty();
            assertThat(claim("tried", NOW)).isEmpty();
            assertThat(claim("leased", NOW)).isEmpty();

            Delivery tried = claim("tried", NOW.plus(Duration.ofMinutes(10))).get(0);
            assertThat(tried).isEqualTo(new Delivery("d-tried", TOLD, "tried", EVENT, OBSERVED, 2, 5));
            assertThat(claim("leased", NOW.plusSeconds(30)))
                    .containsExactly(new Delivery("d-leased", TOLD, "leased", EVENT, OBSERVED, 0, 2));

            delivered(tried);
            assertThat(deliveryQueries.find("d-tried").orElseThrow().entry().state())
                    .isEqualTo(State.DELIVERED);
            assertThat(whole("d-tried").attempts()).hasSize(3);
        }

        @Test
        void a_notifier_that_was_asked_to_wait_still_waits() {
            Instant until = NOW.plus(Duration.ofMinutes(5));

            assertThat(deliveryQueries.notifiers())
                    .containsExactly(paused(NotifierRow.fresh("paused"), until), NotifierRow.fresh("tried"));
        }

        @Test
        void what_is_dead_can_be_replayed() {
            assertThat(deliveryQueries.replay(
                            Filter.of("d-dead"), new Requester("local", "127.0.0.1", Optional.empty()), NOW))
                    .isEqualTo(1);

            assertThat(claim("dead", NOW))
                    .extracting(Delivery::message, Delivery::body, Delivery::attempts)
                    .containsExactly(tuple(TOLD, EVENT, 0));
        }

        @Test
        void watches_go_on_and_their_next_verdict_is_sent() {
            var store = new JdbcWatchStore(database.transactions());
            assertThat(store.counts()).isEqualTo(Map.of("WATCHING", 1L, "ENDED", 2L));
            var watch = store.claim(StoredWatches.ACCOUNT, StoredWatches.open(9), NOW, LEASE, 9)
                    .watches();
            assertThat(watch).hasSize(1);
            assertThat(watch.get(0).spec().runbook()).isEmpty();
            assertThat(watch.get(0).firstStart()).isFalse();
            assertThat(watch.get(0).spec().polling())
                    .isEqualTo(new PollSettings(
                            PollPolicyKind.BACKOFF,
                            Duration.ofMillis(5_250),
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(60),
                            10));

            assertThat(store.conclude(List.of(StoredWatches.conclusion(watch.get(0), Outcome.PASSED, "v-new", NOW))))
                    .hasSize(1);

            assertThat(claim("log", NOW)).extracting(Delivery::eventId).containsExactly("v-new");
        }

        private Whole whole(String id) {
            return deliveryQueries.find(id).orElseThrow();
        }

        private List<Delivery> claim(String notifier, Instant now) {
            return outbox.claim(notifier, new FakeRules(), new Claim(9, false, now, LEASE))
                    .deliveries();
        }

        private void delivered(Delivery delivery) {
            Instant at = NOW.plus(Duration.ofMinutes(11));
            var attempted = new Attempted(
                    delivery, at, State.DELIVERED, true, at, Optional.of(204), Optional.empty(), Optional.empty());
            outbox.record(delivery.notifier(), new FakeRules(), new Attempts(List.of(attempted), true));
        }

        private static NotifierRow paused(NotifierRow row, Instant until) {
            return new NotifierRow(
                    row.name(),
                    Optional.of(until),
                    row.failures(),
                    row.failingSince(),
                    row.downSince(),
                    row.nextProbeAt(),
                    row.probes(),
                    row.sent(),
                    row.dead(),
                    row.deadReported(),
                    row.pauses(),
                    row.rate());
        }
    }

    /** What a daemon of the first schema left. */
    public static String rows() {
        return Prechecks.text("store/v1-rows.sql");
    }

    @Nested
    class OnH2 extends Contract {
        @TempDir
        Path dir;

        @Override
        AgroalDataSource empty() {
            return Databases.pool(H2Url.of(dir), "sa", "");
        }
    }

    @Nested
    class OnPostgresql extends Contract {
        @Override
        AgroalDataSource empty() {
            return Databases.pool(Databases.emptyPostgresqlUrl(), "postgres", "postgres");
        }
    }
}
