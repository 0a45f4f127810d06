package io.github.precheckwatcher.simulator.cloud;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts the calls of one run of the simulator. Thread safe. */
public final class CallStatistics {
    /** The width of one bucket of {@link Snapshot#buckets}. */
    public static final Duration BUCKET = Duration.ofMillis(100);

    // a day; later calls count in the last bucket
    private static final int MOST_BUCKETS = 864_000;
    // calls may name any task; so many names are enough for every use
    private static final int MOST_TASKS = 200_000;

    private final Clock clock;
    private Instant startedAt;
    private long calls;
    private int[] buckets = new int[0];
    private int filled;
    private final Map<String, Integer> callsByTask = new LinkedHashMap<>();
    private final Map<String, Instant> endedByTask = new LinkedHashMap<>();
    private final Map<String, Integer> codes = new TreeMap<>();

    CallStatistics(Clock clock) {
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /**
     * What was counted.
     *
     * @param startedAt when counting began
     * @param calls calls that arrived, refused ones included
     * @param buckets calls in each 100 ms from {@code startedAt} on, up to the last that had one
     * @param callsByTask calls by the {@code TaskId} they named, refused ones included
     * @param endedByTask when a task was first answered its last word
     * @param codes answers by the vendor's {@code Code}; {@code OK} for true answers, the deviation's name for others
     */
    public record Snapshot(
            Instant startedAt,
            long calls,
            int[] buckets,
            Map<String, Integer> callsByTask,
            Map<String, Instant> endedByTask,
            Map<String, Integer> codes) {
        /** How often that task was asked. */
        public int callsOf(String taskId) {
            return callsByTask.getOrDefault(taskId, 0);
        }

        /** When that task was first answered its last word. */
        public Optional<Instant> endOf(String taskId) {
            return Optional.ofNullable(endedByTask.get(taskId));
        }

        /** The most calls within any stretch of that length, to the bucket. */
        public int mostWithin(Duration stretch) {
            int width = Math.max(1, (int) stretch.dividedBy(BUCKET));
            int most = 0;
            int sum = 0;
            for (int i = 0; i < buckets.length; i++) {
                sum += buckets[i] - (i >= width ? buckets[i - width] : 0);
                most = Math.max(most, sum);
            }
            return most;
        }
    }

    /** What was counted so far. */
    public synchronized Snapshot snapshot() {
        return new Snapshot(
                startedAt,
                calls,
                Arrays.copyOf(buckets, filled),
                Map.copyOf(callsByTask),
                Map.copyOf(endedByTask),
                Map.copyOf(codes));
    }

    /** Forgets everything and counts from now on. */
    public synchronized void reset() {
        startedAt = clock.instant();
        calls = 0;
        buckets = new int[0];
        filled = 0;
        callsByTask.clear();
        endedByTask.clear();
        codes.clear();
    }

    synchronized void called(Optional<String> taskId, Instant now) {
        calls++;
        long bucket = Duration.between(startedAt, now).dividedBy(BUCKET);
        int at = (int) Math.max(0, Math.min(MOST_BUCKETS - 1, bucket));
        if (at >= buckets.length) {
            buckets = Arrays.copyOf(buckets, Math.max(at + 1, buckets.length * 2));
        }
        buckets[at]++;
        filled = Math.max(filled, at + 1);
        taskId.filter(id -> callsByTask.size() < MOST_TASKS || callsByTask.containsKey(id))
                .ifPresent(id -> callsByTask.merge(id, 1, Integer::sum));
    }

    synchronized void answered(String code) {
        codes.merge(code, 1, Integer::sum);
    }

    synchronized void ended(String taskId, Instant now) {
        endedByTask.putIfAbsent(taskId, now);
    }
}
