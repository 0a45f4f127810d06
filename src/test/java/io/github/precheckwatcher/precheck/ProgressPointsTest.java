package io.github.precheckwatcher.precheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.precheckwatcher.precheck.ProgressPoints.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressPointsTest {
    private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");

    @Test
    void what_has_room_is_kept_as_it_was_seen() {
        List<Point> seen = IntStream.range(0, ProgressPoints.MOST)
                .mapToObj(i -> new Point(START.plusSeconds(i * 7L), i))
                .toList();

        assertThat(of(seen).points()).isEqualTo(seen);
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 102, 150, 199, 200, 201, 500, 5_000})
    void of_evenly_spaced_points_an_even_part_is_left(int count) {
        List<Point> seen = IntStream.range(0, count)
                .mapToObj(i -> new Point(START.plusSeconds(i * 10L), i % 101))
                .toList();

        List<Point> kept = of(seen).points();

        assertThat(kept).hasSize(ProgressPoints.MOST);
        assertThat(longestGap(kept)).isLessThanOrEqualTo(allowed(seen, Duration.ofSeconds(10)));
    }

    /** Bursts, pauses, points at one moment. */
    @Test
    void whatever_comes_first_and_last_stay_and_no_gap_that_thinning_leaves_is_long() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Point> seen = new ArrayList<>();
            Instant at = START;
            int count = 1 + random.nextInt(700);
            for (int i = 0; i < count; i++) {
                at = at.plusMillis(random.nextInt(4) == 0 ? random.nextInt(600_000) : random.nextInt(3));
                seen.add(new Point(at, random.nextInt(101)));
            }

            List<Point> kept = of(seen).points();

            assertThat(kept).as("seed " + seed).hasSize(Math.min(count, ProgressPoints.MOST));
            assertThat(kept.get(0)).isEqualTo(seen.get(0));
            assertThat(kept.get(kept.size() - 1)).isEqualTo(seen.get(count - 1));
            assertThat(kept).isSubsetOf(seen);
            assertThat(kept).extracting(Point::at).isSorted();
            assertThat(longestGap(kept)).isLessThanOrEqualTo(allowed(seen, longestGap(seen)));
            assertThat(of(seen)).isEqualTo(new ProgressPoints(kept));
        }
    }

    @Test
    void a_clock_that_stood_ahead_does_not_put_later_points_before_earlier_ones() {
        ProgressPoints points = of(List.of(
                new Point(START, 1),
                new Point(START.plus(Duration.ofDays(400)), 2),
                new Point(START.plusSeconds(5), 3),
                new Point(START.plusSeconds(9), 4)));

        assertThat(points.points())
                .containsExactly(
                        new Point(START, 1),
                        new Point(START.plusSeconds(5), 2),
                        new Point(START.plusSeconds(5), 3),
                        new Point(START.plusSeconds(9), 4));
    }

    @Test
    void what_no_round_can_have_is_a_bug() {
        Point early = new Point(START, 1);
        Point late = new Point(START.plusSeconds(1), 1);

        assertThatIllegalArgumentException().isThrownBy(() -> new Point(START, 101));
        assertThatIllegalArgumentException().isThrownBy(() -> new ProgressPoints(List.of(late, early)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProgressPoints(Collections.nCopies(ProgressPoints.MOST + 1, early)));
    }

    private static ProgressPoints of(List<Point> seen) {
        ProgressPoints points = ProgressPoints.NONE;
        for (Point point : seen) {
            points = points.with(point);
        }
        return points;
    }

    private static Duration longestGap(List<Point> points) {
        Duration longest = Duration.ZERO;
        for (int i = 1; i < points.size(); i++) {
            Duration gap =
                    Duration.between(points.get(i - 1).at(), points.get(i).at());
            longest = gap.compareTo(longest) > 0 ? gap : longest;
        }
        return longest;
    }

    /** What was there before, or two ninety-ninths of the whole. */
    private static Duration allowed(List<Point> seen, Duration before) {
        Duration share = Duration.between(
                        seen.get(0).at(), seen.get(seen.size() - 1).at())
                .multipliedBy(2)
                .dividedBy(ProgressPoints.MOST - 1);
        return share.compareTo(before) > 0 ? share : before;
    }
}
