package io.github.precheckwatcher.notify.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.RateLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * More messages wait than a receiver takes, which refuses by 429 and names no time. Each claim and each write-back is made
 * by rules of their own, as after a restart or on another node: what was found stands in the row alone.
 */
class FoundRateTest {
    private static final Instant NOW = Notifications.NOW;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int SLOTS = 16;

    /** How a receiver limits. */
    interface Limiter {
        boolean takes(Instant at);
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void a_receiver_that_takes_sixty_in_any_minute_gets_nearly_all_of_them_after_three_minutes(int nodes) {
        Run run = new Run(window(60, MINUTE), nodes).go(Duration.ofMinutes(30));
        assertThat(run.taken).as("before: two a minute").allMatch(taken -> taken >= 30);
        assertThat(run.taken.subList(3, 30)).allMatch(taken -> taken >= 54);
        assertThat(run.takenFrom(10)).isGreaterThan(0.95 * 60);
        assertThat(run.refusedFrom(3)).as("a minute").isLessThan(4);
    }

    /** Its minute is half over when it first refuses: what it takes right after that says little. */
    @ParameterizedTest
    @CsvSource({"1, 1.6", "3, 1.6", "1, 3", "3, 3"})
    void so_does_one_to_which_messages_come_little_faster_than_it_takes_them(int nodes, double perSecond) {
        Run run = new Run(window(60, MINUTE), nodes).coming(perSecond).go(Duration.ofMinutes(9));
        assertThat(run.taken.subList(3, 9)).allMatch(taken -> taken >= 50);
        assertThat(run.refusedFrom(3)).as("a minute").isLessThan(4);
    }

    @ParameterizedTest
    @CsvSource({"1", "5", "60"})
    void so_does_one_with_a_bucket_of_tokens(int size) {
        Run run = new Run(bucket(1, size), 1).go(Duration.ofMinutes(30));
        assertThat(run.taken.subList(3, 30)).allMatch(taken -> taken >= 45);
        assertThat(run.takenFrom(10)).isGreaterThan(0.9 * 60);
        assertThat(run.refusedFrom(3)).isLessThan(4);
    }

    @Test
    void a_fast_receiver_is_found_to_be_fast() {
        assertThat(new Run(window(600, MINUTE), 2).go(Duration.ofMinutes(30)).takenFrom(3))
                .isGreaterThan(0.9 * 600);
        assertThat(new Run(bucket(10, 10), 1).go(Duration.ofMinutes(30)).takenFrom(3))
                .isGreaterThan(0.85 * 600);
    }

    @Test
    void a_slow_receiver_is_called_little_more_than_it_takes() {
        Run run = new Run(window(5, MINUTE), 1).go(Duration.ofMinutes(60));
        assertThat(run.takenFrom(3)).isGreaterThan(4);
        assertThat(run.refusedFrom(3)).isLessThan(2);
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void a_receiver_that_takes_one_an_hour_is_called_once_a_minute_at_most(int nodes) {
        Run run = new Run(window(1, HOUR), nodes).go(Duration.ofHours(6));
        assertThat(run.refusedWithin(0, 60))
                .as("what was under way, first pauses")
                .isLessThan(60 + SLOTS * nodes + 7);
        assertThat(run.refusedWithin(60, 120))
                .as("what it takes is not known yet")
                .isLessThan(60 + SLOTS * nodes + 7);
        for (int hour = 3; hour < 6; hour++) {
            assertThat(run.refusedWithin(60 * hour, 60 * hour + 60)).isLessThanOrEqualTo(60);
        }
        assertThat(run.takenFrom(0) * 360).isGreaterThanOrEqualTo(5);
    }

    @Test
    void a_receiver_that_takes_nothing_counts_as_down_after_an_hour() {
        Run run = new Run(at -> false, 1).go(Duration.ofHours(3));
        assertThat(run.row.downSince())
                .hasValueSatisfying(since -> assertThat(since)
                        .isBetween(NOW.plus(HOUR), NOW.plus(HOUR).plus(MINUTE.multipliedBy(2))));
        assertThat(run.refusedWithin(120, 180)).as("one in five minutes").isLessThanOrEqualTo(12);
    }

    @Test
    void a_receiver_whose_limit_is_gone_gets_all_again() {
        var limit = window(5, MINUTE);
        Instant gone = NOW.plus(Duration.ofMinutes(20));
        Run run = new Run(at -> !at.isBefore(gone) || limit.takes(at), 1).go(Duration.ofMinutes(90));
        assertThat(run.taken.get(88)).isGreaterThan(1_000);
    }

    /** At most so many in any span of that length. */
    private static Limiter window(int most, Duration span) {
        List<Instant> taken = new ArrayList<>();
        return at -> {
            taken.removeIf(then -> !then.isAfter(at.minus(span)));
            if (taken.size() >= most) {
                return false;
            }
            taken.add(at);
            return true;
        };
    }

    /** Tokens come in at a rate, up to so many; a message costs one. */
    private static Limiter bucket(double perSecond, int size) {
        double[] tokens = {size};
        Instant[] last = {NOW};
        return at -> {
            double come = Duration.between(last[0], at).toNanos() / 1e9 * perSecond;
            tokens[0] = Math.min(size, tokens[0] + come);
            last[0] = at;
            if (tokens[0] < 1) {
                return false;
            }
            tokens[0]--;
            return true;
        };
    }

    /** Nodes that share a row, each with a tick a second and so many slots. */
    private static final class Run {
        private static final Duration WAY = Duration.ofMillis(25);

        private final Limiter limiter;
        private final boolean[] due;
        private final int[] free;
        private final PriorityQueue<Event> events =
                new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
        private final List<Integer> taken = new ArrayList<>();
        private final List<Integer> refused = new ArrayList<>();
        private NotifierRow row = NotifierRow.fresh("ops");
        private long waiting = Long.MAX_VALUE / 2;
        private long number;

        private record Event(Instant at, long number, Runnable act) {}

        Run(Limiter limiter, int nodes) {
            this.limiter = limiter;
            this.due = new boolean[nodes];
            this.free = new int[nodes];
            Arrays.fill(free, SLOTS);
            for (int node = 0; node < nodes; node++) {
                tick(node, NOW.plusMillis(300L * node));
            }
        }

        /** So many messages come a second, at random times; nothing waits in the beginning. */
        Run coming(double perSecond) {
            waiting = 0;
            come(new Random(20_261_130), perSecond, NOW);
            return this;
        }

        private void come(Random random, double perSecond, Instant now) {
            Instant next = now.plusNanos((long) (-Math.log(1 - random.nextDouble()) / perSecond * 1e9));
            at(next, () -> {
                waiting++;
                due[0] = true;
                claim(0, next);
                come(random, perSecond, next);
            });
        }

        Run go(Duration span) {
            for (int minute = 0; minute < span.toMinutes(); minute++) {
                taken.add(0);
                refused.add(0);
            }
            Instant end = NOW.plus(span);
            while (events.element().at().isBefore(end)) {
                events.remove().act().run();
            }
            return this;
        }

        double takenFrom(int minute) {
            return average(taken, minute);
        }

        double refusedFrom(int minute) {
            return average(refused, minute);
        }

        int refusedWithin(int from, int to) {
            return refused.subList(from, to).stream().mapToInt(i -> i).sum();
        }

        private static double average(List<Integer> counts, int from) {
            return counts.stream().skip(from).mapToInt(i -> i).average().orElseThrow();
        }

        private void at(Instant at, Runnable act) {
            events.add(new Event(at, number++, act));
        }

        private void tick(int node, Instant at) {
            at(at, () -> {
                due[node] = true;
                claim(node, at);
                tick(node, at.plusSeconds(1));
            });
        }

        private void claim(int node, Instant now) {
            if (!due[node] || free[node] == 0) {
                return;
            }
            DeliveryClaimLimit claimLimit = rule().admit(row, now, free[node]);
            int claimed = claimLimit.overdue().isPresent() ? 0 : (int) Math.min(waiting, claimLimit.rows());
            waiting -= claimed;
            row = claimLimit.taken(claimed, now);
            due[node] = claimed == free[node];
            free[node] -= claimed;
            for (int i = 0; i < claimed; i++) {
                at(now.plus(WAY), () -> arrive(node, now.plus(WAY)));
            }
        }

        private void arrive(int node, Instant at) {
            boolean takes = limiter.takes(at);
            waiting += takes ? 0 : 1;
            int minute = (int) Duration.between(NOW, at).toMinutes();
            if (minute < taken.size()) {
                List<Integer> counts = takes ? taken : refused;
                counts.set(minute, counts.get(minute) + 1);
            }
            AttemptResult result =
                    takes ? new AttemptResult.Delivered(200) : new AttemptResult.Paused(429, Optional.empty());
            at(at.plus(WAY), () -> end(node, result, at.plus(WAY)));
        }

        private void end(int node, AttemptResult result, Instant at) {
            free[node]++;
            Delivery d = Notifications.delivery("ops", "e");
            Delivery young = new Delivery(d.id(), d.message(), d.notifier(), d.body(), at, 0, 1);
            var attempted = new AttemptRule(Notifications.RETRY, MINUTE, () -> 0).after(young, result, at);
            row = rule().after(row, List.of(attempted)).row();
            claim(node, at);
        }

        private static NotifierCircuit rule() {
            return new NotifierCircuit(
                    Notifications.paced(Notifications.log("ops"), new RateLimits(List.of(), MINUTE, Optional.empty())));
        }
    }
}
