package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.recheck;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static io.github.precheckwatcher.store.StoredWatches.specs;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.watch.OnRemoval;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore.Registered.Kind;
import io.github.precheckwatcher.watch.WatchStore.Unnamed;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Watches that the files name no more, held against each database. */
abstract class UnnamedContract extends WatchStoreContract {
    @Test
    void what_runs_and_is_named_no_more_is_found_with_what_the_file_wanted_then() {
        WatchSpec cancelled = onRemoval(spec("b"), OnRemoval.CANCEL);
        store.register(List.of(spec("a"), cancelled, spec("c")), NOW, ids);

        assertThat(store.unnamed(identities(spec("a"))))
                .containsExactly(
                        new Unnamed("watch-00002", "b", cancelled.identity(), OnRemoval.CANCEL),
                        new Unnamed("watch-00003", "c", spec("c").identity(), OnRemoval.KEEP));
        assertThat(store.unnamed(identities(spec("a"), cancelled, spec("c")))).isEmpty();
    }

    @Test
    void what_has_ended_is_not_found() {
        end(spec("a"), Outcome.PASSED, "v1", NOW);

        assertThat(store.unnamed(List.of())).isEmpty();
    }

    @Test
    void thousands_are_found_page_by_page() {
        store.register(specs(1_700), NOW, ids);

        assertThat(store.unnamed(specs(1_100).stream().map(WatchSpec::identity).toList()))
                .hasSize(600)
                .extracting(Unnamed::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.compareTo("db-01100") >= 0);
    }

    @Test
    void one_that_is_kept_runs_on_and_is_found_only_once() {
        store.register(List.of(spec("a"), spec("b")), NOW, ids);

        assertThat(store.keepUnnamed(List.of("watch-00001", "none"))).isEqualTo(Set.of("watch-00001"));

        assertThat(store.keepUnnamed(List.of("watch-00001"))).isEmpty();
        assertThat(store.unnamed(List.of())).extracting(Unnamed::name).containsExactly("b");
        assertThat(names(claim(NOW))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void one_that_is_named_again_is_found_again_when_that_ends() {
        store.register(List.of(spec("a")), NOW, ids);
        store.keepUnnamed(List.of("watch-00001"));

        assertThat(kinds(spec("a"))).containsExactly(Kind.RUNNING);

        assertThat(store.unnamed(List.of())).extracting(Unnamed::name).containsExactly("a");
    }

    @Test
    void another_wish_for_its_removal_is_kept_by_a_running_watch() {
        store.register(List.of(spec("a")), NOW, ids);
        store.register(List.of(onRemoval(spec("a"), OnRemoval.CANCEL)), NOW, ids);

        assertThat(store.unnamed(List.of())).extracting(Unnamed::onRemoval).containsExactly(OnRemoval.CANCEL);
        assertThat(claim(NOW).get(0).spec()).isEqualTo(onRemoval(spec("a"), OnRemoval.CANCEL));
    }

    @Test
    void one_that_is_taken_can_be_ended_and_the_poll_under_way_changes_nothing() {
        store.register(List.of(spec("a")), NOW, ids);
        Watch polled = claim(NOW).get(0);

        List<Watch> taken = store.takeUnnamed(List.of("watch-00001"), NOW, LEASE);

        assertThat(taken).extracting(Watch::fencing).containsExactly(polled.fencing() + 1);
        assertThat(store.record(List.of(recheck(polled, NOW.plusSeconds(5))))).isEqualTo(1);
        assertThat(store.conclude(List.of(conclusion(polled, Outcome.PASSED, "v1", NOW))))
                .isEmpty();
        assertThat(store.conclude(List.of(conclusion(taken.get(0), Outcome.CANCELLED, "v2", NOW, List.of()))))
                .containsExactly("v2");
        assertThat(store.counts()).containsEntry("WATCHING", 0L).containsEntry("ENDED", 1L);
    }

    @Test
    void one_that_is_taken_and_not_ended_runs_on_when_the_lease_is_over() {
        store.register(List.of(spec("a")), NOW, ids);

        store.takeUnnamed(List.of("watch-00001"), NOW, LEASE);

        assertThat(claim(NOW)).isEmpty();
        assertThat(names(claim(NOW.plus(LEASE)))).containsExactly("a");
        assertThat(store.unnamed(List.of())).hasSize(1);
    }

    @Test
    void only_what_runs_and_counts_as_named_is_taken() {
        end(spec("ended"), Outcome.PASSED, "v1", NOW);
        store.register(List.of(spec("kept"), spec("named")), NOW, ids);
        store.keepUnnamed(rows("select id as c from watch where name = 'kept'"));

        assertThat(names(store.takeUnnamed(rows("select id as c from watch"), NOW, LEASE)))
                .containsExactly("named");
    }

    private static List<WatchIdentity> identities(WatchSpec... specs) {
        return List.of(specs).stream().map(WatchSpec::identity).toList();
    }

    private static WatchSpec onRemoval(WatchSpec s, OnRemoval onRemoval) {
        return new WatchSpec(
                s.name(),
                s.ref(),
                s.account(),
                s.labels(),
                s.runbook(),
                s.notifiers(),
                s.deadline(),
                s.polling(),
                onRemoval);
    }
}
