package io.github.precheckwatcher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.cloud.PollResponse;
import io.github.precheckwatcher.cloud.PollResult;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Prechecks;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A word that the database refuses (a check constraint stands for whatever it may be) concerns the watch that it came for,
 * which is not asked about it for ever; all that is written with it is written.
 */
class RefusedWordsTest {
    private static final String WORD = "REFUSED_WORD";
    private static final List<WatchSpec> THREE = List.of(Watches.spec(1), Watches.spec(2), Watches.spec(3));
    private static final WatchSpec BAD = THREE.get(1);

    @TempDir
    Path dir;

    abstract class Contract {
        private Databases.Database database;
        private FakeEngine fake;
        private LogLines log;

        abstract Databases.Database fresh();

        @BeforeEach
        void open() throws InterruptedException {
            database = fresh();
            fake = new FakeEngine(database, Map.of("default", 1_000.0, "other", 1_000.0), Notifications.log("log"));
            log = LogLines.ofAll();
        }

        @AfterEach
        void close() {
            log.close();
            fake.close();
        }

        @Test
        void a_report_ends_as_unknown_and_says_so_while_the_others_end_as_judged() throws InterruptedException {
            refuse("verdict", "report");
            answerTogether(ref -> of(new PollResult.Observed(Prechecks.completed(Prechecks.report(Prechecks.instance(
                    "MYSQL", Prechecks.item(bad(ref) ? WORD : "MYSQL_BINLOG", bad(ref) ? "FAILED" : "PASSED")))))));

            assertThat(outcomes())
                    .isEqualTo(Map.of("db-1", Outcome.PASSED, "db-2", Outcome.UNKNOWN, "db-3", Outcome.PASSED));
            assertThat(told())
                    .hasSize(3)
                    .filteredOn(event -> event.contains("db-2"))
                    .singleElement()
                    .asString()
                    .contains("judged FAILED, but the store refuses to keep its report", "NO_REPORT")
                    .doesNotContain(WORD);
            assertSaidOnce("effect=\"written without the cloud's words\"");
        }

        @Test
        void a_message_body_ends_so_too() throws InterruptedException {
            refuse("message", "event");
            answerTogether(ref -> of(new PollResult.Observed(Prechecks.completed(Prechecks.report(
                    Prechecks.instance("MYSQL", Prechecks.item(bad(ref) ? WORD : "MYSQL_BINLOG", "PASSED")))))));

            assertThat(outcomes())
                    .isEqualTo(Map.of("db-1", Outcome.PASSED, "db-2", Outcome.UNKNOWN, "db-3", Outcome.PASSED));
        }

        @Test
        void an_error_of_a_watch_ends_it_without_the_clouds_message() throws InterruptedException {
            refuse("verdict", "report");
            answerTogether(ref -> of(new PollResult.WatchRefused(new Problem(
                    "InvalidTaskId", bad(ref) ? WORD : "no such task", Optional.of("CE50"), Optional.empty()))));

            assertThat(outcomes().values()).containsOnly(Outcome.ABANDONED);
            assertThat(told()).hasSize(3).allMatch(event -> event.contains("InvalidTaskId"));
        }

        @Test
        void a_watch_that_goes_on_keeps_its_gap_and_its_progress() throws InterruptedException {
            refuse("watch", "seen_state");
            answerTogether(ref -> of(new PollResult.Observed(
                    bad(ref) ? Prechecks.ended(WORD, Prechecks.report()) : Prechecks.running(40))));
            int asked = fake.calls("record");

            fake.clock.advance(Duration.ofMillis(4_900));
            fake.step();
            assertThat(fake.calls("record"))
                    .as("nothing is polled before its gap")
                    .isEqualTo(asked);

            assertThat(database.texts("select coalesce(seen_state, 'none') || ' ' || polls as c from watch"
                            + " where state = 'WATCHING' order by name"))
                    .containsExactly("created 1", "none 1", "created 1");
            assertSaidOnce("effect=\"written without the cloud's words\"");
        }

        @Test
        void an_account_changes_its_state_without_the_clouds_message_and_holds_no_other_account_up()
                throws InterruptedException {
            refuse("account", "problem");
            WatchSpec other = ofAccount(Watches.spec(9), "other");
            fake.register(other);
            answerTogether(ref -> ref.equals(other.ref())
                    ? of(new PollResult.Observed(
                            Prechecks.completed(Prechecks.mssql("PASSED", "PASSED", "PASSED", "PASSED"))))
                    : of(new PollResult.AccountRefused(new Problem(
                            "SignatureDoesNotMatch", WORD, Optional.of("CE50"), Optional.of("look at the key")))));

            assertThat(fake.ended(List.of(other))).hasSize(1);
            AccountRow row = fake.store.accounts().get("default");
            assertThat(row.state()).isEqualTo(AccountState.SUSPENDED);
            assertThat(row.problem().orElseThrow().code()).isEqualTo("SignatureDoesNotMatch");
            assertThat(row.problem().orElseThrow().message()).doesNotContain(WORD);
        }

        @Test
        void of_those_whose_deadline_came_while_the_account_is_gated_one_does_not_hold_up_the_others()
                throws InterruptedException {
            answerTogether(ref -> of(new PollResult.AccountRefused(
                    new Problem("SignatureDoesNotMatch", "no", Optional.empty(), Optional.empty()))));
            database.execute("alter table verdict add constraint refused_name check (summary not like 'db-2%')");
            fake.cloud = ref -> null;
            fake.clock.advance(BAD.deadline().plus(Duration.ofHours(2)));
            for (int i = 0; i < 5; i++) {
                fake.step();
                fake.clock.advance(FakeEngine.LEASE.plusSeconds(1));
            }

            assertThat(outcomes()).isEqualTo(Map.of("db-1", Outcome.ABANDONED, "db-3", Outcome.ABANDONED));
            assertSaidOnce("effect=\"not written; tried again later\"");
        }

        /** All three are under way and then answered in one batch. */
        private void answerTogether(Function<PrecheckRef, PollResponse> answers) throws InterruptedException {
            fake.register(Watches.spec(7));
            fake.cloud = ref -> of(new PollResult.Observed(
                    Prechecks.completed(Prechecks.mssql("PASSED", "PASSED", "PASSED", "PASSED"))));
            fake.step(); // a first answer, and there is more than one slot
            fake.register(THREE.toArray(WatchSpec[]::new));
            fake.clock.advance(Duration.ofSeconds(1));
            fake.cloud = answers;
            fake.step();
        }

        private List<String> told() {
            return fake.delivered("log").stream()
                    .filter(event -> event.matches("(?s).*\"name\":\"db-[123]\".*"))
                    .toList();
        }

        private void refuse(String table, String column) {
            database.execute("alter table " + table + " add constraint refused_word check (" + column + " not like '%"
                    + WORD + "%')");
        }

        private Map<String, Outcome> outcomes() {
            return fake.ended(THREE).stream()
                    .collect(Collectors.toMap(WatchStore.Ended::name, WatchStore.Ended::outcome));
        }

        private void assertSaidOnce(String effect) {
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("ERROR unkept"))
                    .singleElement()
                    .asString()
                    .startsWith("ERROR unkept watch=db-2 task=t-00000002")
                    .contains(effect, "remedy=");
        }
    }

    @Nested
    class OnH2 extends Contract {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class OnPostgresql extends Contract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }

    private static boolean bad(PrecheckRef ref) {
        return ref.equals(BAD.ref());
    }

    private static PollResponse of(PollResult result) {
        return PollResponse.of(result);
    }

    private static WatchSpec ofAccount(WatchSpec spec, String account) {
        return new WatchSpec(
                spec.name(),
                spec.ref(),
                account,
                spec.labels(),
                spec.runbook(),
                spec.notifiers(),
                spec.deadline(),
                spec.polling());
    }
}
