package io.github.precheckwatcher.notify.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.RateLimit;
import io.github.precheckwatcher.notify.RateLimits;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempted;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NotifierCircuitTest {
    private static final Instant NOW = Notifications.NOW;
    private static final NotifierRow FRESH = NotifierRow.fresh("ops");
    private final NotifierCircuit free = rule();

    @Test
    void without_limits_it_takes_as_much_as_there_is_room_for() {
        assertThat(free.admit(FRESH, NOW, 16).rows()).isEqualTo(16);
        assertThat(free.admit(FRESH, NOW, 16).taken(16, NOW)).isEqualTo(FRESH);
    }

    @Test
    void a_paused_notifier_gives_none_until_the_pause_is_over() {
        NotifierRow paused = FRESH.paused(Optional.of(NOW.plusSeconds(60)));
        assertThat(free.admit(paused, NOW.plusSeconds(59), 16).rows()).isZero();
        assertThat(free.admit(paused, NOW.plusSeconds(60), 16).rows()).isEqualTo(16);
    }

    @Test
    void a_shorter_pause_does_not_end_a_longer_one() {
        NotifierRow paused = free.after(FRESH, List.of(waits(NOW, 60))).row();
        assertThat(free.after(paused, List.of(waits(NOW.plusSeconds(1), 5)))
                        .row()
                        .pausedUntil())
                .contains(NOW.plusSeconds(60));
        assertThat(free.after(paused, List.of(waits(NOW.plusSeconds(1), 90)))
                        .row()
                        .pausedUntil())
                .contains(NOW.plusSeconds(91));
    }

    @Test
    void no_span_ever_sees_more_than_the_limit_whatever_the_attempts_take() {
        Random random = new Random(20_261_125);
        NotifierCircuit rule = rule(new RateLimit(4, Duration.ofSeconds(1)), new RateLimit(30, Duration.ofMinutes(1)));
        NotifierRow row = FRESH;
        List<Instant> reached = new ArrayList<>();
        List<Attempted> under = new ArrayList<>();
        Instant now = NOW;
        for (int step = 0; step < 5_000; step++) {
            now = now.plusMillis(random.nextInt(400));
            Instant at = now;
            List<Attempted> ended =
                    under.stream().filter(attempt -> !attempt.at().isAfter(at)).toList();
            under.removeAll(ended);
            row = rule.after(row, ended).row();
            DeliveryClaimLimit claimLimit = rule.admit(row, now, 1 + random.nextInt(8));
            int taken = random.nextInt(claimLimit.rows() + 1);
            row = claimLimit.taken(taken, now);
            for (int i = 0; i < taken; i++) {
                // it reaches the platform some time before its attempt ends, which the timeout bounds
                Instant end = now.plusMillis(random.nextInt(10_000));
                reached.add(now.plusMillis(
                        random.nextLong(Duration.between(now, end).toMillis() + 1)));
                under.add(attempt(State.DELIVERED, true, end));
            }
        }
        assertThat(most(reached, Duration.ofSeconds(1))).isLessThanOrEqualTo(4);
        assertThat(most(reached, Duration.ofMinutes(1))).isBetween(20, 30);
    }

    @Test
    void a_delivery_of_several_messages_counts_as_so_many() {
        NotifierSettings group = Notifications.notifier(
                "ops",
                NotifierKind.WECOM,
                Optional.of(URI.create("https://wecom.example.com/robot")),
                Duration.ofSeconds(10));
        RateLimits rateLimits = new RateLimits(
                List.of(new RateLimit(3, Duration.ofMinutes(1))), Duration.ofMinutes(1), Optional.empty());
        var rule = new NotifierCircuit(Notifications.paced(group, rateLimits));
        Delivery one = Notifications.delivery("ops", "e");
        var two = new Delivery(one.id(), one.message(), "ops", "{}\n{}", one.since(), 0, 1);

        NotifierRow row = rule.taken(rule.admit(FRESH, NOW, 1), List.of(two), NOW);

        assertThat(rule.admit(row, NOW, 9).rows()).isEqualTo(1);
        assertThat(rule.taken(rule.admit(FRESH, NOW, 1), List.of(one), NOW).sent())
                .hasSize(1);
    }

    @Test
    void a_body_that_is_written_after_its_claim_counts_as_the_messages_that_it_is() {
        NotifierSettings group = Notifications.notifier(
                "ops",
                NotifierKind.WECOM,
                Optional.of(URI.create("https://wecom.example.com/robot")),
                Duration.ofSeconds(10));
        RateLimits rateLimits = new RateLimits(
                List.of(new RateLimit(3, Duration.ofMinutes(1))), Duration.ofMinutes(1), Optional.empty());
        var rule = new NotifierCircuit(Notifications.paced(group, rateLimits));
        Delivery written = Notifications.delivery("ops", "e");
        var unwritten =
                new Delivery(written.id(), written.message(), "ops", NewDelivery.UNWRITTEN, written.since(), 0, 1);

        NotifierRow taken = rule.taken(rule.admit(FRESH, NOW, 1), List.of(unwritten), NOW);

        assertThat(taken.sent()).hasSize(1);
        assertThat(rule.written(taken, "{}", NOW)).isEqualTo(taken);
        assertThat(rule.admit(rule.written(taken, "{}\n{}", NOW), NOW, 9).rows())
                .isEqualTo(1);
    }

    @Test
    void what_a_crash_left_reserved_is_free_again_after_timeout_and_span() {
        NotifierCircuit rule = rule(new RateLimit(15, Duration.ofMinutes(1)));
        NotifierRow row = rule.admit(FRESH, NOW, 100).taken(15, NOW);
        assertThat(rule.admit(row, NOW.plusSeconds(69), 100).rows()).isZero();
        assertThat(rule.admit(row, NOW.plusSeconds(70), 100).rows()).isEqualTo(15);
    }

    @Test
    void times_of_a_clock_that_stood_far_ahead_do_not_count() {
        NotifierCircuit rule = rule(new RateLimit(1, Duration.ofMinutes(1)));
        NotifierRow row = FRESH.withSent(List.of(NOW.plus(Duration.ofDays(400))));
        assertThat(rule.admit(row, NOW, 9).rows()).isEqualTo(1);
        NotifierRow paused = FRESH.paused(Optional.of(NOW.plus(Duration.ofDays(400))));
        assertThat(rule.admit(paused, NOW, 9).rows()).isEqualTo(1);
        NotifierRow down = FRESH.down(NOW, NOW.plus(Duration.ofDays(400)));
        assertThat(rule.admit(down, NOW, 9).rows()).isEqualTo(1);
    }

    @Test
    void five_failures_in_a_row_over_ten_seconds_open_the_circuit_and_one_event_says_so() {
        NotifierTransition four = free.after(FRESH, failures(4));
        assertThat(four.row().downSince()).isEmpty();
        assertThat(four.news()).isEmpty();

        NotifierTransition five = free.after(four.row(), failures(3));

        assertThat(five.row().downSince()).contains(NOW);
        assertThat(five.news()).extracting(OperatorEvent::event).containsExactly("notifier.down");
        assertThat(five.news().get(0).severity()).isEqualTo(OperatorEvent.Severity.ERROR);
        assertThat(five.news().get(0).summary())
                .isEqualTo("ops is down: 7 attempts in a row failed, over 10s; it is probed until it works again");
        assertThat(free.after(five.row(), failures(9)).news()).isEmpty();
    }

    @Test
    void a_success_between_failures_keeps_the_circuit_closed() {
        NotifierRow row = FRESH;
        for (int i = 0; i < 50; i++) {
            row = free.after(row, failures(4)).row();
            row = free.after(row, List.of(attempt(State.DELIVERED, true, NOW))).row();
        }
        assertThat(row).isEqualTo(FRESH);
    }

    @Test
    void a_burst_that_fails_within_ten_seconds_does_not_open_the_circuit() {
        List<Attempted> burst = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            burst.add(attempt(State.PENDING, true, NOW.plusMillis(19L * i)));
        }
        NotifierTransition blip = free.after(FRESH, burst);
        assertThat(blip.row().failures()).isEqualTo(500);
        assertThat(blip.row().downSince()).isEmpty();

        Instant later = NOW.plusSeconds(10);
        NotifierTransition down = free.after(blip.row(), List.of(attempt(State.PENDING, true, later)));
        assertThat(down.row().downSince()).contains(later);
    }

    @Test
    void a_receiver_that_fails_some_at_random_is_not_down() {
        Random random = new Random(30);
        NotifierRow row = FRESH;
        int longest = 0;
        for (int i = 0; i < 15_000; i++) {
            State state = random.nextDouble() < 0.3 ? State.PENDING : State.DELIVERED;
            Attempted attempt = attempt(state, true, NOW.plusMillis(20L * i));
            row = free.after(row, List.of(attempt)).row();
            longest = Math.max(longest, row.failures());
            assertThat(row.downSince()).isEmpty();
        }
        assertThat(longest).as("enough in a row to count").isGreaterThanOrEqualTo(NotifierCircuit.FAILURES);
    }

    @Test
    void from_the_fifth_failure_in_a_row_it_is_tried_once_a_second_until_a_success() {
        NotifierRow four = FRESH;
        for (int i = 0; i < 4; i++) {
            four = free.after(four, List.of(attempt(State.PENDING, true, NOW))).row();
        }
        assertThat(free.admit(four, NOW, 16).rows()).isEqualTo(16);
        NotifierRow five =
                free.after(four, List.of(attempt(State.PENDING, true, NOW))).row();

        DeliveryClaimLimit first = free.admit(five, NOW, 16);
        assertThat(first.rows()).isEqualTo(1);
        assertThat(first.probe()).as("it is not down").isFalse();
        NotifierRow tried = first.taken(1, NOW);
        assertThat(free.admit(tried, NOW.plusMillis(999), 16).rows()).isZero();
        assertThat(free.admit(tried, NOW.plusSeconds(1), 16).rows()).isEqualTo(1);
        assertThat(free.admit(tried, NOW.plusSeconds(1), 0).rows()).isZero();
        assertThat(free.admit(tried.withProbe(0, NOW.plusSeconds(90)), NOW, 16).rows())
                .as("a clock that stood ahead")
                .isEqualTo(1);

        NotifierRow well =
                free.after(tried, List.of(attempt(State.DELIVERED, true, NOW))).row();
        assertThat(well).isEqualTo(FRESH);
    }

    @Test
    void a_failure_by_a_clock_that_stood_ahead_does_not_keep_the_circuit_closed() {
        NotifierRow row = FRESH.failed(false, NOW.plus(Duration.ofDays(400)));
        assertThat(free.after(row, failures(5)).row().downSince()).contains(NOW);
    }

    @Test
    void a_receiver_that_asks_to_wait_has_not_failed() {
        List<Attempted> paused = List.of(waits(NOW, 1));
        NotifierRow row = FRESH;
        for (int i = 0; i < 20; i++) {
            row = free.after(row, paused).row();
        }
        assertThat(row.failures()).isZero();
        assertThat(row.downSince()).isEmpty();
    }

    @Test
    void a_receiver_that_takes_nothing_for_an_hour_and_asks_to_wait_counts_as_down() {
        NotifierRow row = FRESH;
        List<OperatorEvent> news = new ArrayList<>();
        for (int minute = 0; minute <= 75; minute += 15) {
            Instant at = NOW.plus(Duration.ofMinutes(minute));
            NotifierTransition transition = free.after(row, List.of(waits(at, 900)));
            row = transition.row();
            news.addAll(transition.news());
        }
        assertThat(news)
                .extracting(OperatorEvent::summary)
                .containsExactly(
                        "ops is down: for 1h it has taken nothing and asked to wait; it is probed until it works"
                                + " again");
        assertThat(row.downSince()).contains(NOW.plusSeconds(3_600));
        assertThat(free.after(row, List.of(attempt(State.DELIVERED, true, NOW.plusSeconds(9_000))))
                        .news())
                .extracting(OperatorEvent::event)
                .containsExactly("notifier.up");
    }

    @Test
    void two_waits_with_days_between_them_are_no_long_one() {
        NotifierRow first = free.after(FRESH, List.of(waits(NOW, 60))).row();
        Instant monday = NOW.plus(Duration.ofHours(62));
        NotifierTransition second = free.after(first, List.of(waits(monday, 60)));
        assertThat(second.news()).isEmpty();
        assertThat(second.row().failingSince()).contains(monday);
    }

    @Test
    void a_receiver_that_is_gone_is_reported_so_by_each_delivery_and_is_not_down() {
        NotifierRow row = FRESH;
        List<OperatorEvent> news = new ArrayList<>();
        for (int second = 0; second < 100; second++) {
            NotifierTransition transition = free.after(row, List.of(gone(NOW.plusSeconds(second))));
            row = transition.row();
            news.addAll(transition.news());
            assertThat(free.admit(row, NOW.plusSeconds(second), 16).rows()).isEqualTo(16);
        }
        assertThat(news).extracting(OperatorEvent::event).containsExactly("delivery.dead");
        assertThat(row.dead()).isEqualTo(100);
    }

    @Test
    void a_receiver_that_was_down_and_is_gone_ends_all_that_waits() {
        NotifierRow down = free.after(FRESH, failures(5)).row();
        NotifierTransition gone = free.after(down, List.of(gone(NOW.plusSeconds(30))));
        assertThat(gone.row().downSince()).isEmpty();
        assertThat(gone.retryNow()).contains(Instant.MIN);
        assertThat(gone.news()).extracting(OperatorEvent::event).containsExactly("delivery.dead");
        assertThat(free.admit(gone.row(), NOW.plusSeconds(30), 16).rows()).isEqualTo(16);
    }

    @Test
    void while_it_is_down_one_probe_goes_out_at_a_time_slowing_to_one_in_five_minutes() {
        NotifierRow row = free.after(FRESH, failures(5)).row();
        List<Long> gaps = new ArrayList<>();
        Instant last = NOW;
        for (Instant now = NOW; gaps.size() < 6; now = now.plusSeconds(1)) {
            DeliveryClaimLimit claimLimit = free.admit(row, now, 16);
            if (claimLimit.probe()) {
                assertThat(claimLimit.rows()).isEqualTo(1);
                gaps.add(Duration.between(last, now).toSeconds());
                last = now;
                row = free.after(claimLimit.taken(1, now), failures(1)).row();
            }
        }
        assertThat(gaps).containsExactly(30L, 60L, 120L, 240L, 300L, 300L);
    }

    @Test
    void what_is_too_old_gets_its_last_try_between_the_probes() {
        NotifierRow row = free.after(FRESH, failures(5)).row();
        DeliveryClaimLimit between = free.admit(row, NOW.plusSeconds(29), 16);
        assertThat(between.rows()).isEqualTo(16);
        assertThat(between.overdue()).contains(NOW.plusSeconds(29).minus(Notifications.RETRY.maxAge()));
        assertThat(between.taken(3, NOW.plusSeconds(29)).nextProbeAt()).isEqualTo(row.nextProbeAt());
        assertThat(free.admit(row, NOW.plusSeconds(30), 16).overdue()).isEmpty();
    }

    @Test
    void what_died_is_reported_though_another_was_delivered_right_after() {
        List<Attempted> mixed =
                List.of(attempt(State.DEAD, true, NOW), attempt(State.DELIVERED, true, NOW.plusMillis(5)));
        assertThat(free.after(FRESH, mixed).news())
                .extracting(OperatorEvent::event)
                .containsExactly("delivery.dead", "notifier.up");
    }

    @Test
    void a_claim_that_found_nothing_to_probe_with_is_no_probe() {
        NotifierRow row = free.after(FRESH, failures(5)).row();
        Instant probe = NOW.plusSeconds(30);
        assertThat(free.admit(row, probe, 16).taken(0, probe)).isEqualTo(row);
    }

    @Test
    void a_success_closes_the_circuit_retries_now_what_waits_and_reports_it() {
        NotifierRow down = free.after(FRESH, failures(5)).row();

        NotifierTransition up = free.after(down, List.of(attempt(State.DELIVERED, true, NOW.plusSeconds(723))));

        assertThat(up.retryNow()).contains(NOW);
        assertThat(up.row()).isEqualTo(FRESH);
        assertThat(up.news()).extracting(OperatorEvent::event).containsExactly("notifier.up");
        assertThat(up.news().get(0).summary()).isEqualTo("ops takes messages again after 12m03s");
    }

    @Test
    void what_dies_while_it_lasts_makes_one_event_and_the_end_of_it_counts() {
        List<Attempted> two = List.of(attempt(State.DEAD, true, NOW), attempt(State.DEAD, true, NOW));
        NotifierTransition first = free.after(FRESH, two);
        assertThat(first.news()).extracting(OperatorEvent::event).containsExactly("delivery.dead");
        assertThat(first.news().get(0).summary()).isEqualTo("2 deliveries to ops are DEAD");

        NotifierTransition second = free.after(first.row(), two);
        assertThat(second.news()).isEmpty();

        NotifierTransition up = free.after(second.row(), List.of(attempt(State.DELIVERED, true, NOW)));
        assertThat(up.news())
                .extracting(OperatorEvent::summary)
                .containsExactly("ops takes messages again; 4 deliveries had died meanwhile");
        assertThat(up.news().get(0).problem().orElseThrow().remedy()).contains("replay --notifier ops");
    }

    @Test
    void what_was_not_sent_neither_opens_nor_closes_the_circuit_whatever_it_ended_as() {
        for (State state : State.values()) {
            Attempted unsent = attempt(state, false, NOW).notSent();
            NotifierTransition fresh = free.after(FRESH, Collections.nCopies(20, unsent));
            assertThat(fresh.row().failures()).isZero();
            assertThat(fresh.row().failingSince()).isEmpty();
            assertThat(fresh.row().downSince()).isEmpty();

            NotifierRow down = free.after(FRESH, failures(5)).row();
            NotifierTransition still = free.after(down, List.of(unsent));
            assertThat(still.row().downSince()).isEqualTo(down.downSince());
            assertThat(still.row().failures()).isEqualTo(down.failures());
            assertThat(still.retryNow()).isEmpty();
            assertThat(still.news())
                    .extracting(OperatorEvent::event)
                    .containsExactlyElementsOf(state == State.DEAD ? List.of("delivery.dead") : List.of());
        }
    }

    @Test
    void what_was_not_sent_neither_ends_a_pause_nor_counts_for_the_rate() {
        NotifierRow refused = free.after(FRESH, List.of(waits(NOW, 0))).row();
        Attempted unsent = attempt(State.DELIVERED, false, NOW.plusSeconds(2)).notSent();
        assertThat(free.after(refused, List.of(unsent)).row()).isEqualTo(refused);
    }

    @Test
    void a_probe_that_was_not_sent_is_none_and_the_next_delivery_is_the_probe() {
        NotifierRow down = free.after(FRESH, failures(5)).row();
        Instant probe = NOW.plusSeconds(30);
        NotifierRow taken = free.admit(down, probe, 16).taken(1, probe);
        assertThat(free.admit(taken, probe, 16).probe()).isFalse();

        NotifierRow again = free.after(
                        taken, List.of(attempt(State.DELIVERED, false, probe).notSent()))
                .row();

        assertThat(again.probes()).isEqualTo(down.probes());
        assertThat(free.admit(again, probe, 16).probe()).isTrue();
        assertThat(free.admit(again, probe, 16).rows()).isEqualTo(1);
    }

    @Test
    void what_is_too_old_and_was_not_sent_between_the_probes_makes_none_of_them_early() {
        NotifierRow down = free.after(FRESH, failures(5)).row();
        Instant old = NOW.plus(Notifications.RETRY.maxAge());
        NotifierRow row = down.withProbe(3, old.plusSeconds(200));
        assertThat(free.after(row, List.of(attempt(State.DELIVERED, false, old).notSent()))
                        .row())
                .isEqualTo(row);
    }

    @Test
    void what_was_not_sent_does_not_use_up_a_limit() {
        NotifierCircuit rule = rule(new RateLimit(2, Duration.ofMinutes(1)));
        NotifierRow full = rule.admit(FRESH, NOW, 9).taken(2, NOW);
        assertThat(rule.admit(full, NOW, 9).rows()).isZero();
        NotifierRow half = rule.after(
                        full, List.of(attempt(State.DELIVERED, false, NOW).notSent()))
                .row();
        assertThat(rule.admit(half, NOW, 9).rows()).isEqualTo(1);
    }

    private static NotifierCircuit rule(RateLimit... limits) {
        NotifierSettings ops = Notifications.log("ops");
        RateLimits rateLimits = new RateLimits(List.of(limits), Duration.ofMinutes(1), Optional.empty());
        return new NotifierCircuit(Notifications.paced(ops, rateLimits));
    }

    /** So many, spread over the time that a notifier must keep failing; the last ends at {@link #NOW}. */
    private static List<Attempted> failures(int count) {
        List<Attempted> failures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Duration before =
                    NotifierCircuit.FAILING.multipliedBy(count - 1L - i).dividedBy(Math.max(1, count - 1L));
            failures.add(attempt(State.PENDING, true, NOW.minus(before)));
        }
        return failures;
    }

    private static Attempted attempt(State state, boolean counted, Instant at) {
        Optional<String> error = state == State.DELIVERED ? Optional.empty() : Optional.of("HTTP 500");
        return new Attempted(
                Notifications.delivery("ops", "e"), at, state, counted, at, Optional.empty(), error, Optional.empty());
    }

    @Test
    void a_receiver_that_takes_messages_for_some_of_their_recipients_works() {
        List<Attempted> partly = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            partly.add(partly(State.PENDING, AttemptResult.Sign.TOOK, NOW.plusSeconds(i)));
        }

        assertThat(free.after(FRESH, partly).row()).satisfies(row -> {
            assertThat(row.failures()).isZero();
            assertThat(row.downSince()).isEmpty();
        });
    }

    @Test
    void a_receiver_that_puts_off_one_of_several_recipients_is_not_down_nor_up_for_it() {
        List<Attempted> putOff = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            putOff.add(partly(State.PENDING, AttemptResult.Sign.NOTHING, NOW.plusSeconds(i)));
        }
        NotifierRow down = FRESH.down(NOW, NOW);

        assertThat(free.after(FRESH, putOff).row()).isEqualTo(FRESH);
        assertThat(free.after(down, putOff).row()).isEqualTo(down);
    }

    @Test
    void a_delivery_that_ends_delivered_by_an_attempt_that_failed_says_nothing_good_of_the_receiver() {
        List<Attempted> late = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            late.add(partly(State.DELIVERED, AttemptResult.Sign.FAILED, NOW.plusSeconds(i)));
        }

        assertThat(free.after(FRESH, late).row().downSince()).isPresent();
    }

    private static Attempted partly(State state, AttemptResult.Sign sign, Instant at) {
        return new Attempted(
                Notifications.delivery("ops", "e"),
                at,
                state,
                true,
                at,
                Optional.of(250),
                Optional.of("not taken for b"),
                Optional.empty(),
                Optional.empty(),
                sign,
                Optional.empty());
    }

    /** It asks to wait for so many seconds. */
    private static Attempted waits(Instant at, long seconds) {
        return attempt(State.PENDING, false, at)
                .asking(new AttemptResult.Paused(429, Optional.of(Duration.ofSeconds(seconds))));
    }

    private static Attempted gone(Instant at) {
        return new Attempted(
                Notifications.delivery("ops", "e"),
                at,
                State.DEAD,
                true,
                at,
                Optional.of(410),
                Optional.of("HTTP 410"),
                Optional.empty(),
                Optional.empty(),
                AttemptResult.Sign.GONE,
                Optional.empty());
    }

    /** The most of these times in any span of that length. */
    private static int most(List<Instant> times, Duration span) {
        long[] millis = times.stream().mapToLong(Instant::toEpochMilli).sorted().toArray();
        int most = 0;
        for (int i = 0; i < millis.length; i++) {
            long end = millis[i] + span.toMillis();
            most = Math.max(most, (int) Arrays.stream(millis)
                    .filter(t -> t >= end - span.toMillis() && t < end)
                    .count());
        }
        return most;
    }
}
