package io.github.precheckwatcher.precheck;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * How the progress of one round went: when it was first seen to be so far. At most {@link #MOST} points; of more those
 * go that lie nearest to their neighbours, never the first or the last. So no gap that this leaves is longer than two
 * ninety-ninths of the whole, however many points there were.
 *
 * @param points in the order of their times, which may be equal
 */
public record ProgressPoints(List<Point> points) {
    /** So many points of a round are kept. */
    public static final int MOST = 100;

    /** Of a round of which nothing was seen yet. */
    public static final ProgressPoints NONE = new ProgressPoints(List.of());

    /**
     * From when it was so far.
     *
     * @param at when the poll was answered that said so, in whole milliseconds
     * @param progress 0..100
     */
    public record Point(Instant at, int progress) {
        public Point {
            at = at.truncatedTo(ChronoUnit.MILLIS);
            VendorNumbers.requireProgress(OptionalInt.of(progress));
        }
    }

    public ProgressPoints {
        points = List.copyOf(points);
        if (points.size() > MOST) {
            throw new IllegalArgumentException(points.size() + " points are more than " + MOST);
        }
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).at().isBefore(points.get(i - 1).at())) {
                throw new IllegalArgumentException("points are not in the order of their times");
            }
        }
    }

    /** With one more. Earlier ones with a later time, as a clock that stood ahead writes them, are set to this time. */
    public ProgressPoints with(Point last) {
        requireNonNull(last, "last");
        List<Point> more = new ArrayList<>(points.size() + 1);
        for (Point point : points) {
            more.add(point.at().isAfter(last.at()) ? new Point(last.at(), point.progress()) : point);
        }
        more.add(last);
        if (more.size() > MOST) {
            more.remove(nearest(more));
        }
        return new ProgressPoints(more);
    }

    /** The inner point whose neighbours are nearest to each other; the first of several. */
    private static int nearest(List<Point> points) {
        int nearest = 1;
        long least = Long.MAX_VALUE;
        for (int i = 1; i < points.size() - 1; i++) {
            long gap = points.get(i + 1).at().toEpochMilli()
                    - points.get(i - 1).at().toEpochMilli();
            if (gap < least) {
                least = gap;
                nearest = i;
            }
        }
        return nearest;
    }
}
