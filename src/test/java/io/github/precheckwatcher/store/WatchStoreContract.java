package io.github.precheckwatcher.store;

import static io.github.precheckwatcher.store.Fixtures.ACCOUNT;
import static io.github.precheckwatcher.store.Fixtures.LEASE;
import static io.github.precheckwatcher.store.Fixtures.NOW;
import static io.github.precheckwatcher.store.Fixtures.SEEN;
import static io.github.precheckwatcher.store.Fixtures.changed;
import static io.github.precheckwatcher.store.Fixtures.closed;
import static io.github.precheckwatcher.store.Fixtures.conclusion;
import static io.github.precheckwatcher.store.Fixtures.delivery;
import static io.github.precheckwatcher.store.Fixtures.ids;
import static io.github.precheckwatcher.store.Fixtures.open;
import static io.github.precheckwatcher.store.Fixtures.probe;
import static io.github.precheckwatcher.store.Fixtures.recheck;
import static io.github.precheckwatcher.store.Fixtures.spec;
import static io.github.precheckwatcher.store.Fixtures.specs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.precheckwatcher.precheck.LastSeen;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.watch.AccountRow;
import io.github.precheckwatcher.watch.AccountRule;
import io.github.precheckwatcher.watch.AccountState;
import io.github.precheckwatcher.watch.Claim;
import io.github.precheckwatcher.watch.PollSettings;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.WatchStore.Change;
import io.github.precheckwatcher.watch.WatchStore.Ended;
import io.github.precheckwatcher.watch.WatchStore.Recheck;
import io.github.precheckwatcher.watch.WatchStore.Registered;
import io.github.precheckwatcher.watch.WatchStore.Registered.Kind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every WatchStore promises, held against each database. */
abstract class WatchStoreContract {
    private Databases.Database database;
    private WatchStore store;
    private final Supplier<String> ids = ids();

    abstract Databases.Database fresh();

    @BeforeEach
    void openStore() {
        database = fresh();
        store = new JdbcWatchStore(database.transactions());
        store.openAccounts(Map.of(ACCOUNT, 1000.0), NOW);
    }

    @AfterEach
    void closeStore() {
        database.close();
    }

    // registration

    @Test
    void a_new_watch_is_due_at_once_and_comes_back_as_it_was_registered() {
        WatchSpec spec = spec("orders");

        List<Registered> registered = store.register(List.of(spec), NOW, ids);

        assertThat(registered).containsExactly(new Registered(spec, "watch-00001", Kind.NEW));
        assertThat(claim(NOW))
                .containsExactly(new Watch(
                        "watch-00001",
                        spec,
                        NOW,
                        NOW,
                        NOW.plus(Duration.ofHours(2)),
                        NOW,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        LastSeen.NOTHING,
                        1));
    }

    @Test
    void registering_again_is_one_watch_and_asks_for_no_id() {
        store.register(specs(3), NOW, ids);

        List<Registered> again = store.register(specs(3), NOW.plusSeconds(5), () -> {
            throw new AssertionError("no new watch, no id");
        });

        assertThat(again).extracting(Registered::kind).containsOnly(Kind.RUNNING);
        assertThat(store.counts()).containsOnly(entry("WATCHING", 3L), entry("ENDED", 0L));
    }

    @Test
    void every_part_of_the_identity_makes_another_watch() {
        WatchSpec a = spec("a");
        List<WatchSpec> specs = List.of(
                a,
                withRef(a, "t-b", a.ref().instanceUuid(), a.ref().uniRegionId()),
                withRef(a, a.ref().taskId(), "uuid-b", a.ref().uniRegionId()),
                withRef(a, a.ref().taskId(), a.ref().instanceUuid(), "cn-beijing"),
                new WatchSpec("a", a.ref(), "overseas", a.labels(), a.notifiers(), a.deadline(), a.polling()));

        assertThat(store.register(specs, NOW, ids))
                .extracting(Registered::kind)
                .containsOnly(Kind.NEW)
                .hasSize(5);
        assertThat(store.register(specs, NOW, ids)).extracting(Registered::kind).containsOnly(Kind.RUNNING);
    }

    @Test
    void one_identity_twice_in_a_list_is_one_watch_as_the_last_entry_says() {
        WatchSpec first = spec("a");
        WatchSpec last = changed(first, Duration.ofHours(1));

        List<Registered> registered = store.register(List.of(first, spec("b"), last), NOW, ids);

        assertThat(registered).extracting(Registered::kind).containsExactly(Kind.NEW, Kind.NEW, Kind.RUNNING);
        assertThat(registered.get(2).watchId()).isEqualTo(registered.get(0).watchId());
        assertThat(claim(NOW)).extracting(w -> w.spec().name()).containsExactlyInAnyOrder("renamed", "b");
    }

    @Test
    void results_come_in_the_order_of_the_list() {
        List<WatchSpec> specs = new ArrayList<>(specs(700));
        Collections.reverse(specs);

        assertThat(store.register(specs, NOW, ids)).extracting(Registered::spec).containsExactlyElementsOf(specs);
    }

    @Test
    void thousands_are_registered_in_batches() {
        List<WatchSpec> specs = specs(10_000);

        assertThat(store.register(specs, NOW, () -> UUID.randomUUID().toString()))
                .extracting(Registered::watchId)
                .doesNotHaveDuplicates()
                .hasSize(10_000);
        assertThat(store.watching(ACCOUNT)).isEqualTo(10_000);
    }

    @Test
    void two_nodes_that_register_the_same_at_once_make_one_watch_of_each() throws Exception {
        List<WatchSpec> specs = specs(400);
        List<WatchSpec> backwards = new ArrayList<>(specs);
        Collections.reverse(backwards);
        CyclicBarrier start = new CyclicBarrier(2);

        List<List<Registered>> both =
                together(() -> registerAt(start, specs, "left"), () -> registerAt(start, backwards, "right"));

        Map<WatchIdentity, String> left = watchIds(both.get(0));
        assertThat(watchIds(both.get(1))).isEqualTo(left);
        assertThat(both.stream().flatMap(List::stream).filter(r -> r.kind() == Kind.NEW))
                .hasSize(400);
        assertThat(store.counts()).containsEntry("WATCHING", 400L);
    }

    @Test
    void a_running_watch_takes_over_what_the_file_says_now_and_keeps_its_round() {
        WatchSpec spec = spec("orders");
        store.register(List.of(spec), NOW, ids);
        Watch watch = claim(NOW).get(0);
        store.record(List.of(recheck(watch, NOW.plusSeconds(3))));
        WatchSpec changed = changed(spec, Duration.ofMinutes(30));

        assertThat(store.register(List.of(changed), NOW.plusSeconds(1), ids))
                .containsExactly(new Registered(changed, watch.id(), Kind.RUNNING));

        Watch now = claim(NOW.plusSeconds(3)).get(0);
        assertThat(now.spec()).isEqualTo(changed);
        assertThat(now.registeredAt()).isEqualTo(NOW);
        assertThat(now.roundStartedAt()).isEqualTo(NOW);
        assertThat(now.deadlineAt()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
        assertThat(now.polls()).isEqualTo(1);
        assertThat(now.lastSeen()).isEqualTo(SEEN);
    }

    @Test
    void a_sooner_deadline_does_not_wait_for_a_gap_chosen_before() {
        WatchSpec spec = spec("orders");
        store.register(List.of(spec), NOW, ids);
        store.record(List.of(recheck(claim(NOW).get(0), NOW.plusSeconds(3600))));

        store.register(List.of(withDeadline(spec, Duration.ofMinutes(1))), NOW.plusSeconds(5), ids);

        assertThat(claim(NOW.plusSeconds(59))).isEmpty();
        assertThat(claim(NOW.plusSeconds(60))).hasSize(1);
    }

    @Test
    void another_way_of_polling_does_not_wait_for_a_gap_chosen_before() {
        WatchSpec spec = spec("orders");
        store.register(List.of(spec), NOW, ids);
        store.record(List.of(recheck(claim(NOW).get(0), NOW.plusSeconds(3600))));

        store.register(List.of(changed(spec, spec.deadline())), NOW.plusSeconds(5), ids);

        assertThat(claim(NOW.plusSeconds(11))).isEmpty();
        assertThat(claim(NOW.plusSeconds(12))).hasSize(1);
    }

    @Test
    void registering_leaves_a_claim_alone() {
        WatchSpec spec = spec("orders");
        store.register(List.of(spec), NOW, ids);
        Watch claimed = claim(NOW).get(0);

        store.register(List.of(changed(spec, Duration.ofSeconds(1))), NOW.plusSeconds(5), ids);

        assertThat(claim(NOW.plusSeconds(6))).isEmpty();
        assertThat(store.record(List.of(recheck(claimed, NOW.plusSeconds(9))))).isZero();
    }

    @Test
    void a_raised_deadline_starts_a_new_round_of_a_timed_out_watch() {
        WatchSpec spec = spec("orders");
        store.register(List.of(spec), NOW, ids);
        Watch first = claim(NOW).get(0);
        store.conclude(List.of(conclusion(first, Outcome.TIMED_OUT, "v1", NOW.plusSeconds(7200))));
        WatchSpec raised = withDeadline(spec, Duration.ofHours(3));
        Instant later = NOW.plusSeconds(9000);

        assertThat(store.register(List.of(raised), later, ids))
                .containsExactly(new Registered(raised, first.id(), Kind.NEW_ROUND));

        Watch second = claim(later).get(0);
        assertThat(second)
                .isEqualTo(new Watch(
                        first.id(),
                        raised,
                        NOW,
                        later,
                        later.plus(Duration.ofHours(3)),
                        later,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        LastSeen.NOTHING,
                        second.fencing()));
        assertThat(second.fencing()).isGreaterThan(first.fencing());
        assertThat(store.conclude(List.of(conclusion(second, Outcome.PASSED, "v2", later))))
                .containsExactly("v2");
        assertThat(rows("select round as c from verdict order by round")).containsExactly("1", "2");
        assertThat(store.ended(List.of(spec.identity())))
                .extracting(Ended::outcome)
                .containsExactly(Outcome.PASSED);
    }

    @Test
    void a_timed_out_watch_with_the_same_or_a_lower_deadline_stays_ended() {
        WatchSpec spec = spec("orders");
        end(spec, Outcome.TIMED_OUT, "v1", NOW);

        assertThat(kinds(spec, withDeadline(spec, Duration.ofMinutes(1)))).containsExactly(Kind.ENDED, Kind.ENDED);
        assertThat(claim(NOW.plusSeconds(99))).isEmpty();
    }

    @Test
    void any_other_ended_watch_stays_ended_whatever_its_deadline() {
        for (Outcome outcome : Outcome.values()) {
            if (outcome != Outcome.TIMED_OUT) {
                WatchSpec spec = spec("db-" + outcome);
                end(spec, outcome, "v-" + outcome, NOW);

                assertThat(kinds(withDeadline(spec, Duration.ofDays(9))))
                        .as(outcome.name())
                        .containsExactly(Kind.ENDED);
            }
        }
        assertThat(store.counts()).containsOnly(entry("WATCHING", 0L), entry("ENDED", 7L));
    }

    @Test
    void durations_below_a_millisecond_and_beyond_all_time_are_kept_within_bounds() {
        WatchSpec tiny = withDeadline(spec("tiny"), Duration.ofNanos(1));
        WatchSpec endless = withDeadline(spec("endless"), Duration.ofSeconds(Long.MAX_VALUE));

        store.register(List.of(tiny, endless), NOW, ids);

        assertThat(claim(NOW))
                .extracting(w -> w.spec().deadline())
                .containsExactlyInAnyOrder(Duration.ofMillis(1), Duration.ofDays(36_500));
    }

    // claims

    @Test
    void the_most_overdue_are_claimed_first_and_no_more_than_allowed() {
        store.register(List.of(spec("c")), NOW.plusSeconds(2), ids);
        store.register(List.of(spec("a")), NOW, ids);
        store.register(List.of(spec("b")), NOW.plusSeconds(1), ids);
        store.register(List.of(spec("d")), NOW.plusSeconds(60), ids);
        Instant now = NOW.plusSeconds(10);

        assertThat(names(store.claim(ACCOUNT, open(2), now, LEASE, 500).watches()))
                .containsExactly("a", "b");
        assertThat(names(store.claim(ACCOUNT, open(9), now, LEASE, 500).watches()))
                .containsExactly("c");
        assertThat(store.claim(ACCOUNT, open(9), now, LEASE, 500).watches()).isEmpty();
    }

    @Test
    void the_limit_bounds_a_claim_too() {
        store.register(specs(5), NOW, ids);

        assertThat(store.claim(ACCOUNT, open(9), NOW, LEASE, 3).watches()).hasSize(3);
    }

    @Test
    void a_claim_takes_nothing_of_another_account() {
        WatchSpec spec = spec("orders");
        store.openAccounts(Map.of("overseas", 5.0), NOW);
        store.register(
                List.of(new WatchSpec(
                        "far", spec.ref(), "overseas", Map.of(), List.of(), spec.deadline(), spec.polling())),
                NOW,
                ids);

        assertThat(claim(NOW)).isEmpty();
        assertThat(store.claim("overseas", open(9), NOW, LEASE, 9).watches()).hasSize(1);
    }

    @Test
    void tokens_are_spent_with_the_rows_taken() {
        store.register(specs(3), NOW, ids);
        store.openAccounts(Map.of(ACCOUNT, 10.0), NOW);

        Claim claim = store.claim(ACCOUNT, row -> AccountRule.admit(row, 10, NOW, 500), NOW, LEASE, 500);

        assertThat(claim.watches()).hasSize(3);
        assertThat(claim.account().tokens()).isEqualTo(2);
        assertThat(store.accounts().get(ACCOUNT)).isEqualTo(claim.account());
    }

    @Test
    void the_rule_sees_the_stored_row() {
        AccountRow stored = store.accounts().get(ACCOUNT);
        List<AccountRow> seen = new ArrayList<>();

        store.claim(
                ACCOUNT,
                row -> {
                    seen.add(row);
                    return closed(NOW.plusSeconds(5)).apply(row);
                },
                NOW,
                LEASE,
                9);

        assertThat(seen).containsExactly(stored);
    }

    @Test
    void a_closed_account_gives_nothing() {
        store.register(specs(2), NOW, ids);

        Claim claim = store.claim(ACCOUNT, closed(NOW.plusSeconds(5)), NOW, LEASE, 9);

        assertThat(claim.watches()).isEmpty();
        assertThat(claim.expired()).isEmpty();
        assertThat(claim.nextAt()).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void a_probe_takes_one_due_watch_and_rather_one_that_was_not_refused() {
        store.register(List.of(spec("refused"), spec("other"), spec("third")), NOW, ids);
        List<Watch> claimed = claim(NOW);
        store.record(List.of(
                refused(named(claimed, "refused"), NOW.plusSeconds(1)),
                recheck(named(claimed, "other"), NOW.plusSeconds(2)),
                recheck(named(claimed, "third"), NOW.plusSeconds(3))));
        Instant now = NOW.plusSeconds(5);
        suspend();

        List<String> probed = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            probed.addAll(names(store.claim(ACCOUNT, probe(), now, LEASE, 500).watches()));
        }

        assertThat(probed).containsExactly("other", "third", "refused");
    }

    @Test
    void a_gated_account_gives_its_expired_watches_though_it_is_closed_and_probes_none_of_them() {
        store.register(List.of(spec("late", Duration.ofMinutes(1)), spec("early")), NOW, ids);
        suspend();
        Instant now = NOW.plusSeconds(60);

        Claim probed = store.claim(ACCOUNT, probe(), now, LEASE, 9);
        assertThat(names(probed.expired())).containsExactly("late");
        assertThat(names(probed.watches())).containsExactly("early");
        assertThat(store.claim(ACCOUNT, closed(now), now, LEASE, 9).expired()).isEmpty();

        Instant leaseOver = now.plus(LEASE);
        Claim again = store.claim(ACCOUNT, closed(leaseOver), leaseOver, LEASE, 9);
        assertThat(names(again.expired())).containsExactly("late");
        assertThat(again.watches()).isEmpty();
    }

    @Test
    void expired_watches_are_found_before_they_are_due_but_not_while_they_are_polled() {
        store.register(List.of(spec("polled", Duration.ofMinutes(1)), spec("waits", Duration.ofMinutes(1))), NOW, ids);
        List<Watch> claimed = claim(NOW);
        store.record(List.of(recheck(named(claimed, "waits"), NOW.plusSeconds(600))));
        suspend();
        Instant now = NOW.plusSeconds(60);
        store.release(List.of(named(claimed, "polled")));
        Watch polled = store.claim(ACCOUNT, open(1), NOW.plusSeconds(59), LEASE, 1)
                .watches()
                .get(0);

        Claim claim = store.claim(ACCOUNT, closed(now), now, LEASE, 9);

        assertThat(polled.spec().name()).isEqualTo("polled");
        assertThat(names(claim.expired())).containsExactly("waits");
    }

    @Test
    void an_account_that_is_not_gated_gives_no_expired_watches() {
        store.register(List.of(spec("late", Duration.ofMinutes(1))), NOW, ids);

        Claim claim = store.claim(ACCOUNT, open(9), NOW.plusSeconds(90), LEASE, 9);

        assertThat(claim.expired()).isEmpty();
        assertThat(claim.watches()).hasSize(1);
    }

    @Test
    void expired_watches_of_a_gated_account_cost_no_token_and_stay_within_the_limit() {
        store.register(
                List.of(
                        spec("a", Duration.ofMinutes(1)),
                        spec("b", Duration.ofMinutes(1)),
                        spec("c", Duration.ofMinutes(1))),
                NOW,
                ids);
        suspend();
        double tokens = store.accounts().get(ACCOUNT).tokens();
        Instant now = NOW.plusSeconds(90);

        Claim claim = store.claim(ACCOUNT, closed(now.plusSeconds(60)), now, LEASE, 2);

        assertThat(claim.expired()).hasSize(2);
        assertThat(claim.nextAt()).isEqualTo(now);
        assertThat(claim.account().tokens()).isEqualTo(tokens);
    }

    @Test
    void the_next_claim_is_at_the_next_due_time() {
        store.register(List.of(spec("a")), NOW, ids);
        store.register(List.of(spec("b")), NOW.plusSeconds(7), ids);

        assertThat(store.claim(ACCOUNT, open(9), NOW, LEASE, 9).nextAt()).isEqualTo(NOW.plusSeconds(7));
    }

    @Test
    void the_next_claim_is_at_once_while_more_is_due() {
        store.register(specs(3), NOW, ids);

        assertThat(store.claim(ACCOUNT, open(2), NOW.plusSeconds(3), LEASE, 9).nextAt())
                .isEqualTo(NOW.plusSeconds(3));
    }

    @Test
    void the_next_claim_after_a_probe_is_at_the_next_probe() {
        store.register(specs(3), NOW, ids);
        suspend();

        Claim claim = store.claim(ACCOUNT, probe(), NOW, LEASE, 9);

        assertThat(claim.nextAt())
                .isEqualTo(claim.account().nextProbeAt().orElseThrow())
                .isAfter(NOW);
    }

    @Test
    void the_next_claim_of_a_gated_account_is_not_later_than_the_next_deadline() {
        store.register(List.of(spec("late", Duration.ofMinutes(1))), NOW, ids);
        suspend();

        assertThat(store.claim(ACCOUNT, closed(NOW.plusSeconds(300)), NOW, LEASE, 9)
                        .nextAt())
                .isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void with_nothing_due_the_next_claim_is_in_a_minute() {
        assertThat(store.claim(ACCOUNT, open(9), NOW, LEASE, 9).nextAt()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void an_account_that_was_not_opened_cannot_be_claimed() {
        assertThatThrownBy(() -> store.claim("nobody", open(9), NOW, LEASE, 9))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void two_claimers_never_get_the_same_row() throws Exception {
        store.register(specs(600), NOW, ids);
        CyclicBarrier start = new CyclicBarrier(3);
        Callable<List<String>> claimer = () -> {
            start.await();
            List<String> mine = new ArrayList<>();
            List<Watch> some = claim(20);
            while (!some.isEmpty()) {
                some.forEach(w -> mine.add(w.id()));
                some = claim(20);
            }
            return mine;
        };

        List<List<String>> all = together(claimer, claimer, claimer);

        assertThat(all.stream().flatMap(List::stream).toList()).hasSize(600).doesNotHaveDuplicates();
    }

    @Test
    void a_claimer_does_not_wait_for_a_row_that_is_being_written() throws Exception {
        store.register(specs(2), NOW, ids);

        List<String> names = database.transactions().run(c -> {
            try (PreparedStatement lock = c.prepareStatement("select id from watch where id = ? for update")) {
                lock.setString(1, "watch-00001");
                lock.executeQuery();
                return names(claim(NOW));
            }
        });

        assertThat(names).containsExactly("db-00001");
    }

    @Test
    void a_lease_that_ran_out_makes_the_watch_due_again_and_fences_the_late_node_off() {
        store.register(List.of(spec("orders")), NOW, ids);
        Watch lost = claim(NOW.plusSeconds(2)).get(0);

        assertThat(claim(NOW.plusSeconds(31))).isEmpty();
        Watch found = claim(NOW.plusSeconds(32)).get(0);

        assertThat(found.fencing()).isGreaterThan(lost.fencing());
        assertThat(found.dueAt()).isEqualTo(NOW);
        assertThat(store.record(List.of(recheck(lost, NOW.plusSeconds(99))))).isEqualTo(1);
        assertThat(store.conclude(List.of(conclusion(lost, Outcome.PASSED, "v1", NOW))))
                .isEmpty();
        store.release(List.of(lost));
        assertThat(claim(NOW.plusSeconds(33))).isEmpty();
        assertThat(store.conclude(List.of(conclusion(found, Outcome.FAILED, "v2", NOW))))
                .containsExactly("v2");
        assertThat(rows("select id as c from verdict")).containsExactly("v2");
        assertThat(rows("select event_id as c from delivery")).containsExactly("v2");
    }

    @Test
    void a_released_watch_is_due_as_it_was() {
        store.register(List.of(spec("orders")), NOW, ids);
        Watch claimed = claim(NOW.plusSeconds(5)).get(0);

        store.release(List.of(claimed));

        Watch again = claim(NOW.plusSeconds(5)).get(0);
        assertThat(again.dueAt()).isEqualTo(NOW);
        assertThat(store.record(List.of(recheck(claimed, NOW.plusSeconds(99))))).isEqualTo(1);
    }

    @Test
    void a_claim_that_was_given_back_cannot_be_written_any_more() {
        store.register(List.of(spec("orders")), NOW, ids);
        Watch claimed = claim(NOW).get(0);
        store.release(List.of(claimed));

        assertThat(store.record(List.of(recheck(claimed, NOW.plusSeconds(99))))).isEqualTo(1);
        assertThat(store.conclude(List.of(conclusion(claimed, Outcome.PASSED, "v1", NOW))))
                .isEmpty();
    }

    // write-backs

    @Test
    void a_recheck_is_kept_whole() {
        store.register(List.of(spec("orders")), NOW, ids);
        Watch claimed = claim(NOW).get(0);
        Instant due = NOW.plusSeconds(7).plusNanos(123_456_789);

        assertThat(store.record(List.of(new Recheck(claimed, due, 4, 3, 2, Optional.of("NoPermission"), SEEN))))
                .isZero();

        assertThat(claim(due.minusMillis(1))).isEmpty();
        Watch again = claim(due).get(0);
        assertThat(again.dueAt()).isEqualTo(NOW.plusSeconds(7).plusNanos(123_456_000));
        assertThat(again.polls()).isEqualTo(4);
        assertThat(again.errors()).isEqualTo(3);
        assertThat(again.finalTries()).isEqualTo(2);
        assertThat(again.refused()).contains("NoPermission");
        assertThat(again.lastSeen()).isEqualTo(SEEN);
    }

    @Test
    void words_and_times_that_a_database_cannot_keep_fail_no_batch() {
        store.register(List.of(spec("orders")), NOW, ids);
        Watch claimed = claim(NOW).get(0);
        LastSeen odd = new LastSeen(
                Optional.of("cre\0ated \uD83D\uDE00"),
                OptionalInt.of(1),
                Optional.of(Instant.MAX),
                Optional.of(Instant.ofEpochSecond(-99_999_999_999L)),
                Optional.of(""));

        assertThat(store.record(List.of(new Recheck(claimed, NOW, 1, 0, 0, Optional.empty(), odd))))
                .isZero();

        assertThat(claim(NOW).get(0).lastSeen())
                .isEqualTo(new LastSeen(
                        Optional.of("cre\uFFFDated \uD83D\uDE00"),
                        OptionalInt.of(1),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("")));
    }

    @Test
    void only_the_stale_ones_of_a_batch_change_nothing() {
        store.register(specs(3), NOW, ids);
        List<Watch> claimed = claim(NOW);
        store.record(List.of(recheck(claimed.get(1), NOW.plusSeconds(50))));

        List<Recheck> all = claimed.stream()
                .map(w -> recheck(w, NOW.plusSeconds(20)))
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.reverse(all);

        assertThat(store.record(all)).isEqualTo(1);
        assertThat(claim(NOW.plusSeconds(20))).hasSize(2);
        assertThat(claim(NOW.plusSeconds(49))).isEmpty();
    }

    @Test
    void an_empty_write_back_is_nothing() {
        assertThat(store.record(List.of())).isZero();
        assertThat(store.conclude(List.of())).isEmpty();
        store.release(List.of());
    }

    // conclusions

    @Test
    void an_ended_watch_is_never_claimed_again_and_written_once() {
        WatchSpec spec = spec("orders");
        store.register(List.of(spec), NOW, ids);
        Watch claimed = claim(NOW).get(0);

        assertThat(store.conclude(List.of(conclusion(claimed, Outcome.PASSED, "v1", NOW))))
                .containsExactly("v1");
        assertThat(store.conclude(List.of(conclusion(claimed, Outcome.FAILED, "v2", NOW))))
                .isEmpty();
        assertThat(store.record(List.of(recheck(claimed, NOW)))).isEqualTo(1);

        assertThat(claim(NOW.plusSeconds(9999))).isEmpty();
        assertThat(store.counts()).containsOnly(entry("WATCHING", 0L), entry("ENDED", 1L));
        assertThat(store.watching(ACCOUNT)).isZero();
        assertThat(store.ended(List.of(spec.identity(), spec("absent").identity())))
                .containsExactly(new Ended(spec.identity(), "orders", Outcome.PASSED, "orders: PASSED", 1));
    }

    @Test
    void the_report_is_kept_whole() {
        store.register(List.of(spec("orders")), NOW, ids);
        Watch claimed = claim(NOW).get(0);
        store.conclude(List.of(conclusion(claimed, Outcome.WARNING, "v1", NOW)));

        String report = rows("select report as c from verdict").get(0);

        assertThat(StoredJson.read(
                        report,
                        new com.fasterxml.jackson.core.type.TypeReference<
                                io.github.precheckwatcher.precheck.Verdict>() {}))
                .isEqualTo(Fixtures.verdict(claimed, Outcome.WARNING, "v1", NOW));
    }

    @Test
    void a_stale_conclusion_does_not_keep_the_others_of_its_batch_from_ending() {
        store.register(specs(3), NOW, ids);
        List<Watch> claimed = claim(NOW);
        store.release(List.of(claimed.get(1)));

        assertThat(store.conclude(List.of(
                        conclusion(claimed.get(2), Outcome.PASSED, "v2", NOW),
                        conclusion(claimed.get(1), Outcome.PASSED, "v1", NOW),
                        conclusion(claimed.get(0), Outcome.PASSED, "v0", NOW))))
                .containsExactlyInAnyOrder("v0", "v2");
        assertThat(rows("select event_id as c from delivery order by 1")).containsExactly("v0", "v2");
        assertThat(store.counts()).containsOnly(entry("WATCHING", 1L), entry("ENDED", 2L));
    }

    @Test
    void a_delivery_that_cannot_be_written_leaves_no_verdict_and_no_end() {
        store.register(specs(2), NOW, ids);
        List<Watch> claimed = claim(NOW);
        store.conclude(List.of(conclusion(claimed.get(0), Outcome.PASSED, "v0", NOW)));

        assertThatThrownBy(() -> store.conclude(List.of(
                        conclusion(claimed.get(1), Outcome.PASSED, "v1", NOW, List.of(delivery("v0", "log", NOW))))))
                .isInstanceOf(StoreException.class);

        assertThat(rows("select id as c from verdict")).containsExactly("v0");
        assertThat(store.counts()).containsEntry("WATCHING", 1L);
        assertThat(store.conclude(List.of(conclusion(claimed.get(1), Outcome.PASSED, "v1", NOW))))
                .containsExactly("v1");
    }

    @Test
    void nobody_need_be_told() {
        store.register(List.of(spec("orders")), NOW, ids);
        Watch claimed = claim(NOW).get(0);

        assertThat(store.conclude(List.of(conclusion(claimed, Outcome.CANCELLED, "v1", NOW, List.of()))))
                .containsExactly("v1");
        assertThat(rows("select id as c from delivery")).isEmpty();
    }

    @Test
    void megabytes_are_kept() {
        store.register(List.of(spec("orders")), NOW, ids);
        Watch claimed = claim(NOW).get(0);
        String body = "\"" + "预".repeat(3_000_000) + "\"";

        store.conclude(List.of(conclusion(
                claimed,
                Outcome.PASSED,
                "v1",
                NOW,
                List.of(new io.github.precheckwatcher.notify.NewDelivery("d1", "v1", "log", "PASSED", body, NOW)))));

        assertThat(rows("select body as c from delivery").get(0)).isEqualTo(body);
    }

    @Test
    void history_tells_what_became_of_a_watch() {
        WatchSpec spec = spec("orders");
        end(spec, Outcome.TIMED_OUT, "v1", NOW.plusSeconds(1));
        store.register(List.of(withDeadline(spec, Duration.ofHours(5))), NOW.plusSeconds(2), ids);
        store.register(List.of(withDeadline(spec, Duration.ofHours(6))), NOW.plusSeconds(3), ids);
        store.register(List.of(withDeadline(spec, Duration.ofHours(6))), NOW.plusSeconds(4), ids);
        suspend();

        assertThat(rows("select kind || ' ' || coalesce(detail, '') as c from event order by id"))
                .containsExactly(
                        "REGISTERED orders",
                        "ENDED TIMED_OUT",
                        "NEW_ROUND orders",
                        "CHANGED orders",
                        "ACCOUNT SUSPENDED NoPermission");
    }

    // accounts

    @Test
    void a_new_account_is_ok_with_its_whole_budget() {
        store.openAccounts(Map.of("fresh", 20.0), NOW);

        assertThat(store.accounts()).containsEntry("fresh", AccountRow.fresh("fresh", 20, NOW));
    }

    @Test
    void opening_again_takes_over_the_configured_rate_and_nothing_else() {
        AccountRow before = suspend();

        store.openAccounts(Map.of(ACCOUNT, 20.0), NOW.plusSeconds(5));
        AccountRow raised = store.accounts().get(ACCOUNT);
        store.openAccounts(Map.of(ACCOUNT, 0.5), NOW.plusSeconds(6));

        assertThat(raised).usingRecursiveComparison().ignoringFields("rate").isEqualTo(before);
        assertThat(raised.rate()).isEqualTo(20);
        assertThat(store.accounts().get(ACCOUNT).rate()).isEqualTo(0.5);
    }

    @Test
    void a_restart_does_not_undo_a_rate_that_the_cloud_cut() {
        store.changeAccount(ACCOUNT, row -> withStateAndRate(row, AccountState.THROTTLED, 3));

        store.openAccounts(Map.of(ACCOUNT, 20.0), NOW);
        assertThat(store.accounts().get(ACCOUNT).rate()).isEqualTo(3);

        store.openAccounts(Map.of(ACCOUNT, 2.0), NOW);
        assertThat(store.accounts().get(ACCOUNT).rate()).isEqualTo(2);
    }

    @Test
    void an_account_row_comes_back_with_every_field() {
        AccountRow before = store.accounts().get(ACCOUNT);

        Change change = store.changeAccount(ACCOUNT, Fixtures::suspended);

        assertThat(change).isEqualTo(new Change(before, Fixtures.suspended(before)));
        assertThat(store.accounts()).containsOnly(entry(ACCOUNT, Fixtures.suspended(before)));
    }

    @Test
    void changes_of_one_account_follow_each_other() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Callable<Void> spender = () -> {
            start.await();
            for (int i = 0; i < 50; i++) {
                store.changeAccount(ACCOUNT, row -> withTokens(row, row.tokens() - 1));
            }
            return null;
        };
        double before = store.accounts().get(ACCOUNT).tokens();

        together(spender, spender);

        assertThat(store.accounts().get(ACCOUNT).tokens()).isEqualTo(before - 100);
    }

    // retention

    @Test
    void what_is_old_goes_and_a_tombstone_stays_while_it_is_named() {
        WatchSpec named = spec("named");
        WatchSpec unnamed = spec("unnamed");
        end(named, Outcome.PASSED, "v1", NOW);
        end(unnamed, Outcome.PASSED, "v2", NOW);
        deliverAll();

        store.expire(NOW.plusSeconds(1), Set.of(named.identity()));

        for (String table : List.of("verdict", "delivery", "attempt", "event")) {
            assertThat(rows("select 'row' as c from " + table)).as(table).isEmpty();
        }
        assertThat(rows("select name as c from watch")).containsExactly("named");
        assertThat(store.counts()).containsOnly(entry("WATCHING", 0L), entry("ENDED", 0L));
        assertThat(store.ended(List.of(named.identity()))).isEmpty();
        assertThat(kinds(named)).containsExactly(Kind.ENDED);
        assertThat(kinds(unnamed)).containsExactly(Kind.NEW);
    }

    @Test
    void a_tombstone_goes_when_nobody_names_it_any_more() {
        WatchSpec spec = spec("orders");
        end(spec, Outcome.PASSED, "v1", NOW);
        deliverAll();
        store.expire(NOW.plusSeconds(1), Set.of(spec.identity()));

        store.expire(NOW.plusSeconds(1), Set.of());

        assertThat(rows("select id as c from watch")).isEmpty();
    }

    @Test
    void a_raised_deadline_wakes_the_tombstone_of_a_timed_out_watch() {
        WatchSpec spec = spec("orders");
        end(spec, Outcome.TIMED_OUT, "v1", NOW);
        deliverAll();
        store.expire(NOW.plusSeconds(1), Set.of(spec.identity()));

        assertThat(kinds(withDeadline(spec, Duration.ofHours(9)))).containsExactly(Kind.NEW_ROUND);
        assertThat(claim(NOW)).extracting(w -> w.spec().labels()).containsExactly(spec.labels());
    }

    @Test
    void neither_young_nor_running_nor_still_owed_watches_expire() {
        end(spec("owed"), Outcome.PASSED, "v1", NOW);
        end(spec("young"), Outcome.PASSED, "v2", NOW.plusSeconds(5));
        deliver("v2-log");
        store.register(List.of(spec("running")), NOW, ids);

        store.expire(NOW.plusSeconds(5), Set.of());

        assertThat(rows("select name as c from watch order by name")).containsExactly("owed", "running", "young");
        assertThat(rows("select id as c from verdict order by id")).containsExactly("v1", "v2");
        assertThat(rows("select id as c from delivery order by id")).containsExactly("v1-log", "v2-log");
    }

    @Test
    void more_than_one_batch_expires() {
        List<WatchSpec> specs = specs(1100);
        store.register(specs, NOW, ids);
        AtomicInteger verdicts = new AtomicInteger();
        store.conclude(claim(2000).stream()
                .map(w -> conclusion(w, Outcome.PASSED, "v" + verdicts.incrementAndGet(), NOW, List.of()))
                .toList());
        Set<WatchIdentity> half = new HashSet<>();
        specs.subList(0, 550).forEach(s -> half.add(s.identity()));

        store.expire(NOW.plusSeconds(1), half);
        assertThat(rows("select id as c from watch")).hasSize(550);
        store.expire(NOW.plusSeconds(1), Set.of());
        assertThat(rows("select id as c from watch")).isEmpty();
    }

    // helpers

    private List<Watch> claim(Instant now) {
        return store.claim(ACCOUNT, open(500), now, LEASE, 500).watches();
    }

    private List<Watch> claim(int limit) {
        return store.claim(ACCOUNT, open(limit), NOW, LEASE, limit).watches();
    }

    private void end(WatchSpec spec, Outcome outcome, String verdictId, Instant at) {
        store.register(List.of(spec), NOW, ids);
        store.conclude(List.of(conclusion(claim(NOW).get(0), outcome, verdictId, at)));
    }

    private List<Kind> kinds(WatchSpec... specs) {
        return java.util.Arrays.stream(specs)
                .map(spec -> store.register(List.of(spec), NOW, ids).get(0).kind())
                .toList();
    }

    private AccountRow suspend() {
        return store.changeAccount(ACCOUNT, Fixtures::suspended).after();
    }

    private List<Registered> registerAt(CyclicBarrier start, List<WatchSpec> specs, String who) throws Exception {
        AtomicInteger next = new AtomicInteger();
        start.await();
        return new JdbcWatchStore(database.transactions())
                .register(specs, NOW, () -> who + "-" + next.incrementAndGet());
    }

    private void deliverAll() {
        rows("select id as c from delivery").forEach(this::deliver);
    }

    private void deliver(String deliveryId) {
        database.transactions().perform(c -> {
            try (PreparedStatement update = c.prepareStatement("update delivery set state = 'DELIVERED' where id = ?");
                    PreparedStatement insert = c.prepareStatement(
                            "insert into attempt"
                                    + " (delivery_id, ended_at, counted, state) values (?, current_timestamp, true, 'DELIVERED')")) {
                update.setString(1, deliveryId);
                update.executeUpdate();
                insert.setString(1, deliveryId);
                insert.executeUpdate();
            }
        });
    }

    private List<String> rows(String sql) {
        return database.transactions().run(c -> {
            try (PreparedStatement statement = c.prepareStatement(sql);
                    ResultSet result = statement.executeQuery()) {
                List<String> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(result.getString("c"));
                }
                return rows;
            }
        });
    }

    @SafeVarargs
    private static <T> List<T> together(Callable<T>... tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.length);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> task : tasks) {
                running.add(threads.submit(task));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> names(List<Watch> watches) {
        return watches.stream().map(w -> w.spec().name()).toList();
    }

    private static Watch named(List<Watch> watches, String name) {
        return watches.stream()
                .filter(w -> w.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Recheck refused(Watch watch, Instant dueAt) {
        return new Recheck(watch, dueAt, 1, 0, 0, Optional.of("NoPermission"), SEEN);
    }

    private static Map<WatchIdentity, String> watchIds(List<Registered> registered) {
        return registered.stream().collect(Collectors.toMap(r -> r.spec().identity(), Registered::watchId));
    }

    private static WatchSpec withRef(WatchSpec s, String taskId, String instanceUuid, String region) {
        return new WatchSpec(
                s.name(),
                new io.github.precheckwatcher.precheck.PrecheckRef(taskId, instanceUuid, region),
                s.account(),
                s.labels(),
                s.notifiers(),
                s.deadline(),
                s.polling());
    }

    private static WatchSpec withDeadline(WatchSpec s, Duration deadline) {
        PollSettings polling = s.polling();
        return new WatchSpec(s.name(), s.ref(), s.account(), s.labels(), s.notifiers(), deadline, polling);
    }

    private static AccountRow withTokens(AccountRow row, double tokens) {
        return with(row, row.state(), row.rate(), tokens);
    }

    private static AccountRow withStateAndRate(AccountRow row, AccountState state, double rate) {
        return with(row, state, rate, row.tokens());
    }

    private static AccountRow with(AccountRow row, AccountState state, double rate, double tokens) {
        return new AccountRow(
                row.name(),
                state,
                row.since(),
                row.problem(),
                row.wayFailures(),
                row.refusals(),
                row.partial(),
                row.probes(),
                row.nextProbeAt(),
                rate,
                tokens,
                row.refilledAt(),
                row.cutAt(),
                row.blockedUntil());
    }
}
