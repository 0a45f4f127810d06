package io.github.precheckwatcher.notify.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Paused;
import io.github.precheckwatcher.notify.AttemptResult.Sign;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.RateLimits;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long pauses last. Each attempt is judged by a rule of its own: what is known stands in the row alone. */
class PauseRuleTest {
    private static final Instant NOW = Notifications.NOW;
    private static final NotifierRow FRESH = NotifierRow.fresh("ops");
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Paused SOON = new Paused(429, Optional.of(Duration.ZERO));
    private static final Paused NO_TIME = new Paused(429, Optional.empty());

    @Test
    void a_wish_to_wait_for_a_year_is_obeyed_for_a_quarter_of_an_hour() {
        assertThat(waits(FRESH, new Paused(503, Optional.of(Duration.ofDays(365))), NOW)
                        .pausedUntil())
                .contains(NOW.plusSeconds(900));
    }

    @Test
    void wishes_to_wait_without_a_success_between_them_last_longer_and_longer() {
        for (Paused wish : List.of(SOON, NO_TIME)) {
            NotifierRow row = FRESH;
            Instant now = NOW;
            for (long seconds : List.of(1, 2, 4, 8)) {
                row = waits(row, wish, now);
                assertThat(row.pausedUntil()).contains(now.plusSeconds(seconds));
                // another call of the same moment
                row = waits(row, wish, now);
                assertThat(row.pausedUntil()).contains(now.plusSeconds(seconds));
                now = row.pausedUntil().orElseThrow();
            }
            row = takes(row, now);
            assertThat(waits(row, SOON, now).pausedUntil()).contains(now.plusSeconds(1));
        }
    }

    @Test
    void a_receiver_that_names_no_time_is_asked_once_in_a_rate_limit_pause_in_the_end() {
        NotifierRow row = FRESH;
        Instant now = NOW;
        for (int i = 0; i < 20; i++) {
            row = waits(row, NO_TIME, now);
            now = row.pausedUntil().orElseThrow();
        }
        assertThat(waits(row, NO_TIME, now).pausedUntil()).contains(now.plus(LONGEST));
    }

    @Test
    void a_ban_of_the_platform_lasts_for_the_rate_limit_pause_at_once() {
        var banned = new Paused(200, Optional.empty(), Optional.of("errcode 130101"), true);
        NotifierRow row = waits(FRESH, banned, NOW);
        assertThat(row.pausedUntil()).contains(NOW.plus(LONGEST));
        assertThat(row.rate()).as("its limits are known").isEmpty();
    }

    @Test
    void a_message_that_was_under_way_when_the_pause_began_does_not_end_it() {
        NotifierRow row = waits(waits(FRESH, SOON, NOW), SOON, NOW.plusSeconds(1));
        row = takes(row, NOW.plusMillis(1_500));
        assertThat(row.pausedUntil()).contains(NOW.plusSeconds(3));
        assertThat(waits(row, SOON, NOW.plusSeconds(3)).pausedUntil()).contains(NOW.plusSeconds(7));
    }

    @Test
    void a_receiver_that_takes_a_message_for_some_of_its_recipients_ends_the_row_of_pauses() {
        NotifierRow row = waits(waits(FRESH, SOON, NOW), SOON, NOW.plusSeconds(1));
        Instant over = NOW.plusSeconds(3);
        assertThat(ends(row, partly(Sign.TOOK), over).pauses()).isZero();
        assertThat(ends(row, partly(Sign.NOTHING), over).pauses()).isEqualTo(2);
    }

    @Test
    void a_delivery_that_ends_delivered_by_an_attempt_that_failed_does_not_end_the_row_of_pauses() {
        Instant old = NOW.plus(Notifications.RETRY.maxAge());
        NotifierRow row = waits(waits(FRESH, SOON, old), SOON, old.plusSeconds(1));
        assertThat(ends(row, partly(Sign.FAILED), old.plusSeconds(3)).pauses()).isEqualTo(2);
    }

    @Test
    void after_a_pause_messages_go_one_by_one_until_the_receiver_takes_one() {
        NotifierRow row = waits(FRESH, NO_TIME, NOW);
        Instant over = NOW.plusSeconds(1);
        DeliveryClaimLimit first = rule().admit(row, over, 16);
        assertThat(first.rows()).isEqualTo(1);
        row = first.taken(1, over);
        assertThat(rule().admit(row, over.plusMillis(999), 16).rows()).isZero();
        assertThat(rule().admit(row, over.plusSeconds(1), 16).rows()).isEqualTo(1);
        assertThat(rule().admit(takes(row, over), over, 16).rows()).isEqualTo(16);
    }

    @Test
    void a_rate_that_was_found_is_forgotten_after_an_hour_without_a_refusal() {
        NotifierRow row = NOW_PACED;
        assertThat(rule().admit(row, NOW.plusSeconds(3), 16).rows()).isLessThan(16);
        Instant later = NOW.plus(Duration.ofHours(1));
        assertThat(rule().admit(row, later.plusSeconds(2), 16).rows()).isEqualTo(16);
        assertThat(rule().admit(row, later.plusSeconds(2), 16).row().rate()).isEmpty();
    }

    @Test
    void a_rate_by_a_clock_that_stood_far_ahead_does_not_count() {
        Instant ahead = NOW.plus(Duration.ofDays(400));
        NotifierRow row = takes(waits(FRESH, NO_TIME, ahead), ahead.plusSeconds(1));
        assertThat(rule().admit(row, NOW, 16).rows()).isEqualTo(16);
    }

    /** Refused, took one, refused at once, took one: about one in two seconds. */
    private static final NotifierRow NOW_PACED = takes(
            waits(takes(waits(FRESH, NO_TIME, NOW), NOW.plusSeconds(1)), NO_TIME, NOW.plusMillis(1_010)),
            NOW.plusMillis(2_010));

    private static NotifierRow waits(NotifierRow row, Paused paused, Instant at) {
        Delivery delivery = Notifications.delivery("ops", "e");
        Outbox.Attempted attempt = new AttemptRule(Notifications.RETRY, LONGEST, () -> 0).after(delivery, paused, at);
        return rule().after(row, List.of(attempt)).row();
    }

    private static AttemptResult partly(Sign sign) {
        return new AttemptResult.Partial(
                Optional.of(451), "not taken yet for b", Optional.of("wait"), sign, true, "{noted}");
    }

    private static NotifierRow ends(NotifierRow row, AttemptResult result, Instant at) {
        var attempt = new AttemptRule(Notifications.RETRY, LONGEST, () -> 0)
                .after(Notifications.delivery("ops", "e"), result, at);
        return rule().after(row, List.of(attempt)).row();
    }

    private static NotifierRow takes(NotifierRow row, Instant at) {
        var taken = new AttemptRule(Notifications.RETRY, LONGEST, () -> 0)
                .after(Notifications.delivery("ops", "e"), new AttemptResult.Delivered(200), at);
        assertThat(taken.state()).isEqualTo(State.DELIVERED);
        return rule().after(row, List.of(taken)).row();
    }

    private static NotifierCircuit rule() {
        return new NotifierCircuit(
                Notifications.paced(Notifications.log("ops"), new RateLimits(List.of(), LONGEST, Optional.empty())));
    }
}
