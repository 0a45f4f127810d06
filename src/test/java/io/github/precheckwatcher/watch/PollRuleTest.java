package io.github.precheckwatcher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.cloud.PollResponse;
import io.github.precheckwatcher.cloud.PollResult;
import io.github.precheckwatcher.cloud.sas.SasCalls;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.InstanceReport;
import io.github.precheckwatcher.precheck.Observation;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckReport;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import io.github.precheckwatcher.watch.policy.ConfiguredPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PollRuleTest {
    private static final Instant NOW = Watches.START.plusSeconds(10);
    private static final Instant DEADLINE = Watches.START.plus(Duration.ofHours(1));
    private static final AccountRow OPEN = AccountRow.fresh("default", 10, Watches.START);

    private final PollRule rule = new PollRule(new ConfiguredPolicy(new Random(1)), () -> new UUID(0, 1));

    @Test
    void a_running_precheck_is_asked_again_after_the_policys_gap() {
        WatchStore.Recheck next = goesOn(Watches.watch().errors(2).build(), running(40), NOW);

        assertThat(next.dueAt()).isEqualTo(NOW.plusSeconds(5));
        assertThat(next.errors()).isZero();
        assertThat(next.polls()).isEqualTo(1);
        assertThat(next.lastSeen().progress()).hasValue(40);
    }

    @Test
    void the_next_poll_is_never_due_after_the_deadline() {
        WatchStore.Recheck next = goesOn(Watches.watch().build(), running(40), DEADLINE.minusSeconds(2));

        assertThat(next.dueAt()).isEqualTo(DEADLINE);
    }

    @Test
    void the_last_poll_at_the_deadline_may_still_bring_the_verdict() {
        Verdict verdict = ends(Watches.watch().build(), completed("PASSED"), DEADLINE);

        assertThat(verdict.outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void a_precheck_that_still_runs_at_its_deadline_is_timed_out_with_what_was_last_seen() {
        Verdict verdict = ends(Watches.watch().build(), running(70), DEADLINE);

        assertThat(verdict.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(verdict.problem().map(Problem::code)).contains(Problem.DEADLINE);
        assertThat(verdict.progress()).hasValue(70);
        assertThat(verdict.state()).contains("created");
    }

    @Test
    void a_completed_precheck_is_judged_with_the_number_of_its_polls() {
        PollRule.Decision.End end =
                (PollRule.Decision.End) decide(Watches.watch().polls(16).build(), completed("WARNING"), NOW, OPEN);

        assertThat(end.verdict().outcome()).isEqualTo(Outcome.WARNING);
        assertThat(end.polls()).isEqualTo(17);
        assertThat(end.verdict().id()).isEqualTo(new UUID(0, 1).toString());
    }

    @Test
    void what_has_ended_when_a_watch_of_the_first_start_is_asked_about_first_had_ended_before() {
        assertThat(end(Watches.watch().firstStart().build(), completed("PASSED"), NOW)
                        .alreadyEnded())
                .isTrue();
        assertThat(end(Watches.watch().firstStart().build(), completed("FAILED"), DEADLINE)
                        .alreadyEnded())
                .as("at the last poll too")
                .isTrue();
        assertThat(end(Watches.watch().build(), completed("PASSED"), NOW).alreadyEnded())
                .isFalse();
    }

    @Test
    void a_watch_of_the_first_start_that_ends_without_an_answer_about_the_precheck_had_not_ended_before() {
        assertThat(end(Watches.watch().firstStart().build(), running(40), DEADLINE)
                        .alreadyEnded())
                .isFalse();
        assertThat(end(Watches.watch().firstStart().errors(9).build(), fault(), NOW)
                        .alreadyEnded())
                .isFalse();
        assertThat(rule.expired(Watches.watch().firstStart().build(), OPEN, DEADLINE)
                        .alreadyEnded())
                .isFalse();
    }

    @Test
    void errors_are_counted_and_abandon_the_watch_only_past_their_bound() {
        assertThat(goesOn(Watches.watch().errors(1).build(), fault(), NOW).errors())
                .isEqualTo(2);

        Verdict verdict = ends(Watches.watch().errors(2).build(), fault(), NOW);

        assertThat(verdict.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(verdict.problem().map(Problem::code)).contains("ServerError");
        assertThat(verdict.problem().flatMap(Problem::requestId)).contains("R-1");
    }

    @Test
    void a_refused_parameter_abandons_the_watch_after_that_call() {
        Verdict verdict = ends(
                Watches.watch().build(),
                PollResponse.of(new PollResult.WatchRefused(problem("InvalidParameter"))),
                NOW);

        assertThat(verdict.outcome()).isEqualTo(Outcome.ABANDONED);
    }

    @Test
    void throttling_counts_against_no_watch_and_keeps_its_place_in_the_queue() {
        Watch watch = Watches.watch().errors(1).dueAt(NOW.minusSeconds(30)).build();

        WatchStore.Recheck next = goesOn(watch, throttled(), NOW);

        assertThat(next.dueAt()).isEqualTo(watch.dueAt());
        assertThat(next.errors()).isEqualTo(1);
    }

    @Test
    void a_deadline_reached_while_throttled_is_timed_out() {
        assertThat(ends(Watches.watch().build(), throttled(), DEADLINE).outcome())
                .isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    void failures_on_the_way_neither_count_nor_reset_the_count() {
        WatchStore.Recheck next = goesOn(Watches.watch().errors(2).build(), transportFailed(), NOW);

        assertThat(next.errors()).isEqualTo(2);
        assertThat(next.dueAt()).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void a_last_poll_that_fails_on_the_way_is_tried_again_before_the_watch_times_out() {
        WatchStore.Recheck first = goesOn(Watches.watch().build(), transportFailed(), DEADLINE);
        assertThat(first.finalTries()).isEqualTo(1);
        assertThat(first.dueAt()).isEqualTo(DEADLINE.plusSeconds(1));

        Verdict verdict = ends(Watches.watch().finalTries(2).build(), transportFailed(), DEADLINE.plusSeconds(2));
        assertThat(verdict.outcome()).isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    void a_deadline_reached_while_the_account_is_gated_is_abandoned_with_the_accounts_cause() {
        AccountRow unreachable =
                OPEN.withState(AccountState.UNREACHABLE, NOW, Optional.of(problem(Problem.NETWORK)), Optional.of(NOW));

        Verdict byPoll = ((PollRule.Decision.End)
                        decide(Watches.watch().build(), transportFailed(), DEADLINE, unreachable))
                .verdict();
        Verdict byExpiry =
                rule.expired(Watches.watch().build(), unreachable, DEADLINE).verdict();

        assertThat(byPoll.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(byExpiry.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(byExpiry.problem().map(Problem::code)).contains(Problem.NETWORK);
    }

    @Test
    void a_refused_account_is_no_verdict_about_its_watches() {
        Watch watch = Watches.watch().errors(2).dueAt(NOW.minusSeconds(3)).build();

        WatchStore.Recheck next =
                goesOn(watch, PollResponse.of(new PollResult.AccountRefused(problem("SignatureDoesNotMatch"))), NOW);

        assertThat(next.errors()).isEqualTo(2);
        assertThat(next.dueAt()).isEqualTo(watch.dueAt());
    }

    @Test
    void a_watch_without_permission_is_asked_once_a_minute_until_its_deadline() {
        PollResponse refused = PollResponse.of(new PollResult.PermissionRefused(problem("NoPermission")));

        WatchStore.Recheck next = goesOn(Watches.watch().build(), refused, NOW);
        assertThat(next.dueAt()).isEqualTo(NOW.plusSeconds(60));
        assertThat(next.refused()).contains("NoPermission");

        Verdict verdict = ends(Watches.watch().refused("NoPermission").build(), refused, DEADLINE);
        assertThat(verdict.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(verdict.problem().map(Problem::code)).contains("NoPermission");
    }

    @Test
    void a_good_observation_clears_the_refusal() {
        WatchStore.Recheck next = goesOn(Watches.watch().refused("NoPermission").build(), running(5), NOW);

        assertThat(next.refused()).isEmpty();
    }

    private PollRule.Decision decide(Watch watch, PollResponse response, Instant at, AccountRow account) {
        return rule.decide(new PolledWatch(watch, response, at, at), account);
    }

    private WatchStore.Recheck goesOn(Watch watch, PollResponse response, Instant at) {
        return ((PollRule.Decision.GoOn) decide(watch, response, at, OPEN)).recheck();
    }

    private Verdict ends(Watch watch, PollResponse response, Instant at) {
        return end(watch, response, at).verdict();
    }

    private PollRule.Decision.End end(Watch watch, PollResponse response, Instant at) {
        return (PollRule.Decision.End) decide(watch, response, at, OPEN);
    }

    private static PollResponse running(int progress) {
        return observed("created", progress, PrecheckReport.NONE);
    }

    private static PollResponse completed(String result) {
        InstanceReport instance = new InstanceReport(
                Optional.of("i-1"),
                Optional.of("MYSQL"),
                Optional.empty(),
                List.of(new CheckItem("MYSQL_BINLOG", Optional.of(result))));
        return observed("completed", 100, new PrecheckReport(List.of(instance), true, Optional.of("[..]")));
    }

    private static PollResponse observed(String state, int progress, PrecheckReport report) {
        return PollResponse.of(new PollResult.Observed(new Observation(
                SasCalls.phase(state),
                state,
                OptionalInt.of(progress),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                report,
                Optional.of("R-1"))));
    }

    private static PollResponse throttled() {
        return PollResponse.of(new PollResult.Throttled(problem("Throttling.User")));
    }

    private static PollResponse transportFailed() {
        return PollResponse.of(new PollResult.TransportFailed(problem(Problem.NETWORK)));
    }

    private static PollResponse fault() {
        return PollResponse.of(new PollResult.WatchFault(problem("ServerError")));
    }

    private static Problem problem(String code) {
        return new Problem(code, "it said so", Optional.of("R-1"), Optional.of("do this"));
    }
}
