package io.github.precheckwatcher.precheck;

import java.util.Collection;
import java.util.List;

/**
 * How many instances and items a report has, those too that the list has no room for. The judgement goes by these.
 *
 * @param instances the instances, >= 0
 * @param silent those of them without an item that could be read
 * @param passed the items that passed
 * @param warnings the items with a warning
 * @param failed the items that did not pass
 * @param notRun the items that were not looked at
 */
public record Tally(int instances, int silent, int passed, int warnings, int failed, int notRun) {
    /** Of a report all of whose items were looked at. */
    public Tally(int instances, int silent, int passed, int warnings, int failed) {
        this(instances, silent, passed, warnings, failed, 0);
    }

    /** Of a report that lists all it has. */
    static Tally of(List<InstanceReport> listed) {
        List<Grade> grades = listed.stream()
                .map(InstanceReport::items)
                .flatMap(Collection::stream)
                .map(CheckItem::grade)
                .toList();
        return new Tally(
                listed.size(),
                (int) listed.stream().filter(i -> i.items().isEmpty()).count(),
                count(grades, Grade.PASSED),
                count(grades, Grade.WARNING),
                count(grades, Grade.FAILED),
                count(grades, Grade.NOT_RUN));
    }

    private static int count(List<Grade> grades, Grade wanted) {
        return (int) grades.stream().filter(grade -> grade == wanted).count();
    }

    /** How many items there are. */
    public int checks() {
        return passed + warnings + failed + notRun;
    }

    /** What is left of this when so much is listed. */
    public Tally without(Tally listed) {
        return new Tally(
                instances - listed.instances,
                silent - listed.silent,
                passed - listed.passed,
                warnings - listed.warnings,
                failed - listed.failed,
                notRun - listed.notRun);
    }
}
