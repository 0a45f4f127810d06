package io.github.precheckwatcher.watch.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchQueries.Entry;
import io.github.precheckwatcher.watch.WatchQueries.State;
import io.github.precheckwatcher.watch.Watches;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import io.github.precheckwatcher.watch.policy.PollOutlook.Cause;
import io.github.precheckwatcher.watch.policy.PollOutlook.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PollOutlookTest {
    private static final Instant NOW = Watches.START.plus(Duration.ofMinutes(10));
    private static final AccountRow OK = AccountRow.fresh("default", 10, Watches.START);
    private static final Problem NO_PERMISSION =
            new Problem("NoPermission", "not allowed", Optional.of("CE50"), Optional.of("grant the action"));

    @Test
    void a_watch_that_is_not_due_waits_for_nothing_but_its_time() {
        Watch watch = Watches.watch().polls(3).dueAt(NOW.plusSeconds(4)).build();

        assertThat(waits(watch, OK)).isEmpty();
        assertThat(reason(watch)).isEqualTo("as its policy says");
    }

    @Test
    void a_watch_that_is_due_for_a_moment_waits_for_nothing() {
        assertThat(waits(Watches.watch().dueAt(NOW.minusMillis(1_500)).build(), OK))
                .isEmpty();
    }

    @Test
    void a_watch_that_is_being_polled_waits_for_the_answer() {
        Entry entry = entry(Watches.watch().dueAt(NOW.minusSeconds(5)).build(), Optional.of(NOW.plusSeconds(25)));

        Wait wait = PollOutlook.waitsFor(entry, Optional.of(OK), Optional.of(10.0), OptionalLong.empty(), NOW)
                .orElseThrow();

        assertThat(wait.cause()).isEqualTo(Cause.ANSWER);
        assertThat(wait.until()).hasValue(NOW.plusSeconds(25));
        assertThat(wait.reason())
                .isEqualTo("it is being polled; without an answer it is due again at 2026-11-24T08:10:25Z");
    }

    @Test
    void a_poll_that_was_never_written_down_is_said_to_be_so() {
        Entry entry = entry(Watches.watch().dueAt(NOW.minusSeconds(40)).build(), Optional.of(NOW.minusSeconds(10)));

        assertThat(PollOutlook.waitsFor(entry, Optional.of(OK), Optional.of(10.0), OptionalLong.empty(), NOW))
                .map(Wait::cause)
                .hasValue(Cause.BUDGET);
        assertThat(PollOutlook.reason(entry, "as its policy says", NOW))
                .isEqualTo(
                        "its last poll was not written down: the node that made it ended, or did not reach the store");
    }

    @Test
    void a_suspended_account_says_why_and_when_it_is_probed() {
        AccountRow row = OK.withState(
                AccountState.SUSPENDED,
                NOW.minusSeconds(30),
                Optional.of(NO_PERMISSION),
                Optional.of(NOW.plusSeconds(9)));

        Wait wait =
                waits(Watches.watch().dueAt(NOW.plusSeconds(60)).build(), row).orElseThrow();

        assertThat(wait)
                .isEqualTo(new Wait(
                        Cause.SUSPENDED,
                        Optional.of(NOW.minusSeconds(30)),
                        Optional.of(NOW.plusSeconds(9)),
                        Optional.of(NO_PERMISSION),
                        "account default may not call (NoPermission); one watch is polled as a probe, and all go on"
                                + " when that works"));
    }

    @Test
    void an_unreachable_account_says_so() {
        Problem network = new Problem(Problem.NETWORK, "refused", Optional.empty(), Optional.empty());
        AccountRow row = OK.withState(AccountState.UNREACHABLE, NOW, Optional.of(network), Optional.of(NOW));

        assertThat(waits(Watches.watch().dueAt(NOW).build(), row))
                .map(Wait::reason)
                .hasValue("calls of account default do not get through (NETWORK); one watch is polled as a probe, and"
                        + " all go on when that works");
    }

    @Test
    void an_account_that_this_node_does_not_know_says_what_to_do() {
        Wait wait = PollOutlook.waitsFor(
                        entry(Watches.watch().account("gone").dueAt(NOW).build(), Optional.empty()),
                        Optional.of(OK),
                        Optional.empty(),
                        OptionalLong.empty(),
                        NOW)
                .orElseThrow();

        assertThat(wait.cause()).isEqualTo(Cause.NOT_CONFIGURED);
        assertThat(wait.reason()).isEqualTo("this node's file does not name account gone");
        assertThat(wait.problem().flatMap(Problem::remedy))
                .hasValue("configure watcher.accounts.gone, or leave it to a node that has it");
    }

    @Test
    void a_watch_that_is_refused_alone_says_so_though_it_is_not_due() {
        Watch watch = Watches.watch()
                .polls(2)
                .refused("NoPermission")
                .dueAt(NOW.plusSeconds(50))
                .build();

        Wait wait = waits(watch, OK).orElseThrow();

        assertThat(wait.cause()).isEqualTo(Cause.REFUSED);
        assertThat(wait.until()).hasValue(NOW.plusSeconds(50));
        assertThat(wait.reason())
                .isEqualTo("account default may not ask for this precheck, but for others (NoPermission); it is asked"
                        + " once a minute");
        assertThat(reason(watch)).isEqualTo("once a minute, while the account may not ask for this precheck");
    }

    @Test
    void a_pause_that_the_cloud_asked_for_counts_for_what_is_due_before_its_end() {
        AccountRow row = blocked(NOW.plusSeconds(20));

        assertThat(waits(Watches.watch().dueAt(NOW.plusSeconds(5)).build(), row))
                .hasValueSatisfying(wait -> {
                    assertThat(wait.cause()).isEqualTo(Cause.BLOCKED);
                    assertThat(wait.until()).hasValue(NOW.plusSeconds(20));
                    assertThat(wait.reason())
                            .isEqualTo("the cloud asked account default to make no call before 2026-11-24T08:10:20Z");
                });
        assertThat(waits(Watches.watch().dueAt(NOW.plusSeconds(30)).build(), row))
                .isEmpty();
        assertThat(waits(Watches.watch().dueAt(NOW).build(), blocked(NOW.minusSeconds(1))))
                .isEmpty();
    }

    @Test
    void who_waits_for_the_budget_is_told_how_many_are_before_it() {
        Watch watch = Watches.watch().dueAt(NOW.minusSeconds(75)).build();

        assertThat(waits(watch, OK, 411)).hasValueSatisfying(wait -> {
            assertThat(wait.cause()).isEqualTo(Cause.BUDGET);
            assertThat(wait.since()).hasValue(NOW.minusSeconds(75));
            assertThat(wait.reason())
                    .isEqualTo("due for 1m15s: account default makes 10 calls a second, for the longest overdue first;"
                            + " 411 others are before it");
        });
        assertThat(waits(watch, OK, 1))
                .map(Wait::reason)
                .hasValueSatisfying(text -> assertThat(text).endsWith("; one other is before it"));
        assertThat(waits(watch, OK, 0))
                .map(Wait::reason)
                .hasValueSatisfying(text -> assertThat(text).endsWith("; no other is before it"));
        assertThat(waits(watch, OK))
                .map(Wait::reason)
                .hasValueSatisfying(text -> assertThat(text).endsWith("overdue first"));
    }

    @Test
    void an_account_that_is_throttled_says_how_many_calls_are_left() {
        Problem throttling = new Problem("Throttling.User", "slow down", Optional.empty(), Optional.empty());
        AccountRow row = OK.withState(AccountState.THROTTLED, NOW, Optional.of(throttling), Optional.empty())
                .withBudget(2.5, 0, NOW);

        Wait wait = waits(Watches.watch().dueAt(NOW.minusSeconds(3)).build(), row, 7)
                .orElseThrow();

        assertThat(wait.cause()).isEqualTo(Cause.THROTTLED);
        assertThat(wait.problem()).hasValue(throttling);
        assertThat(wait.reason())
                .isEqualTo("due for 3s: the cloud throttles account default, which makes 2.5 of 10 calls a second, for"
                        + " the longest overdue first; 7 others are before it");
    }

    @Test
    void a_time_that_a_wrong_clock_wrote_is_said_to_be_so() {
        assertThat(reason(Watches.watch()
                        .polls(3)
                        .dueAt(NOW.plus(Duration.ofDays(30)))
                        .build()))
                .isEqualTo("a clock that stood ahead wrote this time; it is set right within an hour");
    }

    @Test
    void the_last_poll_and_its_repetition_are_said_to_be_so() {
        Instant deadline = Watches.START.plus(Duration.ofHours(1));
        Instant before = deadline.minusSeconds(3);

        assertThat(PollOutlook.reason(
                        entry(Watches.watch().polls(3).dueAt(deadline).build(), Optional.empty()), "policy", before))
                .isEqualTo("the last poll is made at the deadline");
        assertThat(PollOutlook.reason(
                        entry(
                                Watches.watch()
                                        .polls(3)
                                        .finalTries(1)
                                        .dueAt(deadline)
                                        .build(),
                                Optional.empty()),
                        "policy",
                        deadline))
                .isEqualTo("the last poll, at the deadline, failed on the way and is made again");
    }

    @Test
    void errors_in_a_row_are_counted() {
        assertThat(reason(Watches.watch()
                        .polls(3)
                        .errors(1)
                        .dueAt(NOW.plusSeconds(4))
                        .build()))
                .isEqualTo("as its policy says; after 1 error in a row, of which more than 2 end it");
        assertThat(reason(Watches.watch()
                        .polls(3)
                        .errors(2)
                        .dueAt(NOW.plusSeconds(4))
                        .build()))
                .isEqualTo("as its policy says; after 2 errors in a row, of which more than 2 end it");
    }

    private static AccountRow blocked(Instant until) {
        return new AccountRow(
                OK.name(),
                OK.state(),
                OK.since(),
                Optional.empty(),
                0,
                0,
                false,
                0,
                Optional.empty(),
                Optional.empty(),
                OK.rate(),
                OK.tokens(),
                OK.refilledAt(),
                Optional.empty(),
                Optional.of(until));
    }

    private static Optional<Wait> waits(Watch watch, AccountRow row) {
        return PollOutlook.waitsFor(
                entry(watch, Optional.empty()), Optional.of(row), Optional.of(10.0), OptionalLong.empty(), NOW);
    }

    private static Optional<Wait> waits(Watch watch, AccountRow row, long ahead) {
        return PollOutlook.waitsFor(
                entry(watch, Optional.empty()), Optional.of(row), Optional.of(10.0), OptionalLong.of(ahead), NOW);
    }

    private static String reason(Watch watch) {
        return PollOutlook.reason(entry(watch, Optional.empty()), "as its policy says", NOW);
    }

    private static Entry entry(Watch watch, Optional<Instant> leasedUntil) {
        return new Entry(watch, State.WATCHING, 1, Optional.empty(), leasedUntil, Optional.empty());
    }
}
