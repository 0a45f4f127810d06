package io.github.precheckwatcher.store.outbox;

import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.DigestSettings;
import io.github.precheckwatcher.notify.FakeRules;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Attempt;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Entry;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Filter;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Whole;
import io.github.precheckwatcher.notify.outbox.NotifierRow;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempted;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempts;
import io.github.precheckwatcher.notify.outbox.Outbox.Claim;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.github.precheckwatcher.store.database.Databases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every DeliveryDesk promises, held against each database. */
abstract class DeliveryQueriesContract {
    private static final int BATCH = 2;
    private static final Instant LATER = NOW.plusSeconds(9_000);
    private static final Requester BY = new Requester("local:alice", "127.0.0.1", Optional.of("the robot is gone"));

    private Databases.Database database;
    private Outbox outbox;
    private DeliveryQueries deliveryQueries;

    abstract Databases.Database fresh();

    @BeforeEach
    void openStore() {
        database = fresh();
        outbox = new JdbcOutbox(database.transactions());
        deliveryQueries = new JdbcDeliveryQueries(database.transactions(), BATCH);
    }

    @AfterEach
    void closeStore() {
        database.close();
    }

    @Test
    void deliveries_are_listed_the_newest_event_first() {
        owe("b", "ops", "old", NOW);
        owe("a", "ops", "new", NOW.plusSeconds(5));
        owe("c", "log", "new", NOW.plusSeconds(5));

        assertThat(ids(deliveryQueries.list(Filter.ALL, Optional.empty(), 10))).containsExactly("c", "a", "b");
    }

    @Test
    void pages_follow_each_other_without_gap_or_repetition_even_among_events_of_one_moment() {
        for (int i = 0; i < 7; i++) {
            owe("d" + i, "ops", "v" + i, NOW.plusSeconds(i / 3));
        }
        List<String> seen = new ArrayList<>();
        List<Entry> page = deliveryQueries.list(Filter.ALL, Optional.empty(), 2);
        while (!page.isEmpty()) {
            seen.addAll(ids(page));
            page = deliveryQueries.list(
                    Filter.ALL, Optional.of(page.get(page.size() - 1).position()), 2);
        }

        assertThat(seen).containsExactly("d6", "d5", "d4", "d3", "d2", "d1", "d0");
    }

    @Test
    void a_page_goes_on_behind_a_delivery_that_is_gone_meanwhile() {
        owe("d1", "ops", "v1", NOW);
        owe("d2", "ops", "v2", NOW.plusSeconds(1));
        Entry first = deliveryQueries.list(Filter.ALL, Optional.empty(), 1).get(0);
        database.execute("delete from delivery where id = 'd2'");

        assertThat(ids(deliveryQueries.list(Filter.ALL, Optional.of(first.position()), 9)))
                .containsExactly("d1");
    }

    @Test
    void all_parts_of_a_filter_must_hold() {
        owe("d1", "ops", message("v1", MessageType.VERDICT, "orders-db", "FAILED", NOW));
        owe("d2", "log", message("v1", MessageType.VERDICT, "orders-db", "FAILED", NOW));
        owe("d3", "ops", message("v2", MessageType.VERDICT, "billing-db", "PASSED", NOW.plusSeconds(5)));
        end("ops", State.DEAD);

        assertThat(found(filter().notifier("ops").build())).containsExactly("d3", "d1");
        assertThat(found(filter().state(State.PENDING).build())).containsExactly("d2");
        assertThat(found(filter().outcome("FAILED").build())).containsExactly("d2", "d1");
        assertThat(found(filter().subject("billing-db").build())).containsExactly("d3");
        assertThat(found(filter().since(NOW.plusSeconds(5)).build())).containsExactly("d3");
        assertThat(found(filter().until(NOW.plusSeconds(5)).build())).containsExactly("d2", "d1");
        assertThat(found(filter().ids("d1", "d3", "nobody").build())).containsExactly("d3", "d1");
        assertThat(found(filter().notifier("ops")
                        .outcome("PASSED")
                        .state(State.DEAD)
                        .build()))
                .containsExactly("d3");
        assertThat(found(filter().notifier("log").outcome("PASSED").build())).isEmpty();
    }

    @Test
    void an_entry_says_when_it_is_due_and_what_the_last_attempt_brought() {
        owe("d1", "ops", "v1", NOW);
        Delivery claimed = claim("ops", NOW).get(0);
        record("ops", List.of(attempted(claimed, State.PENDING, NOW.plusSeconds(1), LATER, 503, "HTTP 503")));

        assertThat(deliveryQueries.list(Filter.ALL, Optional.empty(), 1))
                .containsExactly(new Entry(
                        "d1",
                        "v1",
                        MessageType.VERDICT,
                        "orders-db",
                        MessageStatus.FAILED,
                        "ops",
                        State.PENDING,
                        1,
                        NOW,
                        Optional.of(LATER),
                        Optional.empty(),
                        Optional.of(503),
                        Optional.of("HTTP 503"),
                        Optional.empty()));
    }

    @Test
    void a_delivery_is_shown_whole_with_its_attempts_in_their_order() {
        Message message = message("v1", MessageType.VERDICT, "orders-db", "FAILED", NOW);
        owe("d1", "ops", message);
        attempt("ops", State.PENDING, NOW, "first");
        attempt("ops", State.DEAD, NOW.plusSeconds(60), "second");

        Whole whole = deliveryQueries.find("d1").orElseThrow();

        assertThat(whole.message()).isEqualTo(message);
        assertThat(whole.body()).isEqualTo("body of d1");
        assertThat(whole.entry().state()).isEqualTo(State.DEAD);
        assertThat(whole.entry().endedAt()).contains(NOW.plusSeconds(60));
        assertThat(whole.entry().nextAt()).isEmpty();
        assertThat(whole.attempts())
                .containsExactly(
                        new Attempt(NOW, true, State.PENDING, Optional.of(500), Optional.of("first")),
                        new Attempt(NOW.plusSeconds(60), true, State.DEAD, Optional.of(500), Optional.of("second")));
        assertThat(deliveryQueries.find("nobody")).isEmpty();
    }

    @Test
    void a_replayed_delivery_begins_anew_with_its_old_id_and_body() {
        owe("d1", "ops", "v1", NOW);
        Delivery before = claim("ops", NOW).get(0);
        record("ops", List.of(ended(before, State.DEAD)));

        assertThat(deliveryQueries.replayable(Filter.ALL)).isEqualTo(1);
        assertThat(deliveryQueries.replay(Filter.ALL, BY, LATER)).isEqualTo(1);

        assertThat(claim("ops", LATER.minusSeconds(1))).isEmpty();
        Delivery again = claim("ops", LATER).get(0);
        assertThat(again.message()).isEqualTo(before.message());
        assertThat(again.body()).isEqualTo(before.body());
        assertThat(again.since()).isEqualTo(LATER);
        assertThat(again.attempts()).isZero();
        assertThat(again.fencing()).isGreaterThan(before.fencing() + 1);
        Entry entry = deliveryQueries.find("d1").orElseThrow().entry();
        assertThat(entry.status()).isEmpty();
        assertThat(entry.error()).isEmpty();
        assertThat(entry.endedAt()).isEmpty();
        assertThat(deliveryQueries.find("d1").orElseThrow().attempts()).hasSize(1);
    }

    @Test
    void a_replayed_delivery_goes_to_every_recipient_again() {
        owe("d", "mail", "v1", NOW);
        Delivery d = claim("mail", NOW).get(0);
        var noted = new Delivery(
                d.id(), d.message(), d.notifier(), d.body(), d.since(), d.attempts(), d.fencing(), Optional.of("{}"));
        record("mail", List.of(ended(noted, State.DEAD)));

        deliveryQueries.replay(Filter.of(d.id()), BY, NOW.plusSeconds(90));

        assertThat(claim("mail", NOW.plusSeconds(90)).get(0).progress()).isEmpty();
    }

    @Test
    void only_what_is_dead_is_replayed() {
        owe("d1", "ops", "v1", NOW);
        owe("d2", "log", "v1", NOW);
        end("log", State.DELIVERED);

        assertThat(deliveryQueries.replayable(Filter.ALL)).isZero();
        assertThat(deliveryQueries.replay(Filter.ALL, BY, LATER)).isZero();
        assertThat(deliveryQueries.replay(Filter.of("d2"), BY, LATER)).isZero();
    }

    @Test
    void a_replay_takes_what_its_filter_names_in_as_many_batches_as_it_needs() {
        for (int i = 0; i < 5; i++) {
            owe("d" + i, "ops", "v" + i, NOW);
        }
        owe("other", "log", "v1", NOW);
        end("ops", State.DEAD);
        end("log", State.DEAD);
        Filter ops = filter().notifier("ops").build();

        assertThat(deliveryQueries.replayable(ops)).isEqualTo(5);
        assertThat(deliveryQueries.replay(ops, BY, LATER)).isEqualTo(5);

        assertThat(claim("ops", LATER)).hasSize(5);
        assertThat(claim("log", LATER)).isEmpty();
        assertThat(deliveryQueries.replay(ops, BY, LATER)).isZero();
    }

    @Test
    void a_digest_takes_its_members_along_and_they_do_not_go_out_alone() {
        digestOfTwo();

        assertThat(deliveryQueries.replayable(Filter.ALL)).isEqualTo(3);
        assertThat(deliveryQueries.replay(Filter.ALL, BY, LATER)).isEqualTo(3);

        assertThat(claim("ops", LATER)).extracting(Delivery::id).containsExactly("z-digest");
        assertThat(found(filter().state(State.PENDING).build())).containsExactly("z-digest", "m2", "m1");
        assertThat(deliveryQueries.find("m1").orElseThrow().entry().digest()).contains("z-digest");
        assertThat(deliveryQueries.find("m1").orElseThrow().entry().nextAt()).isEmpty();
    }

    @Test
    void a_digest_that_is_replayed_by_its_id_counts_with_its_members() {
        digestOfTwo();

        assertThat(deliveryQueries.replayable(Filter.of("z-digest"))).isEqualTo(3);
        assertThat(deliveryQueries.replay(Filter.of("z-digest"), BY, LATER)).isEqualTo(3);
    }

    @Test
    void a_member_that_is_replayed_without_its_digest_goes_out_alone() {
        digestOfTwo();

        assertThat(deliveryQueries.replay(Filter.of("m1"), BY, LATER)).isEqualTo(1);

        assertThat(claim("ops", LATER)).extracting(Delivery::id).containsExactly("m1");
        assertThat(deliveryQueries.find("m1").orElseThrow().entry().digest()).isEmpty();
        assertThat(deliveryQueries.find("m2").orElseThrow().entry().state()).isEqualTo(State.DEAD);
    }

    @Test
    void what_was_delivered_is_sent_again_only_when_that_is_said() {
        owe("d1", "ops", "v1", NOW);
        Delivery before = claim("ops", NOW).get(0);
        record("ops", List.of(ended(before, State.DELIVERED)));

        assertThat(deliveryQueries.replay(Filter.of("d1"), BY, LATER)).isZero();
        assertThat(deliveryQueries.replayable(Filter.of("d1").in(State.DELIVERED)))
                .isEqualTo(1);
        assertThat(deliveryQueries.replay(Filter.of("d1").in(State.DELIVERED), BY, LATER))
                .isEqualTo(1);

        Delivery again = claim("ops", LATER).get(0);
        assertThat(again.message()).isEqualTo(before.message());
        assertThat(again.body()).isEqualTo(before.body());
        assertThat(again.attempts()).isZero();
        assertThat(again.since()).isEqualTo(LATER);
    }

    @Test
    void a_delivered_digest_is_sent_again_with_its_members() {
        digestOfTwo();
        database.execute("update delivery set state = 'DELIVERED'");
        Filter digest = Filter.of("z-digest").in(State.DELIVERED);

        assertThat(deliveryQueries.replayable(digest)).isEqualTo(3);
        assertThat(deliveryQueries.replay(digest, BY, LATER)).isEqualTo(3);

        assertThat(claim("ops", LATER)).extracting(Delivery::id).containsExactly("z-digest");
        assertThat(deliveryQueries.find("m1").orElseThrow().entry().state()).isEqualTo(State.PENDING);
    }

    @Test
    void what_waits_cannot_be_replayed() {
        Filter pending = Filter.ALL.in(State.PENDING);

        assertThatThrownBy(() -> deliveryQueries.replay(pending, BY, NOW)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_discarded_delivery_is_dead_with_who_asked_for_it_and_why() {
        owe("d1", "ops", "v1", NOW);
        owe("d2", "log", "v1", NOW);
        Filter ops = filter().notifier("ops").build();

        assertThat(deliveryQueries.discardable(ops)).isEqualTo(1);
        assertThat(deliveryQueries.discard(ops, BY, LATER)).isEqualTo(1);

        Entry discarded = deliveryQueries.find("d1").orElseThrow().entry();
        assertThat(discarded.state()).isEqualTo(State.DEAD);
        assertThat(discarded.error()).contains("discarded by local:alice: the robot is gone");
        assertThat(discarded.endedAt()).contains(LATER);
        assertThat(deliveryQueries.find("d1").orElseThrow().attempts()).isEmpty();
        assertThat(claim("ops", LATER)).isEmpty();
        assertThat(claim("log", LATER)).extracting(Delivery::id).containsExactly("d2");
        assertThat(database.texts("select dead as c from notifier where name = 'ops'"))
                .containsExactly("0");
        assertThat(deliveryQueries.discard(ops, BY, LATER)).isZero();
    }

    @Test
    void a_discard_without_a_reason_says_who_asked_for_it() {
        owe("d1", "ops", "v1", NOW);

        deliveryQueries.discard(Filter.ALL, new Requester("local", "127.0.0.1", Optional.empty()), LATER);

        assertThat(deliveryQueries.find("d1").orElseThrow().entry().error()).contains("discarded by local");
    }

    @Test
    void what_comes_of_an_attempt_that_a_discard_overtook_is_not_recorded() {
        owe("d1", "ops", "v1", NOW);
        Delivery underWay = claim("ops", NOW).get(0);

        assertThat(deliveryQueries.discard(Filter.of("d1"), BY, LATER)).isEqualTo(1);
        record("ops", List.of(ended(underWay, State.DELIVERED)));
        outbox.release(List.of(underWay), LATER);

        assertThat(deliveryQueries.find("d1").orElseThrow().entry().state()).isEqualTo(State.DEAD);
        assertThat(deliveryQueries.find("d1").orElseThrow().attempts()).isEmpty();
        assertThat(claim("ops", LATER.plus(LEASE))).isEmpty();
    }

    @Test
    void what_was_delivered_before_a_discard_stays_delivered() {
        owe("d1", "ops", "v1", NOW);
        end("ops", State.DELIVERED);

        assertThat(deliveryQueries.discard(Filter.of("d1"), BY, LATER)).isZero();

        assertThat(deliveryQueries.find("d1").orElseThrow().entry().state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void a_discarded_digest_takes_its_members_along_and_no_member_goes_without_it() {
        digestOfTwo();
        deliveryQueries.replay(Filter.ALL, BY, NOW);

        assertThat(deliveryQueries.discardable(Filter.of("m1"))).isZero();
        assertThat(deliveryQueries.discard(Filter.of("m1"), BY, LATER)).isZero();
        assertThat(deliveryQueries.discardable(Filter.ALL)).isEqualTo(3);
        assertThat(deliveryQueries.discard(Filter.of("z-digest"), BY, LATER)).isEqualTo(3);

        assertThat(found(filter().state(State.DEAD).build())).containsExactly("z-digest", "m2", "m1");
        assertThat(deliveryQueries.find("m1").orElseThrow().entry().error())
                .contains("discarded by local:alice: the robot is gone");
    }

    @Test
    void what_was_discarded_is_grouped_into_no_digest() {
        owe("d1", "ops", "v1", NOW);
        owe("d2", "ops", "v2", NOW);
        owe("d3", "ops", "v3", NOW);
        deliveryQueries.discard(Filter.of("d1"), BY, NOW);
        FakeRules folding = new FakeRules()
                .grouping(
                        new DigestSettings(Duration.ofMinutes(1), List.of(), Optional.empty()),
                        (members, now) -> Optional.of(new NewDelivery(
                                "z-digest",
                                message("v9", MessageType.DIGEST, members.size() + " verdicts", "FAILED", now),
                                "ops",
                                "",
                                now,
                                now,
                                "")));

        List<Delivery> claimed =
                outbox.claim("ops", folding, new Claim(9, true, LATER, LEASE)).deliveries();

        assertThat(claimed).extracting(delivery -> delivery.message().subject()).containsExactly("2 verdicts");
    }

    @Test
    void a_discard_takes_the_deliveries_of_every_notifier_in_as_many_batches_as_it_needs() {
        for (int i = 0; i < 5; i++) {
            owe("d" + i, "ops", "v" + i, NOW);
            owe("l" + i, "log", "v" + i, NOW);
        }

        assertThat(deliveryQueries.discardable(Filter.ALL)).isEqualTo(10);
        assertThat(deliveryQueries.discard(Filter.ALL, BY, LATER)).isEqualTo(10);

        assertThat(found(filter().state(State.DEAD).build())).hasSize(10);
    }

    @Test
    void a_discarded_delivery_can_be_sent_after_all() {
        owe("d1", "ops", "v1", NOW);
        deliveryQueries.discard(Filter.of("d1"), BY, NOW);

        assertThat(deliveryQueries.replay(Filter.of("d1"), BY, LATER)).isEqualTo(1);

        assertThat(claim("ops", LATER)).extracting(Delivery::id).containsExactly("d1");
    }

    @Test
    void each_act_stands_in_the_history_of_the_watch_with_who_asked_for_it() {
        database.execute(
                "insert into watch (id, task_id, instance_uuid, uni_region_id, account, name, labels, notifiers,"
                        + " deadline_ms, polling, state, round, registered_at, round_started_at, deadline_at, due_at, fencing,"
                        + " polls, errors, final_tries) values ('w1', 't', 'i', 'r', 'default', 'orders-db', '{}', '[]', 1, '{}',"
                        + " 'ENDED', 1, '2026-11-24T08:00:00Z', '2026-11-24T08:00:00Z', '2026-11-24T08:00:00Z',"
                        + " '2026-11-24T08:00:00Z', 1, 1, 0, 0)");
        digestOfTwo();
        database.execute("update message set watch_id = 'w1' where id in ('v1', 'v2')");

        deliveryQueries.replay(Filter.of("z-digest"), BY, NOW);
        deliveryQueries.discard(Filter.ALL, BY, LATER);

        String entries = "select kind || ' ' || coalesce(watch_id, '-') || ' ' || detail || ' ' || requested_by || ' '"
                + " || requested_from || ' ' || reason as c from event order by id";
        String who = " local:alice 127.0.0.1 the robot is gone";
        assertThat(database.texts(entries))
                .containsExactly(
                        "REPLAYED - v9 to ops, was DEAD" + who,
                        "REPLAYED w1 v1 to ops, was DEAD" + who,
                        "REPLAYED w1 v2 to ops, was DEAD" + who,
                        "DISCARDED - v9 to ops, was PENDING" + who,
                        "DISCARDED w1 v1 to ops, was PENDING" + who,
                        "DISCARDED w1 v2 to ops, was PENDING" + who);
    }

    @Test
    void an_act_that_takes_nothing_leaves_no_history() {
        owe("d1", "ops", "v1", NOW);

        deliveryQueries.replay(Filter.ALL, BY, LATER);

        assertThat(database.texts("select kind as c from event")).isEmpty();
    }

    @Test
    void notifiers_are_described_as_their_rows_say() {
        assertThat(deliveryQueries.notifiers()).isEmpty();
        owe("d1", "log", "v1", NOW);
        owe("d2", "ops", "v1", NOW);
        claim("log", NOW);
        claim("ops", NOW);
        database.execute("update notifier set failures = 3, paused_until = '2026-11-24T10:30:00Z',"
                + " down_since = '2026-11-24T10:30:00Z', sent = '[\"2026-11-24T08:00:00Z\"]'"
                + " where name = 'ops'");

        List<NotifierRow> rows = deliveryQueries.notifiers();

        assertThat(rows).extracting(NotifierRow::name).containsExactly("log", "ops");
        assertThat(rows.get(0).downSince()).isEmpty();
        assertThat(rows.get(1).pausedUntil()).contains(LATER);
        assertThat(rows.get(1).downSince()).contains(LATER);
        assertThat(rows.get(1).failures()).isEqualTo(3);
        assertThat(rows.get(1).sent()).containsExactly(NOW);
    }

    /** A dead digest of two dead members, whose ids go before the digest's. */
    private void digestOfTwo() {
        owe("m1", "ops", "v1", NOW);
        owe("m2", "ops", "v2", NOW);
        owe("z-digest", "ops", message("v9", MessageType.DIGEST, "2 verdicts", "FAILED", NOW));
        end("ops", State.DEAD);
        database.execute("update delivery set digest_id = 'z-digest' where id in ('m1', 'm2')");
    }

    private void owe(String id, String notifier, String event, Instant at) {
        owe(id, notifier, message(event, MessageType.VERDICT, "orders-db", "FAILED", at));
    }

    private void owe(String id, String notifier, Message message) {
        Instant at = message.occurredAt();
        NewDelivery delivery = new NewDelivery(id, message, notifier, "body of " + id, at, at, "");
        outbox.post(List.of(delivery));
    }

    private static Message message(String id, MessageType type, String subject, String outcome, Instant at) {
        return new Message(id, type, subject, MessageStatus.valueOf(outcome), at, "{\"id\":\"" + id + "\"}");
    }

    private List<Delivery> claim(String notifier, Instant now) {
        return outbox.claim(notifier, new FakeRules(), new Claim(9, false, now, LEASE))
                .deliveries();
    }

    private void end(String notifier, State state) {
        record(
                notifier,
                claim(notifier, NOW.plusSeconds(60)).stream()
                        .map(d -> ended(d, state))
                        .toList());
    }

    private void attempt(String notifier, State state, Instant at, String error) {
        record(notifier, List.of(attempted(claim(notifier, at).get(0), state, at, at, 500, error)));
    }

    private void record(String notifier, List<Attempted> attempts) {
        outbox.record(notifier, new FakeRules(), new Attempts(attempts, true));
    }

    private static Attempted ended(Delivery delivery, State state) {
        return attempted(delivery, state, NOW.plusSeconds(60), NOW, 500, "no");
    }

    private static Attempted attempted(
            Delivery delivery, State state, Instant at, Instant nextAt, int status, String error) {
        return new Attempted(
                delivery, at, state, true, nextAt, Optional.of(status), Optional.of(error), Optional.empty());
    }

    private List<String> found(Filter filter) {
        return ids(deliveryQueries.list(filter, Optional.empty(), 99));
    }

    private static List<String> ids(List<Entry> entries) {
        return entries.stream().map(Entry::id).toList();
    }

    private static FilterBuilder filter() {
        return new FilterBuilder();
    }

    private static final class FilterBuilder {
        private List<String> ids = List.of();
        private Optional<String> notifier = Optional.empty();
        private Optional<State> state = Optional.empty();
        private Optional<MessageStatus> outcome = Optional.empty();
        private Optional<String> subject = Optional.empty();
        private Optional<Instant> since = Optional.empty();
        private Optional<Instant> until = Optional.empty();

        FilterBuilder ids(String... some) {
            ids = List.of(some);
            return this;
        }

        FilterBuilder notifier(String name) {
            notifier = Optional.of(name);
            return this;
        }

        FilterBuilder state(State one) {
            state = Optional.of(one);
            return this;
        }

        FilterBuilder outcome(String word) {
            outcome = Optional.of(MessageStatus.valueOf(word));
            return this;
        }

        FilterBuilder subject(String name) {
            subject = Optional.of(name);
            return this;
        }

        FilterBuilder since(Instant time) {
            since = Optional.of(time);
            return this;
        }

        FilterBuilder until(Instant time) {
            until = Optional.of(time);
            return this;
        }

        Filter build() {
            return new Filter(ids, notifier, state, outcome, subject, since, until);
        }
    }
}
