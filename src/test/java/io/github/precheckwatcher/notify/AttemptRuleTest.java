package io.github.precheckwatcher.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.AttemptRule.Decision;
import io.github.precheckwatcher.notify.Outbox.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptRuleTest {
    private static final Instant SOON = Fixtures.NOW.plusSeconds(10);
    private static final Instant OLD = Fixtures.NOW.plus(Duration.ofHours(72));

    private final AttemptRule rule = new AttemptRule(Fixtures.RETRY, Duration.ofHours(1), () -> 0);

    @Test
    void what_was_taken_is_delivered() {
        var attempted = after(new AttemptResult.Delivered(202), SOON).attempted();
        assertThat(attempted.state()).isEqualTo(State.DELIVERED);
        assertThat(attempted.counted()).isTrue();
        assertThat(attempted.status()).contains(202);
        assertThat(attempted.error()).isEmpty();
    }

    @Test
    void what_failed_is_tried_again_by_the_schedule() {
        var decision = after(new AttemptResult.Failed(Optional.of(404), "HTTP 404 Not Found"), SOON);
        assertThat(decision.pausedUntil()).isEmpty();
        assertThat(decision.attempted().state()).isEqualTo(State.PENDING);
        assertThat(decision.attempted().counted()).isTrue();
        assertThat(decision.attempted().nextAt()).isEqualTo(SOON.plusSeconds(5));
        assertThat(decision.attempted().error()).contains("HTTP 404 Not Found");
    }

    @Test
    void what_failed_at_max_age_is_dead() {
        var attempted = after(new AttemptResult.Failed(Optional.empty(), "connection refused"), OLD)
                .attempted();
        assertThat(attempted.state()).isEqualTo(State.DEAD);
        assertThat(attempted.error()).contains("connection refused");
    }

    @Test
    void what_the_receiver_wants_no_more_is_dead_at_once() {
        var attempted = after(new AttemptResult.Gone(410), SOON).attempted();
        assertThat(attempted.state()).isEqualTo(State.DEAD);
        assertThat(attempted.status()).contains(410);
    }

    @Test
    void what_some_recipients_have_is_tried_again_for_the_others_with_what_the_notifier_noted() {
        var attempted = after(partly(Outbox.Sign.TOOK, true), SOON).attempted();
        assertThat(attempted.state()).isEqualTo(State.PENDING);
        assertThat(attempted.nextAt()).isEqualTo(SOON.plusSeconds(5));
        assertThat(attempted.counted()).isTrue();
        assertThat(attempted.sign()).isEqualTo(Outbox.Sign.TOOK);
        assertThat(attempted.delivery().progress()).contains("{noted}");
        assertThat(attempted.error()).contains("not taken for b");
        assertThat(attempted.remedy()).contains("wait");
    }

    @Test
    void what_some_recipients_have_is_delivered_at_max_age_and_dead_when_none_has() {
        assertThat(after(partly(Outbox.Sign.FAILED, true), OLD).attempted().state())
                .isEqualTo(State.DELIVERED);
        assertThat(after(partly(Outbox.Sign.FAILED, true), OLD).attempted().sign())
                .isEqualTo(Outbox.Sign.FAILED);
        assertThat(after(partly(Outbox.Sign.FAILED, false), OLD).attempted().state())
                .isEqualTo(State.DEAD);
    }

    @Test
    void a_failure_forgets_nothing_that_was_noted() {
        Delivery noted = Fixtures.delivery("mail", "e").with(Optional.of("{noted}"));

        var attempted = rule.after(noted, new AttemptResult.Failed(Optional.empty(), "late"), SOON)
                .attempted();

        assertThat(attempted.delivery().progress()).contains("{noted}");
    }

    private static AttemptResult partly(Outbox.Sign sign, boolean reached) {
        return new AttemptResult.Partial(
                Optional.of(250), "not taken for b", Optional.of("wait"), sign, reached, "{noted}");
    }

    @Test
    void a_wish_to_wait_pauses_the_notifier_and_counts_as_no_attempt() {
        var decision = after(new AttemptResult.Paused(429, Optional.of(Duration.ofMinutes(2))), SOON);
        assertThat(decision.pausedUntil()).contains(SOON.plusSeconds(120));
        assertThat(decision.attempted().state()).isEqualTo(State.PENDING);
        assertThat(decision.attempted().counted()).isFalse();
        assertThat(decision.attempted().nextAt()).isEqualTo(SOON.plusSeconds(120));
    }

    @Test
    void a_wish_to_wait_for_a_year_is_obeyed_for_a_quarter_of_an_hour() {
        var decision = after(new AttemptResult.Paused(503, Optional.of(Duration.ofDays(365))), SOON);
        assertThat(decision.pausedUntil()).contains(SOON.plusSeconds(900));
    }

    @Test
    void wishes_to_wait_without_a_success_between_them_last_longer_and_longer() {
        var soon = new AttemptResult.Paused(429, Optional.of(Duration.ZERO));
        Instant now = SOON;
        for (long seconds : List.of(1, 2, 4, 8)) {
            var decision = after(soon, now);
            assertThat(decision.pausedUntil()).contains(now.plusSeconds(seconds));
            // another call of the same moment
            assertThat(after(soon, now).pausedUntil()).contains(now.plusSeconds(seconds));
            now = decision.pausedUntil().orElseThrow();
        }
        after(new AttemptResult.Delivered(200), now);
        assertThat(after(soon, now).pausedUntil()).contains(now.plusSeconds(1));
    }

    @Test
    void a_wish_to_wait_that_does_not_say_how_long_lasts_for_the_ban() {
        var decision = after(new AttemptResult.Paused(200, Optional.empty()), SOON);
        assertThat(decision.pausedUntil()).contains(SOON.plusSeconds(3_600));
    }

    @Test
    void a_wish_to_wait_does_not_keep_a_delivery_that_had_its_try_beyond_max_age() {
        assertThat(stateAfterPause(3, OLD)).isEqualTo(State.DEAD);
    }

    @Test
    void a_wish_to_wait_does_not_kill_an_old_delivery_that_never_had_a_try() {
        assertThat(stateAfterPause(0, OLD)).isEqualTo(State.PENDING);
    }

    @Test
    void a_receiver_that_only_ever_asks_to_wait_does_not_keep_a_delivery_for_ever() {
        Instant twice = Fixtures.NOW.plus(Duration.ofHours(144));
        assertThat(stateAfterPause(0, twice.minusMillis(1))).isEqualTo(State.PENDING);
        assertThat(stateAfterPause(0, twice)).isEqualTo(State.DEAD);
    }

    private State stateAfterPause(int attempts, Instant now) {
        Delivery d = Fixtures.delivery("ops", "e");
        var tried = new Delivery(d.id(), d.message(), d.notifier(), d.body(), d.since(), attempts, d.fencing());
        var paused = new AttemptResult.Paused(429, Optional.empty());
        return rule.after(tried, paused, now).attempted().state();
    }

    private Decision after(AttemptResult result, Instant now) {
        return rule.after(Fixtures.delivery("ops", "e"), result, now);
    }
}
