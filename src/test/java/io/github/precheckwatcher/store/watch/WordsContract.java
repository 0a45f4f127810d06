package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.recheck;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.precheck.LastSeen;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore.Recheck;
import io.github.precheckwatcher.watch.WatchStore.Registered.Kind;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Words from outside that a database cannot keep as they come: both keep the same, and no row is refused for them. */
abstract class WordsContract extends WatchStoreContract {
    /** NUL, each half of a pair alone, both the wrong way round, a whole pair, a BOM, and what is no character. */
    private static final String HOSTILE = "检查\uD83D\uDE00\0\uD83D \uDE00x\uDE00\uD83D\uFEFF\uFFFE\u0001\u202E";

    private static final String KEPT = "检查\uD83D\uDE00\uFFFD\uFFFD \uFFFDx\uFFFD\uFFFD\uFEFF\uFFFE\u0001\u202E";

    @Test
    void a_watch_whose_every_word_is_hostile_is_registered_claimed_written_back_and_ended() {
        WatchSpec plain = spec("orders");
        WatchSpec hostile = new WatchSpec(
                HOSTILE,
                new PrecheckRef("t-" + HOSTILE, "i-" + HOSTILE, "r-" + HOSTILE),
                ACCOUNT,
                Map.of("team", HOSTILE),
                plain.runbook(),
                List.of("log"),
                plain.deadline(),
                plain.polling());

        assertThat(kinds(hostile, hostile, plain)).containsExactly(Kind.NEW, Kind.RUNNING, Kind.NEW);
        assertThat(rows("select name as c from watch where name <> 'orders'")).containsExactly(KEPT);
        assertThat(rows("select kind as c from event")).as("nothing changed").containsOnly("REGISTERED");

        Watch claimed = claim(NOW).stream()
                .filter(watch -> !watch.spec().name().equals("orders"))
                .findFirst()
                .orElseThrow();
        LastSeen seen = new LastSeen(
                Optional.of(HOSTILE),
                OptionalInt.of(4),
                Optional.empty(),
                Optional.empty(),
                Optional.of(HOSTILE),
                Optional.of(NOW));
        assertThat(store.record(List.of(new Recheck(claimed, NOW, 1, 0, 0, Optional.of(HOSTILE), seen))))
                .isZero();
        assertThat(rows("select seen_state || seen_request_id || refused as c from watch where seen_state is not null"))
                .containsExactly(KEPT + KEPT + KEPT);

        Watch again = named(claim(NOW), KEPT);
        Message message = new Message("v1", MessageType.VERDICT, HOSTILE, MessageStatus.PASSED, NOW, HOSTILE);
        NewDelivery delivery = new NewDelivery("d1", message, "log", HOSTILE, NOW, NOW, HOSTILE);
        assertThat(store.conclude(List.of(conclusion(again, Outcome.PASSED, "v1", NOW, List.of(delivery)))))
                .containsExactly("v1");
        assertThat(rows("select subject || event as c from message")).containsExactly(KEPT + KEPT);
        assertThat(rows("select body || grouped as c from delivery")).containsExactly(KEPT + KEPT);
    }

    @Test
    void an_accounts_row_takes_every_message() {
        store.changeAccount(
                ACCOUNT,
                row -> new AccountRow(
                        row.name(),
                        AccountState.SUSPENDED,
                        NOW,
                        Optional.of(new Problem(HOSTILE, HOSTILE, Optional.of(HOSTILE), Optional.empty())),
                        0,
                        0,
                        false,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        1,
                        NOW,
                        Optional.empty(),
                        Optional.empty()));

        assertThat(store.accounts().get(ACCOUNT).problem().orElseThrow().message())
                .startsWith("检查\uD83D\uDE00")
                .doesNotContain("\uD83D ");
        assertThat(rows("select detail as c from event")).containsExactly("SUSPENDED " + KEPT);
    }

    @Test
    void a_task_that_the_database_refuses_keeps_no_other_from_being_watched() {
        database.execute("alter table watch add constraint no_such check (name <> 'db-00007')");
        try (LogLines log = LogLines.of(RegisterAll.class)) {
            List<Kind> kinds = store.register(StoredWatches.specs(20), NOW, ids).stream()
                    .map(registered -> registered.kind())
                    .toList();

            assertThat(kinds).hasSize(20).filteredOn(Kind.NEW::equals).hasSize(19);
            assertThat(kinds.get(7)).isEqualTo(Kind.REFUSED);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("ERROR watching watch=db-00007 state=REFUSED")
                    .contains("remedy=");
        }
        assertThat(claim(NOW)).hasSize(19);
        assertThat(rows("select id as c from event")).hasSize(19);
    }

    @Test
    void a_name_too_long_for_an_index_is_refused_for_what_is_in_it() {
        StringBuilder random = new StringBuilder();
        new Random(5).ints(20_000, 0x4e00, 0x9fff).forEach(random::appendCodePoint);
        WatchSpec plain = spec("orders");
        WatchSpec huge = withRef(plain, random.toString(), "i", "r");

        List<Kind> kinds = kinds(huge, plain);

        // H2 has no such bound
        assertThat(kinds.get(0)).isIn(Kind.NEW, Kind.REFUSED);
        assertThat(kinds.get(1)).isEqualTo(Kind.NEW);
        assertThat(claim(NOW)).hasSizeBetween(1, 2);
        assertThat(store.record(
                        List.of(recheck(claim(NOW.plus(StoredWatches.LEASE)).get(0), NOW))))
                .isZero();
    }
}
