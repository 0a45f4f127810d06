package io.github.precheckwatcher.store;

import static io.github.precheckwatcher.store.Fixtures.ACCOUNT;
import static io.github.precheckwatcher.store.Fixtures.LEASE;
import static io.github.precheckwatcher.store.Fixtures.NOW;
import static io.github.precheckwatcher.store.Fixtures.conclusion;
import static io.github.precheckwatcher.store.Fixtures.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.Outbox;
import io.github.precheckwatcher.notify.Outbox.Attempted;
import io.github.precheckwatcher.notify.Outbox.Key;
import io.github.precheckwatcher.notify.Outbox.State;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every Outbox promises, held against each database. */
abstract class OutboxContract {
    private final Supplier<String> ids = Fixtures.ids();
    private Databases.Database database;
    private WatchStore store;
    private Outbox outbox;

    abstract Databases.Database fresh();

    @BeforeEach
    void openStore() {
        database = fresh();
        store = new JdbcWatchStore(database.transactions());
        outbox = new JdbcOutbox(database.transactions());
        store.openAccounts(Map.of(ACCOUNT, 1000.0), NOW);
    }

    @AfterEach
    void closeStore() {
        database.close();
    }

    @Test
    void a_delivery_is_due_at_once_with_what_was_written() {
        owe("ops", "v1", NOW);

        assertThat(claim("ops", NOW))
                .containsExactly(
                        new Delivery("v1-ops", Fixtures.message("v1", NOW), "ops", "{\"id\":\"v1\"}", NOW, 0, 1));
    }

    @Test
    void a_notifier_gets_its_own_oldest_first_and_no_more_than_asked_for() {
        owe("ops", "v3", NOW.plusSeconds(3));
        owe("ops", "v1", NOW.plusSeconds(1));
        owe("ops", "v2", NOW.plusSeconds(2));
        owe("log", "v0", NOW);
        owe("ops", "v9", NOW.plusSeconds(60));
        Instant now = NOW.plusSeconds(10);

        assertThat(events(outbox.claim("ops", now, LEASE, 2))).containsExactly("v1", "v2");
        assertThat(events(outbox.claim("ops", now, LEASE, 9))).containsExactly("v3");
        assertThat(claim("ops", now)).isEmpty();
    }

    @Test
    void a_lease_that_ran_out_makes_a_delivery_due_again_and_fences_the_late_node_off() {
        owe("ops", "v1", NOW);
        Delivery lost = claim("ops", NOW).get(0);

        assertThat(claim("ops", NOW.plusSeconds(29))).isEmpty();
        Delivery found = claim("ops", NOW.plusSeconds(30)).get(0);
        outbox.record(List.of(dead(lost)));
        outbox.release(List.of(lost), NOW.plusSeconds(31));

        assertThat(found.fencing()).isGreaterThan(lost.fencing());
        assertThat(claim("ops", NOW.plusSeconds(32))).isEmpty();
        assertThat(outbox.counts()).containsOnly(entry(new Key("ops", State.PENDING), 1L));
        assertThat(attempts()).isEmpty();
    }

    @Test
    void a_failed_attempt_counts_and_is_due_again_when_it_says() {
        owe("ops", "v1", NOW);
        Delivery claimed = claim("ops", NOW).get(0);

        outbox.record(List.of(failed(claimed, true, NOW.plusSeconds(45))));

        assertThat(claim("ops", NOW.plusSeconds(44))).isEmpty();
        assertThat(claim("ops", NOW.plusSeconds(45)))
                .extracting(Delivery::attempts)
                .containsExactly(1);
        assertThat(attempts()).containsExactly("v1-ops PENDING true 500 no");
        assertThat(rows("select last_status || ' ' || last_error as c from delivery"))
                .containsExactly("500 no");
    }

    @Test
    void a_pause_is_kept_as_an_attempt_but_does_not_count() {
        owe("ops", "v1", NOW);
        Delivery claimed = claim("ops", NOW).get(0);

        outbox.record(List.of(failed(claimed, false, NOW)));

        assertThat(claim("ops", NOW)).extracting(Delivery::attempts).containsExactly(0);
        assertThat(attempts()).containsExactly("v1-ops PENDING false 500 no");
    }

    @Test
    void what_was_delivered_or_is_dead_is_never_claimed_again() {
        owe("ops", "v1", NOW);
        owe("ops", "v2", NOW);
        List<Delivery> claimed = claim("ops", NOW);

        outbox.record(List.of(delivered(claimed.get(1)), dead(claimed.get(0))));

        assertThat(claim("ops", NOW.plusSeconds(99_999))).isEmpty();
        assertThat(outbox.counts())
                .containsOnly(entry(new Key("ops", State.DELIVERED), 1L), entry(new Key("ops", State.DEAD), 1L));
        assertThat(rows("select id as c from delivery where ended_at is null")).isEmpty();
    }

    @Test
    void one_claim_writes_one_attempt() {
        owe("ops", "v1", NOW);
        Delivery claimed = claim("ops", NOW).get(0);

        outbox.record(List.of(failed(claimed, true, NOW)));
        outbox.record(List.of(delivered(claimed)));

        assertThat(attempts()).hasSize(1);
        assertThat(claim("ops", NOW)).hasSize(1);
    }

    @Test
    void a_stale_entry_does_not_keep_the_others_of_its_batch_from_being_written() {
        owe("ops", "v1", NOW);
        owe("ops", "v2", NOW);
        List<Delivery> claimed = claim("ops", NOW);
        outbox.release(List.of(claimed.get(0)), NOW);

        outbox.record(claimed.stream().map(OutboxContract::delivered).toList());

        assertThat(outbox.counts())
                .containsOnly(entry(new Key("ops", State.DELIVERED), 1L), entry(new Key("ops", State.PENDING), 1L));
        assertThat(attempts()).hasSize(1);
    }

    @Test
    void a_released_delivery_is_due_at_once() {
        owe("ops", "v1", NOW);
        Delivery claimed = claim("ops", NOW).get(0);

        outbox.release(List.of(claimed), NOW.plusSeconds(1));

        assertThat(claim("ops", NOW)).isEmpty();
        assertThat(claim("ops", NOW.plusSeconds(1)))
                .extracting(Delivery::attempts)
                .containsExactly(0);
    }

    @Test
    void a_paused_notifier_gives_none_and_the_others_go_on() {
        owe("ops", "v1", NOW);
        owe("log", "v2", NOW);
        outbox.pause("ops", NOW.plusSeconds(60));

        assertThat(claim("ops", NOW.plusSeconds(59))).isEmpty();
        assertThat(claim("log", NOW)).hasSize(1);
        assertThat(claim("ops", NOW.plusSeconds(60))).hasSize(1);
    }

    @Test
    void a_shorter_pause_does_not_end_a_longer_one() {
        owe("ops", "v1", NOW);
        outbox.pause("ops", NOW.plusSeconds(60));
        outbox.pause("ops", NOW.plusSeconds(5));

        assertThat(claim("ops", NOW.plusSeconds(59))).isEmpty();

        outbox.pause("ops", NOW.plusSeconds(90));
        assertThat(claim("ops", NOW.plusSeconds(60))).isEmpty();
        assertThat(claim("ops", NOW.plusSeconds(90))).hasSize(1);
    }

    @Test
    void the_next_due_time_counts_leases_and_pauses() {
        assertThat(outbox.nextDue(List.of("ops", "log"))).isEmpty();

        owe("ops", "v1", NOW);
        owe("log", "v2", NOW.plusSeconds(9));
        assertThat(outbox.nextDue(List.of("ops", "log"))).contains(NOW);
        assertThat(outbox.nextDue(List.of("log"))).contains(NOW.plusSeconds(9));
        assertThat(outbox.nextDue(List.of())).isEmpty();

        claim("ops", NOW);
        assertThat(outbox.nextDue(List.of("ops"))).contains(NOW.plus(LEASE));

        outbox.pause("ops", NOW.plusSeconds(100));
        outbox.pause("log", NOW.plusSeconds(5));
        assertThat(outbox.nextDue(List.of("ops"))).contains(NOW.plusSeconds(100));
        assertThat(outbox.nextDue(List.of("ops", "log"))).contains(NOW.plusSeconds(9));
    }

    @Test
    void what_is_over_is_not_due() {
        owe("ops", "v1", NOW);
        outbox.record(List.of(delivered(claim("ops", NOW).get(0))));

        assertThat(outbox.nextDue(List.of("ops"))).isEmpty();
    }

    @Test
    void deliveries_of_unknown_notifiers_end_dead_with_the_reason() {
        owe("ops", "v1", NOW);
        owe("gone", "v2", NOW);
        owe("gone", "v3", NOW);
        owe("old", "v4", NOW);
        Delivery done = claim("gone", NOW).get(0);
        outbox.record(List.of(delivered(done)));

        assertThat(outbox.buryUnknown(Set.of("ops", "log"), NOW.plusSeconds(1), NOW.plus(LEASE)))
                .containsOnly(entry("gone", 1), entry("old", 1));

        assertThat(outbox.counts())
                .containsOnly(
                        entry(new Key("ops", State.PENDING), 1L),
                        entry(new Key("gone", State.DELIVERED), 1L),
                        entry(new Key("gone", State.DEAD), 1L),
                        entry(new Key("old", State.DEAD), 1L));
        assertThat(rows("select distinct last_error as c from delivery where state = 'DEAD'"))
                .containsExactly("the notifier is not configured any more");
        assertThat(outbox.buryUnknown(Set.of("ops"), NOW.plusSeconds(1), NOW)).isEmpty();
    }

    @Test
    void what_a_node_with_a_newer_file_may_deliver_is_left_to_it() {
        owe("new", "v1", NOW);
        owe("new", "v2", NOW.minusSeconds(60));
        owe("new", "v3", NOW.minusSeconds(60));
        Delivery claimed = outbox.claim("new", NOW, LEASE, 1).get(0);

        assertThat(outbox.buryUnknown(Set.of("ops"), NOW, NOW.plusSeconds(1))).containsOnly(entry("new", 1));

        outbox.record(List.of(delivered(claimed)));
        assertThat(outbox.counts())
                .as("young, claimed, and neither")
                .containsOnly(
                        entry(new Key("new", State.PENDING), 1L),
                        entry(new Key("new", State.DELIVERED), 1L),
                        entry(new Key("new", State.DEAD), 1L));
    }

    @Test
    void a_claim_that_waited_for_its_turn_does_not_begin_with_its_lease_over() {
        owe("ops", "v1", NOW);
        AtomicLong nanos = new AtomicLong();
        Outbox waiting = new JdbcOutbox(
                database.transactions(),
                () -> nanos.getAndAdd(Duration.ofSeconds(45).toNanos()));

        assertThat(waiting.claim("ops", NOW, LEASE, 9)).hasSize(1);

        assertThat(claim("ops", NOW.plusSeconds(74))).isEmpty();
        assertThat(claim("ops", NOW.plusSeconds(75))).hasSize(1);
    }

    @Test
    void a_buried_delivery_cannot_be_written_by_who_had_claimed_it() {
        owe("gone", "v1", NOW);
        Delivery claimed = claim("gone", NOW).get(0);
        outbox.buryUnknown(Set.of(), NOW.plusSeconds(1), NOW.plus(LEASE));

        outbox.record(List.of(delivered(claimed)));

        assertThat(outbox.counts()).containsOnly(entry(new Key("gone", State.DEAD), 1L));
    }

    @Test
    void two_claimers_never_get_the_same_delivery() throws Exception {
        List<NewDelivery> many = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            many.add(Fixtures.delivery("v" + i, "ops", NOW));
        }
        owe("many", many);
        CyclicBarrier start = new CyclicBarrier(3);
        Callable<List<String>> claimer = () -> {
            start.await();
            List<String> mine = new ArrayList<>();
            List<Delivery> some = outbox.claim("ops", NOW, LEASE, 10);
            while (!some.isEmpty()) {
                some.forEach(d -> mine.add(d.id()));
                some = outbox.claim("ops", NOW, LEASE, 10);
            }
            return mine;
        };

        List<List<String>> all = Together.run(claimer, claimer, claimer);

        assertThat(all.stream().flatMap(List::stream).toList()).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void nothing_to_write_is_nothing() {
        outbox.record(List.of());
        outbox.release(List.of(), NOW);

        assertThat(outbox.counts()).isEmpty();
    }

    private void owe(String notifier, String verdictId, Instant at) {
        owe(verdictId, List.of(Fixtures.delivery(verdictId, notifier, at)));
    }

    private void owe(String name, List<NewDelivery> deliveries) {
        store.register(List.of(Fixtures.spec(name)), NOW, ids);
        Watch watch = store.claim(ACCOUNT, open(1), NOW, LEASE, 1).watches().get(0);
        store.conclude(List.of(conclusion(watch, Outcome.PASSED, "verdict-" + name, NOW, deliveries)));
    }

    private List<Delivery> claim(String notifier, Instant now) {
        return outbox.claim(notifier, now, LEASE, 500);
    }

    private List<String> attempts() {
        return rows(
                "select delivery_id || ' ' || state || ' ' || case when counted then 'true' else 'false' end || ' ' || coalesce(status, 0) || ' '"
                        + " || coalesce(error, '-') as c from attempt order by id");
    }

    private List<String> rows(String sql) {
        return database.texts(sql);
    }

    private static Attempted failed(Delivery delivery, boolean counted, Instant nextAt) {
        return new Attempted(delivery, NOW, State.PENDING, counted, nextAt, Optional.of(500), Optional.of("no"));
    }

    private static Attempted delivered(Delivery delivery) {
        return new Attempted(delivery, NOW, State.DELIVERED, true, NOW, Optional.of(204), Optional.empty());
    }

    private static Attempted dead(Delivery delivery) {
        return new Attempted(delivery, NOW, State.DEAD, true, NOW, Optional.empty(), Optional.of("too old"));
    }

    private static List<String> events(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::eventId).toList();
    }
}
