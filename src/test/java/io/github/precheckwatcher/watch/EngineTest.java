package io.github.precheckwatcher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.cloud.PollResponse;
import io.github.precheckwatcher.cloud.PollResult;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.Routing;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Prechecks;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.store.database.StoreException;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine as a whole, step by step, on a real store. */
class EngineTest {
    private static final PollResponse RUNNING = PollResponse.of(new PollResult.Observed(Prechecks.running(40)));
    private static final PollResponse PASSED = PollResponse.of(
            new PollResult.Observed(Prechecks.completed(Prechecks.mssql("PASSED", "PASSED", "PASSED", "PASSED"))));

    private static final PollResponse FAILED = PollResponse.of(
            new PollResult.Observed(Prechecks.completed(Prechecks.mssql("PASSED", "FAILED", "PASSED", "PASSED"))));

    @TempDir
    Path dir;

    private FakeEngine fake;

    @BeforeEach
    void open() {
        fake = new FakeEngine(dir, Map.of("default", 1_000.0));
    }

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void a_registered_watch_is_polled_at_once_and_again_after_its_gap_until_its_verdict() throws InterruptedException {
        WatchSpec spec = Watches.spec(1);
        fake.register(spec);
        fake.cloud = ref -> RUNNING;
        fake.step();
        fake.clock.advance(Duration.ofSeconds(4));
        fake.cloud = ref -> PASSED;
        fake.step();
        assertThat(fake.ended(List.of(spec))).isEmpty();

        fake.clock.advance(Duration.ofSeconds(1));
        fake.step();

        assertThat(fake.ended(List.of(spec)))
                .singleElement()
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.PASSED))
                .satisfies(e -> assertThat(e.polls()).isEqualTo(2));
    }

    @Test
    void of_two_nodes_that_withdraw_a_watch_together_the_one_whose_verdict_was_written_reports_it() {
        List<String> ids = fake.register(Watches.spec(1), Watches.spec(2)).stream()
                .map(WatchStore.Registered::watchId)
                .toList();
        List<Watch> ours = fake.store.takeUnnamed(ids, fake.clock.instant(), Duration.ofSeconds(30));
        List<Watch> theirs = fake.store.takeUnnamed(ids.subList(0, 1), fake.clock.instant(), Duration.ofSeconds(30));

        assertThat(fake.recorder.cancel(ours, Optional.empty())).containsExactly(ids.get(1));
        assertThat(fake.recorder.cancel(theirs, Optional.empty())).containsExactly(ids.get(0));
    }

    @Test
    void a_verdict_that_no_notifier_takes_is_logged_as_such() throws InterruptedException {
        WatchSpec spec = Watches.spec(1);
        fake.register(spec);
        fake.cloud = ref -> PASSED;
        try (LogLines log = LogLines.of(Recorder.class)) {
            fake.step();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .matches("INFO unrouted watch=" + spec.name() + " outcome=PASSED verdict=[0-9a-f-]{36}");
        }
    }

    @Test
    void what_had_ended_before_the_first_start_is_kept_without_a_message_where_the_settings_say_so()
            throws InterruptedException {
        try (FakeEngine two = twoNotifiers();
                LogLines log = LogLines.of(Recorder.class)) {
            two.alreadyEnded = AlreadyEnded.IGNORE;
            two.cloud = ref -> ref.taskId().equals(Watches.spec(1).ref().taskId()) ? FAILED : RUNNING;
            two.registerAtStart(Watches.spec(1), Watches.spec(2));
            two.step();
            two.step(); // the first answer opens more than one slot
            two.clock.advance(Duration.ofSeconds(5));
            two.cloud = ref -> PASSED;
            two.step();
            two.registerAtStart(Watches.spec(3));
            two.clock.advance(Duration.ofSeconds(5));
            two.step();

            assertThat(two.ended(List.of(Watches.spec(1), Watches.spec(2), Watches.spec(3))))
                    .extracting(WatchStore.Ended::outcome)
                    .containsExactly(Outcome.FAILED, Outcome.PASSED, Outcome.PASSED);
            assertThat(two.delivered("all")).hasSize(2).noneMatch(event -> event.contains("db-1"));
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .matches("INFO already-ended watch=db-1 outcome=FAILED verdict=[0-9a-f-]{36}");
        }
    }

    @Test
    void what_had_ended_before_the_first_start_is_sent_by_default() throws InterruptedException {
        try (FakeEngine two = twoNotifiers()) {
            two.cloud = ref -> FAILED;
            two.registerAtStart(Watches.spec(1));
            two.step();

            assertThat(two.delivered("all")).hasSize(1);
        }
    }

    @Test
    void a_first_poll_that_failed_on_the_way_is_not_the_first() throws InterruptedException {
        try (FakeEngine two = twoNotifiers()) {
            two.alreadyEnded = AlreadyEnded.IGNORE;
            two.registerAtStart(Watches.spec(1));
            two.cloud = ref -> transportFailed();
            two.step();
            two.clock.advance(Duration.ofSeconds(5));
            two.cloud = ref -> FAILED;
            two.step();

            assertThat(two.ended(List.of(Watches.spec(1)))).hasSize(1);
            assertThat(two.delivered("all")).isEmpty();
        }
    }

    @Test
    void a_verdict_is_compared_with_the_last_one_of_its_instance() throws InterruptedException {
        try (FakeEngine two = twoNotifiers()) {
            for (PollResponse response : List.of(FAILED, PASSED, PASSED)) {
                two.cloud = ref -> response;
                two.register(ofOneInstance(two.calls("register")));
                two.step();
                two.clock.advance(Duration.ofSeconds(5));
            }
            List<String> all = two.delivered("all");
            assertThat(all).hasSize(3);
            assertThat(all.get(0)).doesNotContain("\"previous\"");
            assertThat(all.get(1)).contains("\"previous\":{\"outcome\":\"FAILED\"");
            assertThat(all.get(2)).contains("\"previous\":{\"outcome\":\"PASSED\"");
            assertThat(two.delivered("changes"))
                    .as("the first, and the one that differs")
                    .isEqualTo(all.subList(0, 2));
        }
    }

    @Test
    void of_two_verdicts_of_an_instance_that_end_together_one_is_the_others_last() throws InterruptedException {
        try (FakeEngine two = twoNotifiers()) {
            two.cloud = ref -> RUNNING;
            two.register(Watches.spec(9));
            two.step(); // a first answer, and there is more than one slot
            two.cloud = ref -> null;
            two.clock.advance(Duration.ofSeconds(1));
            two.register(ofOneInstance(1), ofOneInstance(2));
            two.loop.step();
            two.answerHeld(FAILED);
            assertThat(two.answers.drain(Duration.ZERO)).isEqualTo(2);
            assertThat(two.delivered("all"))
                    .hasSize(2)
                    .filteredOn(event -> event.contains("\"previous\":{\"outcome\":\"FAILED\""))
                    .hasSize(1);
            assertThat(two.delivered("changes")).hasSize(1);
        }
    }

    private FakeEngine twoNotifiers() {
        NotifierSettings changes = Notifications.log("changes");
        Routing d = Routing.DEFAULT;
        return new FakeEngine(
                dir.resolve("two"),
                Map.of("default", 1_000.0),
                Notifications.log("all"),
                Notifications.routed(
                        changes, new Routing(d.outcomes(), d.sourceTypes(), d.regions(), d.match(), true)));
    }

    private static WatchSpec ofOneInstance(int task) {
        WatchSpec spec = Watches.spec(1);
        return new WatchSpec(
                "task-" + task,
                new PrecheckRef(
                        "t-task" + task, spec.ref().instanceUuid(), spec.ref().uniRegionId()),
                spec.account(),
                spec.labels(),
                spec.runbook(),
                spec.notifiers(),
                spec.deadline(),
                spec.polling());
    }

    @Test
    void a_clock_that_is_set_back_during_a_poll_loses_no_answer() throws InterruptedException {
        WatchSpec spec = Watches.spec(1);
        fake.register(spec);
        fake.loop.step();
        assertThat(fake.held()).isEqualTo(1);

        fake.clock.advance(Duration.ofHours(-2));
        fake.answerHeld(PASSED);
        assertThat(fake.answers.drain(Duration.ZERO)).isEqualTo(1);

        assertThat(fake.loop.busy()).isZero();
        assertThat(fake.ended(List.of(spec))).hasSize(1);
        Timer polls = fake.meters.get("precheck.poll.duration").timer();
        assertThat(polls.count()).isEqualTo(1);
    }

    @Test
    void a_stop_waits_for_calls_in_flight_and_writes_their_answers() {
        WatchSpec spec = Watches.spec(1);
        fake.register(spec);
        fake.engine.start();
        fake.loop.step();
        assertThat(fake.held()).isEqualTo(1);

        Thread stop = new Thread(fake.engine::stop);
        stop.start();
        await().until(() -> !fake.pass.isOpen());
        fake.answerHeld(PASSED);

        await().atMost(Duration.ofSeconds(5)).until(() -> !stop.isAlive());
        assertThat(fake.ended(List.of(spec))).hasSize(1);
        assertThat(fake.loop.busy()).isZero();
    }

    @Test
    void a_store_that_fails_twice_loses_no_answer_and_counts_it_once() throws InterruptedException {
        WatchSpec spec = Watches.spec(1);
        fake.register(spec);
        fake.cloud = ref -> transportFailed();
        fake.fail("record", 2);

        fake.step();

        assertThat(fake.calls("record")).isEqualTo(3);
        assertThat(fake.store.accounts().get("default").transportFailures()).isEqualTo(1);
        assertThat(fake.store.accounts().get("default").state()).isEqualTo(AccountState.OK);
    }

    @Test
    void an_accounts_failed_call_counts_once_however_often_another_accounts_row_cannot_be_written()
            throws InterruptedException {
        with("default", "second");
        fake.fail("changeAccount second", 2);

        fake.answers.add(polled("default", transportFailed()), () -> {});
        fake.answers.add(polled("second", transportFailed()), () -> {});
        fake.answers.drain(Duration.ZERO);

        assertThat(fake.calls("changeAccount second")).isEqualTo(3);
        assertThat(fake.store.accounts().values())
                .extracting(AccountRow::transportFailures)
                .containsExactly(1, 1);
    }

    @Test
    void what_cannot_be_written_at_all_is_polled_again_when_its_lease_ends() throws InterruptedException {
        WatchSpec spec = Watches.spec(1);
        fake.register(spec);
        fake.cloud = ref -> PASSED;
        fake.fail("conclude", 100);
        fake.step();
        assertThat(fake.loop.busy()).isZero();

        fake.fail("conclude", 0);
        fake.clock.advance(FakeEngine.LEASE);
        fake.step();

        assertThat(fake.ended(List.of(spec))).hasSize(1);
    }

    @Test
    void a_store_that_fails_to_claim_is_asked_again() throws InterruptedException {
        fake.register(Watches.spec(1));
        fake.cloud = ref -> PASSED;
        fake.fail("claim", 1);
        fake.step();

        fake.clock.advance(Duration.ofMillis(500));
        fake.step();

        assertThat(fake.ended(List.of(Watches.spec(1)))).hasSize(1);
    }

    @Test
    void while_the_database_is_away_a_step_waits_for_it_once_however_many_accounts_there_are()
            throws InterruptedException {
        with("default", "second", "third");
        int looks = fake.calls("accounts");
        fake.fault = away();
        fake.fail("claim", 3);

        for (int step = 1; step <= 3; step++) {
            fake.step();
            assertThat(fake.calls("claim")).isEqualTo(step);
            fake.clock.advance(Duration.ofMillis(500));
        }

        assertThat(fake.calls("accounts")).as("looks for orphans").isEqualTo(looks);
        for (String account : List.of("default", "second", "third")) {
            assertThat(fake.calls("claim " + account)).as(account).isEqualTo(1);
        }
    }

    @Test
    void an_account_whose_claim_alone_fails_holds_no_other_up() throws InterruptedException {
        with("default", "second", "third");
        fake.fail("claim", 1);

        fake.step();

        assertThat(fake.calls("claim")).isEqualTo(3);
    }

    @Test
    void a_daemon_with_nothing_to_do_says_that_a_database_that_was_away_is_back() throws InterruptedException {
        fake.fault = away();
        fake.fail("claim", 1);
        try (LogLines log = LogLines.of(StoreOutage.class)) {
            fake.step();
            fake.clock.advance(Duration.ofSeconds(30));
            fake.step();

            assertThat(log.lines())
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("ERROR store state=FAILING"),
                            line -> assertThat(line).isEqualTo("INFO store state=OK was=FAILING for=30s"));
        }
    }

    @Test
    void a_full_disk_is_reported_once_whatever_is_read_meanwhile() throws InterruptedException {
        fake.register(Watches.spec(1), Watches.spec(2));
        fake.loop.step(); // a new account has one slot
        fake.answerHeld(RUNNING);
        fake.fault = new StoreException("the store failed", new SQLException("disk full", "53100"));
        fake.fail("record", 100);
        fake.fail("claim", 100);
        try (LogLines log = LogLines.of(StoreOutage.class)) {
            fake.answers.drain(Duration.ZERO);
            fake.loop.step();
            fake.answers.add(polled("default", RUNNING), () -> {});
            fake.answers.drain(Duration.ZERO);

            assertThat(log.lines()).singleElement().asString().startsWith("ERROR store state=FAILING");
        }
    }

    @Test
    void an_idle_account_is_not_claimed_as_often_as_a_busy_one() throws InterruptedException {
        with("default", "idle");
        for (int i = 1; i <= 100; i++) {
            fake.register(Watches.spec(i));
        }
        fake.cloud = ref -> RUNNING;

        for (int i = 0; i < 25; i++) {
            fake.clock.advance(Duration.ofMillis(20));
            fake.step();
        }

        // the busy one 25 times at most, the idle one at its start and after half a second
        assertThat(fake.calls("claim")).isLessThanOrEqualTo(27);
    }

    @Test
    void the_slots_of_a_new_account_open_as_answers_come_and_no_other_account_claims_for_it()
            throws InterruptedException {
        with("default", "idle");
        fake.register(specs(40).toArray(WatchSpec[]::new));
        int[] asked = {0};
        fake.cloud = ref -> {
            asked[0]++;
            return RUNNING;
        };

        List<Integer> together = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int before = asked[0];
            fake.step();
            together.add(asked[0] - before);
        }

        assertThat(together).containsExactly(1, 3, 9, 27);
        assertThat(fake.calls("claim idle")).isEqualTo(1);
    }

    @Test
    void a_freed_slot_ends_the_waiting_of_an_account_that_lacked_slots_and_of_no_other() throws InterruptedException {
        fake.register(specs(5).toArray(WatchSpec[]::new));
        fake.loop.step(); // takes the only slot

        long ticket = fake.waiter.ticket();
        fake.answerHeld(RUNNING);
        fake.answers.drain(Duration.ZERO);
        assertThat(fake.waiter.ticket()).as("nobody lacked a slot").isEqualTo(ticket);

        fake.loop.step(); // takes three
        Instant next = fake.loop.step(); // wants one more
        assertThat(next).isEqualTo(Watches.START.plusMillis(500));
        ticket = fake.waiter.ticket();
        fake.answerHeld(RUNNING);
        fake.answers.drain(Duration.ZERO);
        assertThat(fake.waiter.ticket()).isEqualTo(ticket + 1);
        fake.loop.step();
        assertThat(fake.held()).isEqualTo(1);
    }

    @Test
    void the_tick_makes_every_account_claim() {
        with("default", "idle");
        fake.loop.step();
        fake.loop.step();
        assertThat(fake.calls("claim")).isEqualTo(2);

        fake.waiter.wake();
        fake.loop.step();

        assertThat(fake.calls("claim")).isEqualTo(4);
    }

    @Test
    void a_watch_whose_account_no_file_names_any_more_ends_an_hour_after_its_deadline() throws InterruptedException {
        WatchSpec spec = Watches.spec(1);
        fake.register(spec);
        fake.close();
        fake = new FakeEngine(dir, Map.of("other", 10.0));

        fake.clock.advance(Duration.ofMinutes(119));
        fake.step(); // a node with a newer file may still ask about it
        assertThat(fake.ended(List.of(spec))).isEmpty();
        fake.clock.advance(Duration.ofMinutes(2));
        fake.step();

        assertThat(fake.ended(List.of(spec)))
                .singleElement()
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.ABANDONED))
                .satisfies(e -> assertThat(e.summary()).contains("not configured any more"));
    }

    @Test
    void a_good_answer_ends_a_row_of_failures_that_began_during_a_claim() throws InterruptedException {
        fake.meanwhile("claim", () -> settle(transportFailed()));
        fake.step();
        assertThat(transportFailures()).isEqualTo(1);

        settle(RUNNING);

        assertThat(transportFailures()).isZero();
    }

    @Test
    void a_good_answer_ends_a_row_of_failures_that_began_while_the_pass_changed_the_account()
            throws InterruptedException {
        partly("default"); // which the pass ends
        fake.meanwhile("changeAccount", () -> settle(transportFailed()));
        fake.step();
        assertThat(transportFailures()).isEqualTo(1);

        settle(RUNNING);

        assertThat(transportFailures()).isZero();
    }

    @Test
    void good_answers_to_an_account_that_counts_nothing_cost_no_statement() throws InterruptedException {
        fake.step();
        int changes = fake.calls("changeAccount");

        settle(RUNNING);

        assertThat(fake.calls("changeAccount")).isEqualTo(changes);
    }

    @Test
    void every_account_is_whole_again_once_no_watch_of_it_is_refused_alone() throws InterruptedException {
        with("default", "second");
        partly("default");
        partly("second");

        fake.step();

        assertThat(fake.store.accounts().values()).noneMatch(AccountRow::partial);
    }

    @Test
    void whether_watches_are_refused_alone_is_asked_again_soon_when_the_store_could_not_say()
            throws InterruptedException {
        partly("default");
        fake.fail("refused", 1);
        fake.step();
        assertThat(fake.store.accounts().get("default").partial()).isTrue();

        fake.clock.advance(Duration.ofMillis(500));
        fake.step();

        assertThat(fake.store.accounts().get("default").partial()).isFalse();
    }

    @Test
    void after_a_downtime_overdue_watches_of_a_gated_account_get_their_last_poll_when_the_cause_is_mended()
            throws InterruptedException {
        WatchSpec spec = Watches.spec(1);
        fake.register(spec);
        fake.cloud = ref -> PollResponse.of(new PollResult.AccountRefused(problem("SignatureDoesNotMatch")));
        fake.step();
        assertThat(fake.store.accounts().get("default").state()).isEqualTo(AccountState.SUSPENDED);

        fake.clock.advance(Duration.ofHours(3)); // down meanwhile; the key was mended
        fake.accounts.open();
        fake.cloud = ref -> PASSED;
        for (int i = 0; i < 3; i++) {
            fake.step();
            fake.clock.advance(Duration.ofSeconds(1));
        }

        assertThat(fake.ended(List.of(spec)))
                .singleElement()
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.PASSED));
    }

    @Test
    void after_a_downtime_overdue_watches_of_a_gated_account_end_together_once_its_probe_has_failed()
            throws InterruptedException {
        List<WatchSpec> specs = specs(50);
        fake.register(specs.toArray(WatchSpec[]::new));
        fake.cloud = ref -> PollResponse.of(new PollResult.AccountRefused(problem("SignatureDoesNotMatch")));
        fake.step();

        fake.clock.advance(Duration.ofHours(3)); // down meanwhile
        fake.accounts.open();
        fake.step();
        assertThat(fake.ended(specs)).as("the probe").hasSize(1);
        fake.clock.advance(Duration.ofMillis(500));
        fake.step();

        assertThat(fake.ended(specs)).hasSize(50).allMatch(e -> e.outcome() == Outcome.ABANDONED);
    }

    @Test
    void fifty_watches_without_permission_give_no_verdict_and_go_on_when_it_is_granted() throws InterruptedException {
        List<WatchSpec> specs = specs(50);
        fake.register(specs.toArray(WatchSpec[]::new));
        int[] asked = {0};
        fake.cloud = ref -> {
            asked[0]++;
            return PollResponse.of(new PollResult.PermissionRefused(problem("NoPermission")));
        };
        fake.step();
        int burst = asked[0];
        for (int second = 0; second < 600; second++) {
            fake.clock.advance(Duration.ofSeconds(1));
            fake.step();
        }
        assertThat(asked[0] - burst).as("probes in ten minutes").isBetween(8, 10);
        assertThat(fake.ended(specs)).isEmpty();

        fake.cloud = ref -> PASSED;
        for (int second = 0; second < 400 && fake.ended(specs).size() < 50; second++) {
            fake.clock.advance(Duration.ofSeconds(1));
            fake.step();
        }
        assertThat(fake.ended(specs)).hasSize(50).allMatch(e -> e.outcome() == Outcome.PASSED);
    }

    private static List<WatchSpec> specs(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Watches::spec).toList();
    }

    /** Another engine, with these accounts. */
    private void with(String... accounts) {
        fake.close();
        fake = new FakeEngine(
                dir.resolve("another"),
                Stream.of(accounts).collect(Collectors.toMap(Function.identity(), a -> 1_000.0)));
    }

    private static StoreException away() {
        return new StoreException("the store failed", new SQLException("terminating connection", "57P01"));
    }

    private static PolledWatch polled(String account, PollResponse response) {
        return new PolledWatch(Watches.watch().account(account).build(), response, Watches.START, Watches.START);
    }

    private int transportFailures() {
        return fake.store.accounts().get("default").transportFailures();
    }

    private void settle(PollResponse response) {
        fake.accounts.settle(List.of(polled("default", response)), new HashMap<>());
    }

    /** NoPermission is known to concern some of its watches alone. */
    private void partly(String account) {
        fake.store.changeAccount(account, row -> row.withCounts(0, 0, true));
    }

    private static PollResponse transportFailed() {
        return PollResponse.of(new PollResult.TransportFailed(problem(Problem.NETWORK)));
    }

    private static Problem problem(String code) {
        return new Problem(code, "it said so", Optional.of("R-1"), Optional.of("do this"));
    }
}
