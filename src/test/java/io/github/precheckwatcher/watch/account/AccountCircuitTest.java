package io.github.precheckwatcher.watch.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.cloud.PollResponse;
import io.github.precheckwatcher.cloud.PollResult;
import io.github.precheckwatcher.precheck.Observation;
import io.github.precheckwatcher.precheck.Phase;
import io.github.precheckwatcher.precheck.PrecheckReport;
import io.github.precheckwatcher.precheck.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccountCircuitTest {
    private static final double RATE = 10;
    private static final Instant T0 = Instant.parse("2026-11-24T08:00:00Z");

    private Instant now = T0;
    private AccountRow row = AccountRow.fresh("default", RATE, T0);

    @Test
    void three_failures_on_the_way_in_a_row_make_the_account_unreachable() {
        after(transportFailed());
        after(transportFailed());
        assertThat(row.state()).isEqualTo(AccountState.OK);

        after(transportFailed());

        assertThat(row.state()).isEqualTo(AccountState.UNREACHABLE);
        assertThat(row.problem().map(Problem::code)).contains(Problem.NETWORK);
    }

    @Test
    void an_answered_call_between_failures_keeps_the_account_open() {
        after(transportFailed());
        after(transportFailed());
        after(fault());
        after(transportFailed());
        after(transportFailed());

        assertThat(row.state()).isEqualTo(AccountState.OK);
    }

    @Test
    void an_unreachable_account_is_probed_after_one_second_doubling_to_sixty() {
        after(transportFailed());
        after(transportFailed());
        after(transportFailed());

        List<Long> gaps = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            gaps.add(probe());
            after(transportFailed());
        }

        assertThat(gaps).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    }

    @Test
    void any_answer_opens_an_unreachable_account() {
        after(transportFailed());
        after(transportFailed());
        after(transportFailed());
        now = now.plusSeconds(1);

        after(fault());

        assertThat(row.state()).isEqualTo(AccountState.OK);
        assertThat(row.problem()).isEmpty();
    }

    @Test
    void a_refused_key_suspends_the_account_at_once_and_only_a_good_answer_opens_it() {
        after(keyRefused());
        assertThat(row.state()).isEqualTo(AccountState.SUSPENDED);

        now = now.plusSeconds(60);
        after(fault());
        assertThat(row.state()).isEqualTo(AccountState.SUSPENDED);

        after(good());
        assertThat(row.state()).isEqualTo(AccountState.OK);
    }

    @Test
    void a_suspended_account_is_probed_once_a_minute_slowing_to_once_in_five() {
        after(keyRefused());

        List<Long> gaps = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            gaps.add(probe());
            after(keyRefused());
        }

        assertThat(gaps.subList(0, 10)).containsOnly(60L);
        assertThat(gaps.get(19)).isEqualTo(300L);
        assertThat(gaps).isSorted();
    }

    @Test
    void a_gated_account_admits_one_probe_and_nothing_before_it() {
        after(keyRefused());

        WatchClaimLimit early = AccountCircuit.admit(row, RATE, now.plusSeconds(59), 100);
        WatchClaimLimit probe = AccountCircuit.admit(row, RATE, now.plusSeconds(60), 100);

        assertThat(early.kind()).isEqualTo(WatchClaimLimit.Kind.CLOSED);
        assertThat(early.retryAt()).isEqualTo(now.plusSeconds(60));
        assertThat(probe.kind()).isEqualTo(WatchClaimLimit.Kind.PROBE);
        assertThat(probe.rows()).isEqualTo(1);
    }

    @Test
    void answers_to_calls_sent_before_the_gate_closed_do_not_open_it() {
        Instant sent = now;
        now = now.plusSeconds(1);
        after(permissionRefused());
        assertThat(row.state()).isEqualTo(AccountState.SUSPENDED);

        row = AccountCircuit.after(row, good(), false, RATE, sent, now);

        assertThat(row.state()).isEqualTo(AccountState.SUSPENDED);
    }

    @Test
    void no_permission_for_some_watches_only_gates_once_and_then_leaves_the_account_open() {
        after(permissionRefused());
        assertThat(row.state()).isEqualTo(AccountState.SUSPENDED);
        now = now.plusSeconds(60);
        after(good());
        assertThat(row.state()).isEqualTo(AccountState.OK);

        after(permissionRefused());

        assertThat(row.state()).isEqualTo(AccountState.OK);
        assertThat(row.partial()).isTrue();
    }

    @Test
    void new_refusals_without_a_good_answer_between_gate_a_partly_refused_account_again() {
        after(permissionRefused());
        now = now.plusSeconds(60);
        after(good());

        after(permissionRefused());
        after(permissionRefused());
        after(permissionRefused());

        assertThat(row.state()).isEqualTo(AccountState.SUSPENDED);
    }

    @Test
    void a_watch_that_was_refused_before_does_not_gate_its_account_again() {
        after(permissionRefused());
        now = now.plusSeconds(60);
        after(good());

        for (int i = 0; i < 10; i++) {
            row = AccountCircuit.after(row, permissionRefused(), true, RATE, now, now);
        }

        assertThat(row.state()).isEqualTo(AccountState.OK);
    }

    @Test
    void throttling_halves_the_rate_once_a_burst_and_it_recovers_within_a_minute() {
        for (int i = 0; i < 50; i++) {
            after(throttled());
        }
        assertThat(row.rate()).isEqualTo(5);
        assertThat(row.state()).isEqualTo(AccountState.THROTTLED);

        now = now.plusSeconds(60);
        row = AccountCircuit.recovered(row, RATE, now);

        assertThat(row.rate()).isEqualTo(RATE);
        assertThat(row.state()).isEqualTo(AccountState.OK);
    }

    @Test
    void throttling_for_ever_never_stops_the_account_altogether() {
        for (int i = 0; i < 1000; i++) {
            now = now.plusSeconds(2);
            row = CallBudget.refill(row, RATE, now);
            after(throttled());
        }

        assertThat(row.rate()).isGreaterThanOrEqualTo(0.1);
    }

    @Test
    void a_retry_after_beside_any_answer_stops_claims_and_changes_no_class() {
        row = AccountCircuit.after(
                row, new PollResponse(good().result(), Optional.of(Duration.ofSeconds(7))), false, RATE, now, now);

        WatchClaimLimit claimLimit = AccountCircuit.admit(row, RATE, now.plusSeconds(6), 10);

        assertThat(claimLimit.kind()).isEqualTo(WatchClaimLimit.Kind.CLOSED);
        assertThat(claimLimit.retryAt()).isEqualTo(now.plusSeconds(7));
        assertThat(row.state()).isEqualTo(AccountState.OK);
        assertThat(AccountCircuit.admit(row, RATE, now.plusSeconds(7), 10).kind())
                .isEqualTo(WatchClaimLimit.Kind.OPEN);
    }

    @Test
    void any_ten_seconds_see_at_most_the_budget_whoever_claims_and_whenever() {
        Random random = new Random(42);
        for (double rate : new double[] {0.5, 1, 10, 20, 333}) {
            row = AccountRow.fresh("default", rate, T0);
            List<Instant> calls = new ArrayList<>();
            now = T0;
            while (now.isBefore(T0.plusSeconds(60))) {
                now = now.plusMillis(random.nextInt(random.nextInt(20) == 0 ? 8_000 : 120));
                // two nodes whose clocks differ take turns
                Instant seen = random.nextBoolean() ? now : now.minusMillis(1_500);
                WatchClaimLimit claimLimit = AccountCircuit.admit(row, rate, seen, 1 + random.nextInt(500));
                row = AccountCircuit.spend(claimLimit, claimLimit.rows(), seen);
                for (int i = 0; i < claimLimit.rows(); i++) {
                    calls.add(now);
                }
            }
            for (int i = 0; i < calls.size(); i++) {
                Instant end = calls.get(i).plusSeconds(10);
                long within =
                        calls.stream().skip(i).takeWhile(c -> c.isBefore(end)).count();
                assertThat(within).as("rate %s", rate).isLessThanOrEqualTo((long) (1.05 * 10 * rate + 1 + 1.5 * rate));
            }
            assertThat((double) calls.size()).as("rate %s is used", rate).isGreaterThan(rate * 10);
        }
    }

    @Test
    void any_ten_seconds_of_one_clock_see_at_most_the_budget() {
        Random random = new Random(7);
        for (double rate : new double[] {0.5, 1, 10, 20, 333}) {
            row = AccountRow.fresh("default", rate, T0);
            List<Instant> calls = new ArrayList<>();
            now = T0;
            while (now.isBefore(T0.plusSeconds(60))) {
                now = now.plusMillis(random.nextInt(random.nextInt(20) == 0 ? 8_000 : 120));
                WatchClaimLimit claimLimit = AccountCircuit.admit(row, rate, now, 500);
                row = AccountCircuit.spend(claimLimit, claimLimit.rows(), now);
                for (int i = 0; i < claimLimit.rows(); i++) {
                    calls.add(now);
                }
            }
            for (int i = 0; i < calls.size(); i++) {
                Instant end = calls.get(i).plusSeconds(10);
                long within =
                        calls.stream().skip(i).takeWhile(c -> c.isBefore(end)).count();
                assertThat(within).as("rate %s", rate).isLessThanOrEqualTo((long) (1.05 * 10 * rate + 1));
            }
        }
    }

    @Test
    void a_restart_probes_a_gated_account_at_once() {
        after(keyRefused());

        row = AccountCircuit.probeNow(row, now);

        assertThat(AccountCircuit.admit(row, RATE, now, 10).kind()).isEqualTo(WatchClaimLimit.Kind.PROBE);
    }

    @Test
    void a_probe_that_was_answered_says_when_it_was_sent() {
        after(transportFailed());
        after(transportFailed());
        assertThat(row.probedAt()).isEmpty();
        after(transportFailed());
        now = now.plusSeconds(5);

        row = AccountCircuit.after(row, transportFailed(), false, RATE, now.minusSeconds(2), now);
        assertThat(row.probedAt()).contains(now.minusSeconds(2));

        row = AccountCircuit.after(row, keyRefused(), false, RATE, now.minusSeconds(1), now);
        assertThat(row.probedAt()).contains(now.minusSeconds(1));

        row = AccountCircuit.after(
                row, transportFailed(), false, RATE, row.since().minusSeconds(9), now);
        assertThat(row.probedAt()).contains(now.minusSeconds(1));
    }

    @Test
    void only_what_has_been_overdue_for_an_hour_ends_because_a_file_does_not_name_its_account() {
        WatchClaimLimit claimLimit = AccountCircuit.notConfigured(row, now);

        assertThat(claimLimit.kind()).isEqualTo(WatchClaimLimit.Kind.CLOSED);
        assertThat(claimLimit.expire()).contains(Duration.ofHours(1));
        assertThat(claimLimit.row().problem().map(Problem::code)).contains(Problem.NO_ACCOUNT);
    }

    @Test
    void times_that_a_wrong_clock_left_in_the_row_neither_stop_the_account_nor_age_its_evidence() {
        now = T0.plus(Duration.ofHours(2));
        after(throttled());
        assertThat(row.state()).isEqualTo(AccountState.THROTTLED);

        now = T0;
        WatchClaimLimit claimLimit = AccountCircuit.admit(row, RATE, now, 10);
        assertThat(claimLimit.row().since()).isEqualTo(T0);
        assertThat(claimLimit.row().cutAt()).isEmpty();
        row = AccountCircuit.spend(claimLimit, 0, now);
        now = now.plusSeconds(1);
        assertThat(AccountCircuit.admit(row, RATE, now, 10).rows()).isPositive();
        after(keyRefused());
        assertThat(row.state()).isEqualTo(AccountState.SUSPENDED);
    }

    /** Waits for the next probe and makes it; the seconds waited. */
    private long probe() {
        Instant at = row.nextProbeAt().orElseThrow();
        long gap = Duration.between(now, at).toSeconds();
        now = at;
        row = AccountCircuit.spend(AccountCircuit.admit(row, RATE, now, 10), 1, now);
        return gap;
    }

    private void after(PollResponse response) {
        row = AccountCircuit.after(row, response, false, RATE, now, now);
    }

    private static PollResponse good() {
        return PollResponse.of(new PollResult.Observed(new Observation(
                Phase.RUNNING,
                "created",
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                PrecheckReport.NONE,
                Optional.empty())));
    }

    private static PollResponse transportFailed() {
        return PollResponse.of(new PollResult.TransportFailed(problem(Problem.NETWORK)));
    }

    private static PollResponse fault() {
        return PollResponse.of(new PollResult.WatchFault(problem("ServerError")));
    }

    private static PollResponse keyRefused() {
        return PollResponse.of(new PollResult.AccountRefused(problem("SignatureDoesNotMatch")));
    }

    private static PollResponse permissionRefused() {
        return PollResponse.of(new PollResult.PermissionRefused(problem("NoPermission")));
    }

    private static PollResponse throttled() {
        return PollResponse.of(new PollResult.Throttled(problem("Throttling.User")));
    }

    private static Problem problem(String code) {
        return new Problem(code, "it said so", Optional.empty(), Optional.empty());
    }
}
