package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.closed;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.expiringAfter;
import static io.github.precheckwatcher.store.StoredWatches.ids;
import static io.github.precheckwatcher.store.StoredWatches.open;
import static io.github.precheckwatcher.store.StoredWatches.probe;
import static io.github.precheckwatcher.store.StoredWatches.recheck;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static io.github.precheckwatcher.store.StoredWatches.specs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.Together;
import io.github.precheckwatcher.watch.Claim;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.account.AccountCircuit;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.WatchClaimLimit;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Taking due watches, held against each database. */
abstract class ClaimContract extends WatchStoreContract {
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
    void a_claim_that_waited_for_its_turn_does_not_begin_with_its_lease_over() {
        store.register(List.of(spec("orders")), NOW, ids);
        AtomicLong nanos = new AtomicLong();
        WatchStore waiting = new JdbcWatchStore(
                database.transactions(),
                () -> nanos.getAndAdd(Duration.ofSeconds(45).toNanos()));

        assertThat(waiting.claim(ACCOUNT, open(1), NOW, LEASE, 9).watches()).hasSize(1);

        assertThat(claim(NOW.plusSeconds(74))).isEmpty();
        assertThat(claim(NOW.plusSeconds(75))).hasSize(1);
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
                        "far",
                        spec.ref(),
                        "overseas",
                        Map.of(),
                        Optional.empty(),
                        List.of(),
                        spec.deadline(),
                        spec.polling())),
                NOW,
                ids);

        assertThat(claim(NOW)).isEmpty();
        assertThat(store.claim("overseas", open(9), NOW, LEASE, 9).watches()).hasSize(1);
    }

    @Test
    void tokens_are_spent_with_the_rows_taken() {
        store.register(specs(3), NOW, ids);
        store.openAccounts(Map.of(ACCOUNT, 10.0), NOW);
        double saved = AccountCircuit.admit(store.accounts().get(ACCOUNT), 10, NOW, 500)
                .row()
                .tokens();

        Claim claim = store.claim(ACCOUNT, row -> AccountCircuit.admit(row, 10, NOW, 500), NOW, LEASE, 500);

        assertThat(claim.watches()).hasSize(3);
        assertThat(claim.account().tokens()).isEqualTo(saved - 3);
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
    void a_probe_asks_for_an_overdue_watch_only_when_no_other_is_due() {
        store.register(List.of(spec("late", Duration.ofMinutes(1))), NOW.minusSeconds(9), ids);
        store.register(List.of(spec("early")), NOW, ids);
        suspend();
        Instant now = NOW.plusSeconds(60);

        assertThat(names(store.claim(ACCOUNT, probe(), now, LEASE, 9).watches()))
                .containsExactly("early");
        assertThat(names(store.claim(ACCOUNT, probe(), now, LEASE, 9).watches()))
                .containsExactly("late");
    }

    @Test
    void a_probe_asks_rather_for_an_overdue_watch_than_for_one_that_was_refused() {
        store.register(List.of(spec("refused"), spec("late", Duration.ofMinutes(1))), NOW, ids);
        store.record(List.of(refused(named(claim(NOW), "refused"), NOW.plusSeconds(1))));
        suspend();
        Instant now = NOW.plusSeconds(60);

        assertThat(names(store.claim(ACCOUNT, probe(), now, LEASE, 9).watches()))
                .containsExactly("late");
    }

    @Test
    void overdue_watches_of_a_gated_account_wait_while_a_probe_may_still_open_it() {
        store.register(List.of(spec("late", Duration.ofMinutes(1)), spec("early")), NOW, ids);
        suspend();
        Instant now = NOW.plusSeconds(60);

        Claim probed = store.claim(ACCOUNT, probe(), now, LEASE, 9);
        Claim beside = store.claim(ACCOUNT, closed(now.plusSeconds(300)), now, LEASE, 9);
        store.record(List.of(recheck(probed.watches().get(0), NOW.plusSeconds(90))));
        Claim after = store.claim(ACCOUNT, closed(now.plusSeconds(300)), now.plusSeconds(2), LEASE, 9);

        assertThat(names(probed.watches())).containsExactly("early");
        assertThat(probed.expired()).isEmpty();
        assertThat(beside.expired()).isEmpty();
        assertThat(beside.nextAt()).isEqualTo(now.plusSeconds(1));
        assertThat(names(after.expired())).containsExactly("late");
    }

    @Test
    void a_probe_that_never_came_back_holds_overdue_watches_up_for_its_lease_alone() {
        store.register(List.of(spec("late", Duration.ofMinutes(1)), spec("early")), NOW, ids);
        suspend();
        Instant now = NOW.plusSeconds(60);
        store.claim(ACCOUNT, probe(), now, LEASE, 9);

        Instant leaseOver = now.plus(LEASE);
        Claim claim = store.claim(ACCOUNT, closed(leaseOver), leaseOver, LEASE, 9);
        assertThat(names(claim.expired())).containsExactly("late");
        assertThat(claim.watches()).isEmpty();
    }

    @Test
    void overdue_watches_wait_while_the_rule_does_not_let_them_expire() {
        store.register(List.of(spec("late", Duration.ofMinutes(1))), NOW, ids);
        suspend();
        Instant now = NOW.plusSeconds(60);

        Claim claim = store.claim(
                ACCOUNT,
                row -> new WatchClaimLimit(row, WatchClaimLimit.Kind.CLOSED, 0, now.plusSeconds(9), Optional.empty()),
                now,
                LEASE,
                9);

        assertThat(claim.expired()).isEmpty();
        assertThat(claim.nextAt()).isEqualTo(now.plusSeconds(9));
    }

    @Test
    void the_rule_says_how_long_after_their_deadline_watches_expire() {
        store.register(List.of(spec("late", Duration.ofMinutes(1))), NOW, ids);
        suspend();
        Instant over = NOW.plusSeconds(60 + 3600);
        Function<AccountRow, WatchClaimLimit> rule = expiringAfter(Duration.ofHours(1), over.plusSeconds(300));

        Claim before = store.claim(ACCOUNT, rule, over.minusSeconds(1), LEASE, 9);
        Claim then = store.claim(ACCOUNT, rule, over, LEASE, 9);

        assertThat(before.expired()).isEmpty();
        assertThat(before.nextAt()).isEqualTo(over);
        assertThat(names(then.expired())).containsExactly("late");
    }

    @Test
    void watches_that_expire_leave_the_accounts_row_as_it_is_stored() {
        store.register(List.of(spec("late", Duration.ofMinutes(1))), NOW, ids);
        AccountRow stored = store.accounts().get(ACCOUNT);
        Instant now = NOW.plusSeconds(60 + 3600);

        Claim claim = store.claim(ACCOUNT, row -> AccountCircuit.notConfigured(row, now), now, LEASE, 9);

        assertThat(names(claim.expired())).containsExactly("late");
        assertThat(claim.account().gated()).isTrue();
        assertThat(store.accounts()).containsEntry(ACCOUNT, stored);
    }

    @Test
    void expired_watches_are_found_before_they_are_due_but_not_while_they_are_polled() {
        store.register(List.of(spec("polled", Duration.ofMinutes(1)), spec("waits", Duration.ofMinutes(1))), NOW, ids);
        List<Watch> claimed = claim(NOW);
        store.record(List.of(recheck(named(claimed, "waits"), NOW.plusSeconds(600))));
        suspend();
        Instant now = NOW.plusSeconds(60);

        Claim during = store.claim(ACCOUNT, closed(now), NOW.plusSeconds(29), LEASE, 9);
        store.record(List.of(recheck(named(claimed, "polled"), NOW.plusSeconds(601))));
        Claim after = store.claim(ACCOUNT, closed(now), now, LEASE, 9);

        assertThat(during.expired()).isEmpty();
        assertThat(names(after.expired())).containsExactly("waits", "polled");
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

        List<List<String>> all = Together.run(claimer, claimer, claimer);

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
}
