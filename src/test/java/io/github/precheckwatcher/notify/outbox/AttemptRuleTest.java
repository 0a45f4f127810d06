package io.github.precheckwatcher.notify.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempted;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptRuleTest {
    private static final Instant SOON = Notifications.NOW.plusSeconds(10);
    private static final Instant OLD = Notifications.NOW.plus(Duration.ofHours(72));

    private final AttemptRule rule = new AttemptRule(Notifications.RETRY, Duration.ofHours(1), () -> 0);

    @Test
    void what_was_taken_is_delivered() {
        var attempted = after(new AttemptResult.Delivered(202), SOON);
        assertThat(attempted.state()).isEqualTo(State.DELIVERED);
        assertThat(attempted.counted()).isTrue();
        assertThat(attempted.status()).contains(202);
        assertThat(attempted.error()).isEmpty();
    }

    @Test
    void what_failed_is_tried_again_by_the_schedule() {
        var decision = after(new AttemptResult.Failed(Optional.of(404), "HTTP 404 Not Found"), SOON);
        assertThat(decision.paused()).isEmpty();
        assertThat(decision.state()).isEqualTo(State.PENDING);
        assertThat(decision.counted()).isTrue();
        assertThat(decision.nextAt()).isEqualTo(SOON.plusSeconds(5));
        assertThat(decision.error()).contains("HTTP 404 Not Found");
    }

    @Test
    void what_failed_at_max_age_is_dead() {
        var attempted = after(new AttemptResult.Failed(Optional.empty(), "connection refused"), OLD);
        assertThat(attempted.state()).isEqualTo(State.DEAD);
        assertThat(attempted.error()).contains("connection refused");
    }

    @Test
    void what_the_receiver_wants_no_more_is_dead_at_once() {
        var attempted = after(new AttemptResult.Gone(410), SOON);
        assertThat(attempted.state()).isEqualTo(State.DEAD);
        assertThat(attempted.status()).contains(410);
    }

    @Test
    void what_some_recipients_have_is_tried_again_for_the_others_with_what_the_notifier_noted() {
        var attempted = after(partly(AttemptResult.Sign.TOOK, true), SOON);
        assertThat(attempted.state()).isEqualTo(State.PENDING);
        assertThat(attempted.nextAt()).isEqualTo(SOON.plusSeconds(5));
        assertThat(attempted.counted()).isTrue();
        assertThat(attempted.sign()).isEqualTo(AttemptResult.Sign.TOOK);
        assertThat(attempted.delivery().progress()).contains("{noted}");
        assertThat(attempted.error()).contains("not taken for b");
        assertThat(attempted.remedy()).contains("wait");
    }

    @Test
    void what_some_recipients_have_is_delivered_at_max_age_and_dead_when_none_has() {
        assertThat(after(partly(AttemptResult.Sign.FAILED, true), OLD).state()).isEqualTo(State.DELIVERED);
        assertThat(after(partly(AttemptResult.Sign.FAILED, true), OLD).sign()).isEqualTo(AttemptResult.Sign.FAILED);
        assertThat(after(partly(AttemptResult.Sign.FAILED, false), OLD).state()).isEqualTo(State.DEAD);
    }

    @Test
    void a_failure_forgets_nothing_that_was_noted() {
        Delivery noted = Notifications.delivery("mail", "e").with(Optional.of("{noted}"));

        var attempted = rule.after(noted, new AttemptResult.Failed(Optional.empty(), "late"), SOON);

        assertThat(attempted.delivery().progress()).contains("{noted}");
    }

    private static AttemptResult partly(AttemptResult.Sign sign, boolean reached) {
        return new AttemptResult.Partial(
                Optional.of(250), "not taken for b", Optional.of("wait"), sign, reached, "{noted}");
    }

    @Test
    void a_wish_to_wait_pauses_the_notifier_and_counts_as_no_attempt() {
        var decision = after(new AttemptResult.Paused(429, Optional.of(Duration.ofMinutes(2))), SOON);
        assertThat(decision.paused()).isPresent();
        assertThat(decision.sent()).isTrue();
        assertThat(decision.state()).isEqualTo(State.PENDING);
        assertThat(decision.counted()).isFalse();
        assertThat(decision.nextAt()).isEqualTo(SOON.plusSeconds(120));
    }

    @Test
    void what_there_was_nothing_to_send_of_is_done_and_says_nothing_of_the_receiver() {
        var attempted = after(AttemptResult.NotSent.NOTHING_TO_SEND, SOON);
        assertThat(attempted.state()).isEqualTo(State.DELIVERED);
        assertThat(attempted.sent()).isFalse();
        assertThat(attempted.counted()).isFalse();
        assertThat(attempted.error()).isEmpty();
    }

    @Test
    void what_could_not_be_sent_is_tried_again_by_the_schedule_and_says_nothing_of_the_receiver() {
        var attempted = after(new AttemptResult.NotSent("the alert could not be kept"), SOON);
        assertThat(attempted.state()).isEqualTo(State.PENDING);
        assertThat(attempted.sent()).isFalse();
        assertThat(attempted.nextAt()).isEqualTo(SOON.plusSeconds(5));
        assertThat(attempted.error()).contains("the alert could not be kept");
        assertThat(after(new AttemptResult.NotSent("the alert could not be kept"), OLD)
                        .state())
                .isEqualTo(State.DEAD);
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
        Instant twice = Notifications.NOW.plus(Duration.ofHours(144));
        assertThat(stateAfterPause(0, twice.minusMillis(1))).isEqualTo(State.PENDING);
        assertThat(stateAfterPause(0, twice)).isEqualTo(State.DEAD);
    }

    private State stateAfterPause(int attempts, Instant now) {
        Delivery d = Notifications.delivery("ops", "e");
        var tried = new Delivery(d.id(), d.message(), d.notifier(), d.body(), d.since(), attempts, d.fencing());
        var paused = new AttemptResult.Paused(429, Optional.empty());
        return rule.after(tried, paused, now).state();
    }

    private Attempted after(AttemptResult result, Instant now) {
        return rule.after(Notifications.delivery("ops", "e"), result, now);
    }
}
