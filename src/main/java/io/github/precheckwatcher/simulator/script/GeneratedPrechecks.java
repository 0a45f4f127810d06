package io.github.precheckwatcher.simulator.script;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.CheckCatalog;
import io.github.precheckwatcher.precheck.CheckDescription;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.SourceType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Many prechecks, all made from their index, so that another process can make the same: types, progress curves and
 * outcomes cycle, durations are spread evenly.
 *
 * @param count how many, 1 to 99,999,999
 * @param shortest the shortest duration, >= 0
 * @param longest the longest duration, >= shortest
 */
public record GeneratedPrechecks(int count, Duration shortest, Duration longest) {
    /** The region of all of them. */
    public static final String REGION = "cn-hangzhou";

    private static final List<Outcome> OUTCOMES =
            List.of(Outcome.PASSED, Outcome.WARNING, Outcome.FAILED, Outcome.ERROR, Outcome.UNKNOWN);
    private static final double GOLDEN_RATIO = 0.6180339887498949;

    public GeneratedPrechecks {
        if (count < 1 || count > 99_999_999) {
            throw new IllegalArgumentException("prechecks: 1 to 99999999, not " + count);
        }
        if (requireNonNull(shortest, "shortest").isNegative()
                || requireNonNull(longest, "longest").compareTo(shortest) < 0) {
            throw new IllegalArgumentException("durations: 0 <= shortest <= longest");
        }
    }

    /** So many prechecks that take 0.2 to 20 seconds. */
    public static GeneratedPrechecks of(int count) {
        return new GeneratedPrechecks(count, Duration.ofMillis(200), Duration.ofSeconds(20));
    }

    /** The precheck with that index, 1 to {@link #count}. */
    public PrecheckRef ref(int index) {
        return new PrecheckRef(taskId(index), String.format(Locale.ROOT, "5eed0000%024d", index), REGION);
    }

    /** The watch's name in {@link #tasksYaml()}. */
    public String name(int index) {
        return String.format(Locale.ROOT, "sim-%08d", index);
    }

    /** The outcome that a watch of that precheck must have. */
    public Outcome outcome(int index) {
        return OUTCOMES.get((index - 1) % OUTCOMES.size());
    }

    /** The outcomes that watches must have, by task id. */
    public Map<String, Outcome> outcomes() {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (int i = 1; i <= count; i++) {
            outcomes.put(taskId(i), outcome(i));
        }
        return outcomes;
    }

    /** The script of the precheck with that index. */
    public Script script(int index) {
        SourceType type = SourceType.values()[(index - 1) % SourceType.values().length];
        ProgressCurve curve = ProgressCurve.values()[(index - 1) % ProgressCurve.values().length];
        Script script = Script.of(type).lasting(duration(index)).along(curve);
        List<CheckDescription> checks = CheckCatalog.of(type);
        String lastItem = checks.get(checks.size() - 1).item();
        return switch (outcome(index)) {
            case WARNING -> script.with(lastItem, "WARNING");
            case FAILED -> script.with(lastItem, "FAILED");
            case ERROR -> script.ending("error").writing(ResultForm.Made.ABSENT);
            case UNKNOWN -> script.writing(ResultForm.Made.EMPTY);
            case PASSED -> script;
            case TIMED_OUT, ABANDONED, CANCELLED ->
                throw new IllegalStateException(outcome(index) + " is no outcome of a script");
        };
    }

    /** All scripts. */
    public Map<PrecheckRef, Script> scripts() {
        Map<PrecheckRef, Script> scripts = new LinkedHashMap<>();
        for (int i = 1; i <= count; i++) {
            scripts.put(ref(i), script(i));
        }
        return scripts;
    }

    /** The {@code tasks.yaml} that watches all of them. */
    public String tasksYaml() {
        StringBuilder yaml = new StringBuilder(64 + 128 * count)
                .append("# ")
                .append(count)
                .append(" prechecks of the simulator\ndefaults:\n  uni-region-id: ")
                .append(REGION)
                .append("\ntasks:\n");
        for (int i = 1; i <= count; i++) {
            PrecheckRef ref = ref(i);
            yaml.append("  - name: ")
                    .append(name(i))
                    .append("\n    task-id: ")
                    .append(ref.taskId())
                    .append("\n    instance-uuid: ")
                    .append(ref.instanceUuid())
                    .append('\n');
        }
        return yaml.toString();
    }

    private static String taskId(int index) {
        return String.format(Locale.ROOT, "t-sim-%08d", index);
    }

    // multiples of the golden ratio fill the span evenly for any count, and neighbours differ
    private Duration duration(int index) {
        double part = index * GOLDEN_RATIO % 1;
        return shortest.plusMillis((long) (part * longest.minus(shortest).toMillis()));
    }
}
