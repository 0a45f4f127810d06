package io.github.precheckwatcher.store.outbox;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.DigestSettings;
import io.github.precheckwatcher.notify.FakeRules;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.notify.outbox.DeliveryClaimLimit;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries;
import io.github.precheckwatcher.notify.outbox.FoundRate;
import io.github.precheckwatcher.notify.outbox.NotifierRow;
import io.github.precheckwatcher.notify.outbox.NotifierTransition;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempted;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempts;
import io.github.precheckwatcher.notify.outbox.Outbox.Claim;
import io.github.precheckwatcher.notify.outbox.Outbox.Key;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.Together;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.watch.JdbcWatchStore;
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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every Outbox promises, held against each database. */
abstract class OutboxContract {
    private final Supplier<String> ids = StoredWatches.ids();
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
    void a_delivery_is_due_atOnce_with_what_was_written() {
        owe("ops", "v1", NOW);

        assertThat(claim("ops", NOW))
                .containsExactly(
                        new Delivery("v1-ops", StoredWatches.message("v1", NOW), "ops", "{\"id\":\"v1\"}", NOW, 0, 1));
    }

    @Test
    void a_notifier_gets_its_own_oldest_first_and_no_more_than_asked_for() {
        owe("ops", "v3", NOW.plusSeconds(3));
        owe("ops", "v1", NOW.plusSeconds(1));
        owe("ops", "v2", NOW.plusSeconds(2));
        owe("log", "v0", NOW);
        owe("ops", "v9", NOW.plusSeconds(60));
        Instant now = NOW.plusSeconds(10);

        assertThat(events(claim("ops", now, 2))).containsExactly("v1", "v2");
        assertThat(events(claim("ops", now, 9))).containsExactly("v3");
        assertThat(claim("ops", now)).isEmpty();
    }

    @Test
    void what_a_notifier_noted_is_kept_over_attempts_and_fenced_as_they_are() {
        owe("mail", "v1", NOW);
        Delivery first = claim("mail", NOW).get(0);
        assertThat(first.progress()).isEmpty();

        record("mail", List.of(failed(noted(first, "{\"taken\":[\"a@b\"]}"), true, NOW.plusSeconds(5))));
        Delivery second = claim("mail", NOW.plusSeconds(5)).get(0);
        assertThat(second.progress()).contains("{\"taken\":[\"a@b\"]}");

        // a late write-back of the first claim changes nothing
        record("mail", List.of(failed(noted(first, "{}"), true, NOW.plusSeconds(6))));
        record("mail", List.of(failed(second, true, NOW.plusSeconds(7))));
        assertThat(claim("mail", NOW.plusSeconds(7)).get(0).progress()).contains("{\"taken\":[\"a@b\"]}");
    }

    private static Delivery noted(Delivery d, String progress) {
        return new Delivery(
                d.id(),
                d.message(),
                d.notifier(),
                d.body(),
                d.since(),
                d.attempts(),
                d.fencing(),
                Optional.of(progress));
    }

    @Test
    void a_lease_that_ran_out_makes_a_delivery_due_again_and_fences_the_late_node_off() {
        owe("ops", "v1", NOW);
        Delivery lost = claim("ops", NOW).get(0);

        assertThat(claim("ops", NOW.plusSeconds(29))).isEmpty();
        Delivery found = claim("ops", NOW.plusSeconds(30)).get(0);
        record("ops", List.of(dead(lost)));
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

        record("ops", List.of(failed(claimed, true, NOW.plusSeconds(45))));

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

        record("ops", List.of(failed(claimed, false, NOW)));

        assertThat(claim("ops", NOW)).extracting(Delivery::attempts).containsExactly(0);
        assertThat(attempts()).containsExactly("v1-ops PENDING false 500 no");
    }

    @Test
    void what_was_delivered_or_is_dead_is_never_claimed_again() {
        owe("ops", "v1", NOW);
        owe("ops", "v2", NOW);
        List<Delivery> claimed = claim("ops", NOW);

        record("ops", List.of(delivered(claimed.get(1)), dead(claimed.get(0))));

        assertThat(claim("ops", NOW.plusSeconds(99_999))).isEmpty();
        assertThat(outbox.counts())
                .containsOnly(entry(new Key("ops", State.DELIVERED), 1L), entry(new Key("ops", State.DEAD), 1L));
        assertThat(rows("select id as c from delivery where ended_at is null")).isEmpty();
    }

    @Test
    void one_claim_writes_one_attempt() {
        owe("ops", "v1", NOW);
        Delivery claimed = claim("ops", NOW).get(0);

        record("ops", List.of(failed(claimed, true, NOW)));
        record("ops", List.of(delivered(claimed)));

        assertThat(attempts()).hasSize(1);
        assertThat(claim("ops", NOW)).hasSize(1);
    }

    @Test
    void a_stale_entry_does_not_keep_the_others_of_its_batch_from_being_written() {
        owe("ops", "v1", NOW);
        owe("ops", "v2", NOW);
        List<Delivery> claimed = claim("ops", NOW);
        outbox.release(List.of(claimed.get(0)), NOW);

        record("ops", claimed.stream().map(OutboxContract::delivered).toList());

        assertThat(outbox.counts())
                .containsOnly(entry(new Key("ops", State.DELIVERED), 1L), entry(new Key("ops", State.PENDING), 1L));
        assertThat(attempts()).hasSize(1);
    }

    @Test
    void a_released_delivery_is_due_atOnce() {
        owe("ops", "v1", NOW);
        Delivery claimed = claim("ops", NOW).get(0);

        outbox.release(List.of(claimed), NOW.plusSeconds(1));

        assertThat(claim("ops", NOW)).isEmpty();
        assertThat(claim("ops", NOW.plusSeconds(1)))
                .extracting(Delivery::attempts)
                .containsExactly(0);
    }

    @Test
    void the_rule_decides_how_many_and_its_row_is_kept() {
        owe("ops", "v1", NOW);
        owe("log", "v2", NOW);
        List<NotifierRow> seen = new ArrayList<>();
        NotifierRow paused = row("ops", Optional.of(NOW.plusSeconds(60)), Optional.empty());

        assertThat(claim("ops", stored -> {
                    seen.add(stored);
                    return new DeliveryClaimLimit(paused, 0, false, Optional.empty(), Optional.empty());
                }))
                .isEmpty();
        assertThat(claim("log", NOW)).hasSize(1);
        outbox.record(
                "ops",
                new FakeRules().after(stored -> new NotifierTransition(paused, Optional.empty(), List.of())),
                new Attempts(List.of(), true));
        assertThat(claim("ops", stored -> {
                    seen.add(stored);
                    return new DeliveryClaimLimit(stored, 1, false, Optional.empty(), Optional.of(NOW.plusSeconds(5)));
                }))
                .hasSize(1);
        claim("ops", stored -> {
            seen.add(stored);
            return new DeliveryClaimLimit(stored, 0, false, Optional.empty(), Optional.empty());
        });

        assertThat(seen.get(0)).isEqualTo(NotifierRow.fresh("ops"));
        assertThat(seen.get(1))
                .as("a claim that may take nothing writes nothing")
                .isEqualTo(NotifierRow.fresh("ops"));
        assertThat(seen.get(2).sent()).as("what was taken counts").containsExactly(NOW.plusSeconds(5));
    }

    @Test
    void of_a_notifier_that_is_down_only_what_is_too_old_is_taken() {
        owe("ops", "v1", NOW.minusSeconds(60));
        owe("ops", "v2", NOW.minusSeconds(59));
        DigestSettings atOnce = new DigestSettings(Duration.ofSeconds(1), List.of(), Optional.empty());
        FakeRules rules = new FakeRules()
                .admit((row, at) ->
                        new DeliveryClaimLimit(row, 9, false, Optional.of(at.minusSeconds(60)), Optional.empty()))
                .grouping(atOnce, (members, at) -> {
                    throw new AssertionError("nothing is folded for a notifier that is down");
                });

        List<Delivery> claimed =
                outbox.claim("ops", rules, new Claim(9, true, NOW, LEASE)).deliveries();

        assertThat(claimed).extracting(Delivery::eventId).containsExactly("v1");
    }

    @Test
    void a_digest_of_a_notifier_that_is_not_configured_ends_with_its_members_and_they_never_alone() {
        owe("gone", "v1", NOW);
        owe("gone", "v2", NOW);
        Instant now = NOW.plusSeconds(60);
        Delivery digest = digest("gone", now, 9).get(0);
        assertThat(outbox.markUnknownDead(List.of(), now.plusSeconds(1), now.plusSeconds(1)))
                .isEmpty();

        record("gone", List.of(failed(digest, true, now.plusSeconds(1))));
        assertThat(outbox.unknown(List.of(), now.plusSeconds(99), now.plusSeconds(99)))
                .containsOnly(entry("gone", 3));
        outbox.markUnknownDead(List.of(), now.plusSeconds(99), now.plusSeconds(99));

        assertThat(outbox.counts()).containsOnly(Map.entry(new Outbox.Key("gone", State.DEAD), 3L));
    }

    @Test
    void what_was_taken_counts_as_many_messages_as_it_is() {
        owe("ops", "v1", NOW);
        owe("ops", "v2", NOW);
        Instant at = NOW.plusSeconds(5);

        FakeRules rules = new FakeRules()
                .admit((row, now) -> new DeliveryClaimLimit(row, 9, false, Optional.empty(), Optional.of(at)))
                .messages(body -> body.contains("v1") ? 2 : 1);
        assertThat(outbox.claim("ops", rules, new Claim(9, false, NOW, LEASE)).deliveries())
                .hasSize(2);
        claim("ops", row -> {
            assertThat(row.sent()).containsExactly(at, at, at);
            return take(row, 0);
        });
    }

    @Test
    void every_part_of_a_notifiers_row_is_kept() {
        owe("ops", "v1", NOW);
        NotifierRow whole = new NotifierRow(
                "ops",
                Optional.of(NOW.plusSeconds(1)),
                7,
                Optional.of(NOW.minusSeconds(9)),
                Optional.of(NOW.minusSeconds(2)),
                Optional.of(NOW.plusSeconds(3)),
                4,
                List.of(NOW.minusSeconds(6), NOW.minusSeconds(5)),
                8,
                true,
                3,
                Optional.of(new FoundRate(
                        Optional.of(0.95),
                        NOW.minusSeconds(8),
                        true,
                        NOW.minusSeconds(10),
                        Optional.of(NOW.minusSeconds(7)),
                        6,
                        new FoundRate.Took(60, 61.5),
                        NOW.plusMillis(1))));

        record("ops", claim("ops", NOW), whole);

        assertThat(row("ops")).isEqualTo(whole);
    }

    @Test
    void a_recovered_notifiers_waiting_deliveries_are_due_atOnce_and_those_under_way_stay_so() {
        owe("ops", "v1", NOW);
        owe("ops", "v2", NOW);
        owe("ops", "v3", NOW);
        List<Delivery> claimed = claim("ops", NOW);
        record("ops", List.of(failed(claimed.get(0), true, NOW.plusSeconds(9_000))));

        recover("ops", claimed.get(1), NOW);

        assertThat(claim("ops", NOW))
                .extracting(Delivery::id)
                .containsExactly(claimed.get(0).id());
    }

    @Test
    void what_a_recovered_notifier_refused_before_it_was_down_waits_as_it_did() {
        owe("ops", "v1", NOW);
        owe("ops", "v2", NOW);
        owe("ops", "v3", NOW);
        List<Delivery> claimed = claim("ops", NOW);
        Instant later = NOW.plusSeconds(9_000);
        record("ops", List.of(failed(claimed.get(0), true, later), unanswered(claimed.get(1), later)));

        recover("ops", claimed.get(2), NOW.plusMillis(1));

        assertThat(claim("ops", NOW))
                .extracting(Delivery::id)
                .containsExactly(claimed.get(1).id());
    }

    @Test
    void a_probe_is_made_with_what_was_never_tried() {
        owe("ops", "v1", NOW.minusSeconds(9));
        record("ops", List.of(failed(claim("ops", NOW).get(0), true, NOW.minusSeconds(5))));
        owe("ops", "v2", NOW.minusSeconds(1));
        owe("ops", "v3", NOW);

        assertThat(claim("ops", row -> new DeliveryClaimLimit(row, 1, true, Optional.empty(), Optional.empty())))
                .extracting(Delivery::eventId)
                .containsExactly("v2");
    }

    @Test
    void a_limit_holds_for_all_who_claim_at_once() throws Exception {
        List<NewDelivery> many = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            many.add(StoredWatches.delivery("v" + i, "ops", NOW));
        }
        owe("many", many);
        claim("ops", row -> take(row, 0)); // from here on its row is there
        CyclicBarrier start = new CyclicBarrier(3);
        Callable<Integer> claimer = () -> {
            int taken = 0;
            for (int i = 0; i < 20; i++) {
                start.await();
                taken += claim(
                                "ops",
                                row -> new DeliveryClaimLimit(
                                        row,
                                        Math.min(1, 20 - row.sent().size()),
                                        false,
                                        Optional.empty(),
                                        Optional.of(NOW)))
                        .size();
            }
            return taken;
        };

        int all = Together.run(claimer, claimer, claimer).stream()
                .mapToInt(Integer::intValue)
                .sum();

        assertThat(all).isEqualTo(20);
    }

    @Test
    void a_claim_with_a_write_back_sees_what_that_wrote() {
        owe("ops", "v1", NOW);
        List<Delivery> claimed = claim("ops", NOW);
        owe("ops", "v2", NOW);
        NotifierRow row = row("ops", Optional.of(NOW.plusSeconds(1)), Optional.empty());
        List<NotifierRow> seen = new ArrayList<>();

        FakeRules rules = new FakeRules()
                .after(stored -> new NotifierTransition(row, Optional.empty(), List.of()))
                .admit((stored, at) -> {
                    seen.add(stored);
                    return take(stored, 9);
                });
        List<Delivery> next = outbox.recordAndClaim(
                        "ops",
                        rules,
                        new Attempts(List.of(delivered(claimed.get(0))), true),
                        new Claim(9, false, NOW, LEASE))
                .deliveries();

        assertThat(next).extracting(Delivery::eventId).containsExactly("v2");
        assertThat(seen).containsExactly(row);
        assertThat(outbox.counts())
                .containsOnly(entry(new Key("ops", State.DELIVERED), 1L), entry(new Key("ops", State.PENDING), 1L));
    }

    @Test
    void a_write_back_whose_claim_fails_is_not_written() {
        owe("ops", "v1", NOW);
        List<Delivery> claimed = claim("ops", NOW);

        assertThatThrownBy(() -> outbox.recordAndClaim(
                        "ops",
                        new FakeRules().admit((stored, at) -> {
                            throw new IllegalStateException("no rule");
                        }),
                        new Attempts(List.of(delivered(claimed.get(0))), true),
                        new Claim(9, false, NOW, LEASE)))
                .hasMessage("no rule");

        assertThat(outbox.counts()).containsOnly(entry(new Key("ops", State.PENDING), 1L));
    }

    @Test
    void what_died_is_taken_over_in_the_same_transaction_and_by_a_notifier_once() {
        owe("ops", "v1", NOW);
        owe("v2", List.of(StoredWatches.delivery("v2", "ops", NOW), StoredWatches.delivery("v2", "mail", NOW)));
        List<Delivery> claimed = claim("ops", NOW);

        record(
                "ops",
                claimed.stream()
                        .map(delivery -> dead(delivery, StoredWatches.delivery(delivery.eventId(), "mail", NOW)))
                        .toList());

        assertThat(claim("mail", NOW)).extracting(Delivery::eventId).containsExactlyInAnyOrder("v1", "v2");
    }

    @Test
    void a_dead_digest_is_taken_over_without_what_the_fallback_has_already() {
        Instant now = NOW.plusSeconds(60);
        Delivery digest = digestOfThree("mail", now);
        record(
                "mail",
                claim("mail", NOW).stream().map(OutboxContract::delivered).toList());

        record("ops", List.of(dead(digest, StoredWatches.delivery(digest.eventId(), "mail", NOW))));

        assertThat(claim("mail", now)).extracting(Delivery::eventId).containsExactly("only-v1-v3");
    }

    @Test
    void a_dead_digest_is_taken_over_whole_by_who_has_none_of_it() {
        owe("ops", "v1", NOW);
        owe("ops", "v2", NOW);
        Delivery digest = digest("ops", NOW.plusSeconds(60), 9).get(0);

        record("ops", List.of(dead(digest, StoredWatches.delivery(digest.eventId(), "mail", NOW))));

        assertThat(claim("mail", NOW)).extracting(Delivery::eventId).containsExactly(digest.eventId());
    }

    @Test
    void a_dead_digest_is_not_taken_over_by_who_has_all_of_it() {
        for (String id : List.of("v1", "v2")) {
            owe(id, List.of(StoredWatches.delivery(id, "ops", NOW), StoredWatches.delivery(id, "mail", NOW)));
        }
        Delivery digest = digest("ops", NOW.plusSeconds(60), 9).get(0);

        record("ops", List.of(dead(digest, StoredWatches.delivery(digest.eventId(), "mail", NOW))));

        assertThat(claim("mail", NOW)).extracting(Delivery::eventId).containsExactlyInAnyOrder("v1", "v2");
    }

    @Test
    void what_a_fallback_was_sent_of_a_digest_it_is_not_sent_again() {
        Instant now = NOW.plusSeconds(60);
        Delivery digest = digestOfThree("mail", now);
        record("ops", List.of(dead(digest, StoredWatches.delivery(digest.eventId(), "mail", NOW))));
        assertThat(claim("mail", now)).extracting(Delivery::eventId).containsExactly("v2", "only-v1-v3");

        new JdbcDeliveryQueries(database.transactions())
                .replay(
                        DeliveryQueries.Filter.of(digest.id()),
                        new Requester("local", "127.0.0.1", Optional.empty()),
                        now);
        record("ops", List.of(dead(claim("ops", now).get(0), StoredWatches.delivery(digest.eventId(), "mail", NOW))));

        assertThat(claim("mail", now)).isEmpty();
    }

    @Test
    void a_digest_that_was_taken_over_and_dies_again_goes_on_with_its_members() {
        Instant now = NOW.plusSeconds(60);
        Delivery digest = digestOfThree("chat", now);
        record("ops", List.of(dead(digest, StoredWatches.delivery(digest.eventId(), "mail", NOW))));
        Delivery again = claim("mail", now).get(0);
        assertThat(again.eventId()).isEqualTo(digest.eventId());

        record("mail", List.of(dead(again, StoredWatches.delivery(again.eventId(), "chat", NOW))));

        assertThat(claim("chat", now)).extracting(Delivery::eventId).containsExactly("v2", "only-v1-v3");
        assertThat(rows("select state as c from delivery where notifier = 'mail'"))
                .containsOnly("DEAD")
                .hasSize(4);
    }

    @Test
    void a_dead_digest_of_which_no_smaller_one_can_be_made_is_taken_over_message_by_message() {
        Instant now = NOW.plusSeconds(90);
        Delivery digest = digestOfThree("mail", now);
        NewDelivery whole = StoredWatches.delivery(digest.eventId(), "mail", now);
        FakeRules rules = takingOver()
                .takeOver(
                        (notifier, members) -> Optional.empty(),
                        (notifier, member) -> StoredWatches.delivery(member.id(), notifier, NOW));
        outbox.record("ops", rules, new Attempts(List.of(dead(digest, whole)), true));

        assertThat(events(claim("mail", now, 9))).containsExactlyInAnyOrder("v1", "v2", "v3");
    }

    @Test
    void what_cannot_be_folded_goes_out_alone() {
        owe("ops", "v1", NOW);
        owe("ops", "v2", NOW);
        DigestSettings after = new DigestSettings(Duration.ofSeconds(60), List.of(), Optional.empty());
        FakeRules rules = new FakeRules().grouping(after, (members, at) -> Optional.empty());

        List<Delivery> claimed = outbox.claim("ops", rules, new Claim(9, true, NOW.plusSeconds(90), LEASE))
                .deliveries();

        assertThat(events(claimed)).containsExactlyInAnyOrder("v1", "v2");
    }

    @Test
    void a_body_that_could_not_be_written_with_its_delivery_is_written_by_the_claim_that_stands() {
        NewDelivery bare = StoredWatches.delivery("v1", "ops", NOW);
        owe(
                "bare",
                List.of(new NewDelivery(
                        bare.id(),
                        bare.message(),
                        bare.notifier(),
                        NewDelivery.UNWRITTEN,
                        bare.since(),
                        bare.dueAt(),
                        bare.group())));
        Delivery late = claim("ops", NOW).get(0);
        assertThat(late.body()).isEqualTo(NewDelivery.UNWRITTEN);
        Delivery current = claim("ops", NOW.plus(LEASE)).get(0);

        FakeRules two = new FakeRules().messages(body -> 2);
        assertThat(outbox.write(late, "late", two, NOW)).isFalse();
        assertThat(row("ops").sent()).isEmpty();
        assertThat(outbox.write(current, "the body", two, NOW)).isTrue();
        assertThat(row("ops").sent())
                .as("the message that the claim did not count")
                .containsExactly(NOW);

        assertThat(claim("ops", NOW.plus(LEASE).plus(LEASE)))
                .extracting(Delivery::body)
                .containsExactly("the body");
    }

    @Test
    void a_stale_attempt_is_taken_over_by_nobody() {
        owe("ops", "v1", NOW);
        Delivery lost = claim("ops", NOW).get(0);
        claim("ops", NOW.plus(LEASE));

        record("ops", List.of(dead(lost, StoredWatches.delivery("v1", "mail", NOW))));

        assertThat(claim("mail", NOW)).isEmpty();
    }

    @Test
    void news_of_a_notifier_are_written_with_its_attempts() {
        owe("ops", "v1", NOW);
        OperatorEvent down = new OperatorEvent(
                "notifier/ops",
                "notifier.down",
                OperatorEvent.Severity.ERROR,
                "ops is down",
                Optional.empty(),
                Optional.empty());

        outbox.record(
                "ops",
                new FakeRules()
                        .after(stored -> new NotifierTransition(stored, Optional.empty(), List.of(down)))
                        .news(event -> List.of(StoredWatches.delivery(event.summary(), "mail", NOW))),
                new Attempts(
                        claim("ops", NOW).stream().map(OutboxContract::dead).toList(), true));

        assertThat(claim("mail", NOW)).extracting(Delivery::eventId).containsExactly("ops is down");
    }

    @Test
    void an_event_is_posted_to_a_notifier_once() {
        outbox.post(List.of(StoredWatches.delivery("e1", "mail", NOW)));
        outbox.post(List.of(StoredWatches.delivery("e1", "mail", NOW), StoredWatches.delivery("e1", "ops", NOW)));
        outbox.post(List.of());

        assertThat(claim("mail", NOW)).hasSize(1);
        assertThat(claim("ops", NOW)).hasSize(1);
    }

    @Test
    void what_waited_long_is_folded_with_all_that_wait_and_ends_with_the_digest() {
        owe("ops", "v1", NOW);
        owe("ops", "v2", NOW.plusSeconds(50));
        owe("ops", "v3", NOW.plusSeconds(90));
        Instant now = NOW.plusSeconds(60);

        List<Delivery> claimed = digest("ops", now, 9);

        assertThat(claimed).extracting(Delivery::id).containsExactly("digest-of-v1-v2");
        assertThat(claimed.get(0).message().type()).isEqualTo(MessageType.DIGEST);
        assertThat(digest("ops", now.plus(LEASE).minusSeconds(1), 9)).isEmpty();

        record("ops", List.of(delivered(claimed.get(0))));
        assertThat(outbox.counts())
                .isEqualTo(
                        Map.of(new Outbox.Key("ops", State.DELIVERED), 3L, new Outbox.Key("ops", State.PENDING), 1L));
        assertThat(digest("ops", NOW.plusSeconds(90), 9))
                .extracting(Delivery::eventId)
                .containsExactly("v3");
    }

    @Test
    void a_digest_that_fails_keeps_its_members_and_is_sent_again_as_it_was() {
        owe("ops", "v1", NOW);
        owe("ops", "v2", NOW);
        Instant now = NOW.plusSeconds(60);
        Delivery digest = digest("ops", now, 9).get(0);
        record("ops", List.of(failed(digest, true, now.plusSeconds(5))));
        owe("ops", "v3", NOW);

        List<Delivery> again = digest("ops", now.plusSeconds(5), 9);

        assertThat(again).extracting(Delivery::eventId).containsExactlyInAnyOrder("digest-of-v1-v2", "v3");
        assertThat(again)
                .filteredOn(d -> d.message().type() == MessageType.DIGEST)
                .extracting(Delivery::body)
                .containsExactly(digest.body());
        assertThat(rows("select state as c from delivery where digest_id is not null"))
                .containsOnly("PENDING");
    }

    @Test
    void what_was_ever_claimed_goes_out_as_it_was() {
        owe("ops", "v1", NOW);
        record(
                "ops",
                claim("ops", NOW).stream()
                        .map(delivery -> failed(delivery, true, NOW))
                        .toList());
        owe("ops", "v2", NOW);

        assertThat(digest("ops", NOW.plusSeconds(99), 9))
                .extracting(Delivery::eventId)
                .containsExactlyInAnyOrder("v1", "v2");
    }

    @Test
    void nothing_is_folded_while_nothing_may_go_out() {
        owe("ops", "v1", NOW);
        owe("ops", "v2", NOW);

        assertThat(digest("ops", NOW.plusSeconds(99), 0)).isEmpty();

        assertThat(rows("select id as c from message where type = 'DIGEST'")).isEmpty();
    }

    @Test
    void the_next_due_time_counts_leases() {
        assertThat(outbox.nextDue(List.of("ops", "log"))).isEmpty();

        owe("ops", "v1", NOW);
        owe("log", "v2", NOW.plusSeconds(9));
        assertThat(outbox.nextDue(List.of("ops", "log"))).contains(NOW);
        assertThat(outbox.nextDue(List.of("log"))).contains(NOW.plusSeconds(9));
        assertThat(outbox.nextDue(List.of())).isEmpty();

        claim("ops", NOW);
        assertThat(outbox.nextDue(List.of("ops"))).contains(NOW.plus(LEASE));
    }

    @Test
    void what_is_over_is_not_due() {
        owe("ops", "v1", NOW);
        record("ops", List.of(delivered(claim("ops", NOW).get(0))));

        assertThat(outbox.nextDue(List.of("ops"))).isEmpty();
    }

    @Test
    void deliveries_of_unknown_notifiers_end_dead_with_the_reason() {
        owe("ops", "v1", NOW);
        owe("gone", "v2", NOW);
        owe("gone", "v3", NOW);
        owe("old", "v4", NOW);
        Delivery done = claim("gone", NOW).get(0);
        record("ops", List.of(delivered(done)));

        assertThat(outbox.unknown(Set.of("ops", "log"), NOW.plusSeconds(1), NOW.plus(LEASE)))
                .containsOnly(entry("gone", 1), entry("old", 1));
        assertThat(outbox.markUnknownDead(Set.of("ops", "log"), NOW.plusSeconds(1), NOW.plus(LEASE)))
                .containsOnly(entry("gone", 1), entry("old", 1));

        assertThat(outbox.counts())
                .containsOnly(
                        entry(new Key("ops", State.PENDING), 1L),
                        entry(new Key("gone", State.DELIVERED), 1L),
                        entry(new Key("gone", State.DEAD), 1L),
                        entry(new Key("old", State.DEAD), 1L));
        assertThat(rows("select distinct last_error as c from delivery where state = 'DEAD'"))
                .containsExactly("the notifier is not configured any more");
        assertThat(outbox.markUnknownDead(Set.of("ops"), NOW.plusSeconds(1), NOW))
                .isEmpty();
    }

    @Test
    void what_a_node_with_a_newer_file_may_deliver_is_left_to_it() {
        owe("new", "v1", NOW);
        owe("new", "v2", NOW.minusSeconds(60));
        owe("new", "v3", NOW.minusSeconds(60));
        Delivery claimed = claim("new", NOW, 1).get(0);

        assertThat(outbox.markUnknownDead(Set.of("ops"), NOW, NOW.plusSeconds(1)))
                .containsOnly(entry("new", 1));

        record("ops", List.of(delivered(claimed)));
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

        assertThat(waiting.claim("ops", new FakeRules(), new Claim(9, false, NOW, LEASE))
                        .deliveries())
                .hasSize(1);

        assertThat(claim("ops", NOW.plusSeconds(74))).isEmpty();
        assertThat(claim("ops", NOW.plusSeconds(75))).hasSize(1);
    }

    @Test
    void a_delivery_marked_dead_cannot_be_written_by_who_had_claimed_it() {
        owe("gone", "v1", NOW);
        Delivery claimed = claim("gone", NOW).get(0);
        outbox.markUnknownDead(Set.of(), NOW.plusSeconds(1), NOW.plus(LEASE));

        record("ops", List.of(delivered(claimed)));

        assertThat(outbox.counts()).containsOnly(entry(new Key("gone", State.DEAD), 1L));
    }

    @Test
    void two_claimers_never_get_the_same_delivery() throws Exception {
        List<NewDelivery> many = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            many.add(StoredWatches.delivery("v" + i, "ops", NOW));
        }
        owe("many", many);
        CyclicBarrier start = new CyclicBarrier(3);
        Callable<List<String>> claimer = () -> {
            start.await();
            List<String> mine = new ArrayList<>();
            List<Delivery> some = claim("ops", NOW, 10);
            while (!some.isEmpty()) {
                some.forEach(d -> mine.add(d.id()));
                some = claim("ops", NOW, 10);
            }
            return mine;
        };

        List<List<String>> all = Together.run(claimer, claimer, claimer);

        assertThat(all.stream().flatMap(List::stream).toList()).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void nothing_to_write_is_nothing() {
        outbox.record("ops", new FakeRules(), new Attempts(List.of(), true));
        outbox.release(List.of(), NOW);

        assertThat(outbox.counts()).isEmpty();
    }

    private void owe(String notifier, String verdictId, Instant at) {
        owe(verdictId, List.of(StoredWatches.delivery(verdictId, notifier, at)));
    }

    private void owe(String name, List<NewDelivery> deliveries) {
        store.register(List.of(StoredWatches.spec(name)), NOW, ids);
        Watch watch = store.claim(ACCOUNT, open(1), NOW, LEASE, 1).watches().get(0);
        store.conclude(List.of(conclusion(watch, Outcome.PASSED, "verdict-" + name, NOW, deliveries)));
    }

    private List<Delivery> claim(String notifier, Instant now) {
        return claim(notifier, now, 500);
    }

    private List<Delivery> claim(String notifier, Instant now, int limit) {
        return outbox.claim(notifier, new FakeRules(), new Claim(limit, false, now, LEASE))
                .deliveries();
    }

    private List<Delivery> claim(String notifier, Function<NotifierRow, DeliveryClaimLimit> rule) {
        FakeRules rules = new FakeRules().admit((row, at) -> rule.apply(row));
        return outbox.claim(notifier, rules, new Claim(9, false, NOW, LEASE)).deliveries();
    }

    private List<Delivery> digest(String notifier, Instant now, int limit) {
        DigestSettings after = new DigestSettings(Duration.ofSeconds(60), List.of(), Optional.empty());
        FakeRules rules = new FakeRules().grouping(after, (members, at) -> {
            String id = "digest-of-" + members.stream().map(Message::id).collect(Collectors.joining("-"));
            Message digest = new Message(id, MessageType.DIGEST, "digest", MessageStatus.PASSED, at, "{}");
            return Optional.of(new NewDelivery(id, digest, notifier, "body of " + id, at, at, ""));
        });
        return outbox.claim(notifier, rules, new Claim(limit, true, now, LEASE)).deliveries();
    }

    /** A digest of v1, v2 and v3 to ops; v2 was owed to this notifier too. */
    private Delivery digestOfThree(String other, Instant now) {
        owe("ops", "v1", NOW);
        owe("v2", List.of(StoredWatches.delivery("v2", "ops", NOW), StoredWatches.delivery("v2", other, NOW)));
        owe("ops", "v3", NOW);
        return digest("ops", now, 9).get(0);
    }

    private static DeliveryClaimLimit take(NotifierRow row, int limit) {
        return new DeliveryClaimLimit(row, limit, false, Optional.empty(), Optional.empty());
    }

    private void record(String notifier, List<Attempted> attempts) {
        outbox.record(notifier, takingOver(), new Attempts(attempts, true));
    }

    private void record(String notifier, List<Delivery> claimed, NotifierRow row) {
        outbox.record(
                notifier,
                new FakeRules().after(stored -> new NotifierTransition(row, Optional.empty(), List.of())),
                new Attempts(claimed.stream().map(OutboxContract::delivered).toList(), true));
    }

    /** It takes this one, having been down since then. */
    private void recover(String notifier, Delivery taken, Instant since) {
        outbox.record(
                notifier,
                new FakeRules().after(row -> new NotifierTransition(row, Optional.of(since), List.of())),
                new Attempts(List.of(delivered(taken)), true));
    }

    private NotifierRow row(String notifier) {
        List<NotifierRow> seen = new ArrayList<>();
        claim(notifier, stored -> {
            seen.add(stored);
            return take(stored, 0);
        });
        return seen.get(0);
    }

    private static NotifierRow row(String notifier, Optional<Instant> pausedUntil, Optional<Instant> probeAt) {
        return new NotifierRow(
                notifier,
                pausedUntil,
                5,
                probeAt.map(at -> NOW),
                probeAt.map(at -> NOW),
                probeAt,
                0,
                List.of(),
                0,
                false,
                0,
                Optional.empty());
    }

    private List<String> attempts() {
        return rows(
                "select delivery_id || ' ' || state || ' ' || case when counted then 'true' else 'false' end || ' ' ||"
                        + " coalesce(status, 0) || ' ' || coalesce(error, '-') as c from attempt order by id");
    }

    private List<String> rows(String sql) {
        return database.texts(sql);
    }

    private static Attempted failed(Delivery delivery, boolean counted, Instant nextAt) {
        return new Attempted(
                delivery, NOW, State.PENDING, counted, nextAt, Optional.of(500), Optional.of("no"), Optional.empty());
    }

    private static Attempted unanswered(Delivery delivery, Instant nextAt) {
        return new Attempted(
                delivery, NOW, State.PENDING, true, nextAt, Optional.empty(), Optional.of("no"), Optional.empty());
    }

    private static Attempted delivered(Delivery delivery) {
        return new Attempted(
                delivery, NOW, State.DELIVERED, true, NOW, Optional.of(204), Optional.empty(), Optional.empty());
    }

    private static Attempted dead(Delivery delivery) {
        return new Attempted(
                delivery, NOW, State.DEAD, true, NOW, Optional.empty(), Optional.of("too old"), Optional.empty());
    }

    private static Attempted dead(Delivery delivery, NewDelivery takeOver) {
        return new Attempted(
                delivery, NOW, State.DEAD, true, NOW, Optional.empty(), Optional.of("no"), Optional.of(takeOver));
    }

    /** Of a digest that died the fallback gets one whose id names the members that it reports. */
    private static FakeRules takingOver() {
        return new FakeRules()
                .takeOver(
                        (notifier, members) -> Optional.of(StoredWatches.delivery(
                                "only-" + members.stream().map(Message::id).collect(Collectors.joining("-")),
                                notifier,
                                NOW)),
                        (notifier, member) -> StoredWatches.delivery(member.id(), notifier, NOW));
    }

    private static List<String> events(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::eventId).toList();
    }
}
