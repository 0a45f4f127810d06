package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.recheck;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.Together;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchStore.Change;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** The rows of accounts, held against each database. */
abstract class AccountContract extends WatchStoreContract {
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
