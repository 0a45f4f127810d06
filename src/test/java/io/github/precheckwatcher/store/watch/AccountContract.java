package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.open;
import static io.github.precheckwatcher.store.StoredWatches.probe;
import static io.github.precheckwatcher.store.StoredWatches.recheck;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.Together;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore.Change;
import io.github.precheckwatcher.watch.WatchStore.ProbeAsked;
import io.github.precheckwatcher.watch.WatchStore.Running;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** The rows of accounts, held against each database. */
abstract class AccountContract extends WatchStoreContract {
    private static final Requester BY = new Requester("local:alice", "127.0.0.1", Optional.empty());

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

        Change change = store.changeAccount(ACCOUNT, StoredWatches::suspended);

        assertThat(change).isEqualTo(new Change(before, StoredWatches.suspended(before)));
        assertThat(store.accounts()).containsOnly(entry(ACCOUNT, StoredWatches.suspended(before)));
    }

    @Test
    void the_running_watches_that_were_refused_alone_are_counted() {
        store.register(List.of(spec("refused"), spec("refused-and-over"), spec("good")), NOW, ids);
        List<Watch> claimed = claim(NOW);
        store.record(List.of(
                refused(named(claimed, "refused"), NOW),
                refused(named(claimed, "refused-and-over"), NOW),
                recheck(named(claimed, "good"), NOW.plusSeconds(9))));
        Watch over = named(claim(NOW), "refused-and-over");
        store.conclude(List.of(conclusion(over, Outcome.ABANDONED, "v1", NOW)));

        assertThat(store.refused(ACCOUNT)).isEqualTo(1);
        assertThat(store.refused("overseas")).isZero();
    }

    @Test
    void the_running_watches_of_all_accounts_are_counted_at_once() {
        store.openAccounts(Map.of("other", 10.0), NOW);
        store.register(
                List.of(spec("a"), spec("b"), spec("c"), of("other", "d"), of("other", "e"), of("gone", "f")),
                NOW,
                ids);
        List<Watch> claimed = claim(NOW);
        store.record(List.of(refused(named(claimed, "b"), NOW)));
        store.conclude(List.of(conclusion(named(claimed, "c"), Outcome.PASSED, "v1", NOW)));

        assertThat(store.running())
                .containsOnly(
                        entry(ACCOUNT, new Running(2, 1)),
                        entry("other", new Running(2, 0)),
                        entry("gone", new Running(1, 0)));
    }

    @Test
    void an_account_that_may_not_call_is_probed_at_once_when_somebody_asks_for_it() {
        store.register(List.of(spec("a"), spec("b")), NOW, ids);
        List<Watch> claimed = claim(NOW);
        store.record(List.of(
                refused(named(claimed, "a"), NOW.plusSeconds(60)), recheck(named(claimed, "b"), NOW.plusSeconds(90))));
        AccountRow before = suspend();

        ProbeAsked asked = store.askProbe(ACCOUNT, BY, NOW.plusSeconds(5)).orElseThrow();

        assertThat(asked.due()).isTrue();
        assertThat(asked.watches()).isEqualTo(2);
        assertThat(asked.account()).isEqualTo(store.accounts().get(ACCOUNT));
        assertThat(asked.account())
                .usingRecursiveComparison()
                .ignoringFields("probes", "nextProbeAt")
                .isEqualTo(before);
        assertThat(asked.account().nextProbeAt()).contains(NOW.plusSeconds(5));
        // who was refused alone says least: the other one is brought forward
        assertThat(names(store.claim(ACCOUNT, probe(), NOW.plusSeconds(5), LEASE, 9)
                        .watches()))
                .containsExactly("b");
        assertThat(rows("select kind || ' ' || account || ' ' || detail || ' ' || requested_by as c from event"
                        + " where kind = 'PROBED'"))
                .containsExactly("PROBED default was SUSPENDED local:alice");
    }

    @Test
    void what_is_due_anyway_or_being_polled_is_not_brought_forward_for_a_probe() {
        store.register(List.of(spec("a"), spec("b"), spec("c")), NOW, ids);
        List<Watch> claimed = claim(NOW);
        store.record(List.of(
                recheck(named(claimed, "a"), NOW.plusSeconds(4)), recheck(named(claimed, "b"), NOW.plusSeconds(90))));
        suspend();
        String due =
                "select name || ' ' || (case when due_at > '2026-11-24T08:00:05Z' then 'later' else 'due' end) as c"
                        + " from watch order by name";

        store.askProbe(ACCOUNT, BY, NOW.plusSeconds(5));
        assertThat(rows(due)).containsExactly("a due", "b later", "c later");

        store.claim(ACCOUNT, open(9), NOW.plusSeconds(5), LEASE, 9);
        database.execute("update watch set claimed_due_at = due_at where name = 'b'");
        store.askProbe(ACCOUNT, BY, NOW.plusSeconds(5));
        assertThat(rows(due)).containsExactly("a later", "b later", "c later");
    }

    @Test
    void there_is_no_reason_to_probe_an_account_that_is_polled_or_by_which_nothing_is_watched() {
        store.register(List.of(spec("a")), NOW, ids);
        AccountRow ok = store.accounts().get(ACCOUNT);
        store.openAccounts(Map.of("idle", 10.0), NOW);
        AccountRow idle = store.changeAccount("idle", StoredWatches::suspended).after();

        assertThat(store.askProbe(ACCOUNT, BY, NOW)).contains(new ProbeAsked(ok, 1, false));
        assertThat(store.askProbe("idle", BY, NOW)).contains(new ProbeAsked(idle, 0, false));
        assertThat(store.askProbe("nobody", BY, NOW)).isEmpty();

        assertThat(store.accounts()).containsEntry("idle", idle).containsEntry(ACCOUNT, ok);
        assertThat(rows("select kind as c from event where kind = 'PROBED'")).isEmpty();
    }

    private static WatchSpec of(String account, String name) {
        WatchSpec spec = spec(name);
        return new WatchSpec(
                name,
                spec.ref(),
                account,
                spec.labels(),
                spec.runbook(),
                spec.notifiers(),
                spec.deadline(),
                spec.polling());
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

        Together.run(spender, spender);

        assertThat(store.accounts().get(ACCOUNT).tokens()).isEqualTo(before - 100);
    }
}
