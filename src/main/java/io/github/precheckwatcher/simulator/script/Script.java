package io.github.precheckwatcher.simulator.script;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.CheckCatalog;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.InstanceReport;
import io.github.precheckwatcher.precheck.SourceType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one simulated precheck goes. Immutable; the short methods return changed copies.
 *
 * @param duration from its start to its end, >= 0
 * @param curve how its progress grows meanwhile
 * @param runningState the {@code Description} until the end
 * @param finalState the {@code Description} from the end on
 * @param report what {@code Result} says at the end; an instance without a check time gets the time of the end
 * @param resultForm how the report is written
 * @param deviations what goes wrong on the way; the first that means a call is taken
 * @param startsAt when it starts; empty: at the first query
 */
public record Script(
        Duration duration,
        ProgressCurve curve,
        String runningState,
        String finalState,
        List<InstanceReport> report,
        ResultForm resultForm,
        List<Deviation> deviations,
        Optional<Instant> startsAt) {
    /** Longer than any test or demo. */
    public static final Duration FOREVER = Duration.ofDays(3650);

    public Script {
        if (requireNonNull(duration, "duration").isNegative()) {
            throw new IllegalArgumentException("a duration is not below 0");
        }
        requireNonNull(curve, "curve");
        requireNonNull(runningState, "runningState");
        requireNonNull(finalState, "finalState");
        report = List.copyOf(report);
        requireNonNull(resultForm, "resultForm");
        deviations = List.copyOf(deviations);
        requireNonNull(startsAt, "startsAt");
    }

    /** A precheck of that type that ends at once with every documented item PASSED. */
    public static Script of(SourceType type) {
        List<CheckItem> items = CheckCatalog.of(type).stream()
                .map(check -> new CheckItem(check.item(), Optional.of("PASSED")))
                .toList();
        InstanceReport instance =
                new InstanceReport(Optional.empty(), Optional.of(type.name()), Optional.empty(), items);
        return new Script(
                Duration.ZERO,
                ProgressCurve.LINEAR,
                "created",
                "completed",
                List.of(instance),
                ResultForm.Made.STRING_OF_ARRAY,
                List.of(),
                Optional.empty());
    }

    /** Takes that long. */
    public Script lasting(Duration time) {
        return new Script(time, curve, runningState, finalState, report, resultForm, deviations, startsAt);
    }

    /** Reports its progress that way. */
    public Script along(ProgressCurve other) {
        return new Script(duration, other, runningState, finalState, report, resultForm, deviations, startsAt);
    }

    /** Says that word until the end. */
    public Script running(String state) {
        return new Script(duration, curve, state, finalState, report, resultForm, deviations, startsAt);
    }

    /** Says that word at the end. */
    public Script ending(String state) {
        return new Script(duration, curve, runningState, state, report, resultForm, deviations, startsAt);
    }

    /** Reports these instances. */
    public Script reporting(List<InstanceReport> instances) {
        return new Script(duration, curve, runningState, finalState, instances, resultForm, deviations, startsAt);
    }

    /** Gives that result to the item on every instance; an item that was not there is added. */
    public Script with(String item, String result) {
        CheckItem changed = new CheckItem(item, Optional.of(result));
        return reporting(report.stream().map(i -> with(i, changed)).toList());
    }

    /** Writes its report that way. */
    public Script writing(ResultForm form) {
        return new Script(duration, curve, runningState, finalState, report, form, deviations, startsAt);
    }

    /** Goes wrong that way, after the ways it went wrong before. */
    public Script deviating(Deviation further) {
        List<Deviation> all = new ArrayList<>(deviations);
        all.add(further);
        return new Script(duration, curve, runningState, finalState, report, resultForm, all, startsAt);
    }

    /** Starts then, whoever asks. */
    public Script startingAt(Instant start) {
        return new Script(
                duration, curve, runningState, finalState, report, resultForm, deviations, Optional.of(start));
    }

    private static InstanceReport with(InstanceReport instance, CheckItem changed) {
        List<CheckItem> items = new ArrayList<>(instance.items());
        int at = items.stream().map(CheckItem::item).toList().indexOf(changed.item());
        if (at < 0) {
            items.add(changed);
        } else {
            items.set(at, changed);
        }
        return new InstanceReport(instance.instanceId(), instance.sourceType(), instance.checkTime(), items);
    }
}
