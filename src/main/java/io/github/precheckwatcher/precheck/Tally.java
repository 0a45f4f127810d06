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
 * @param failed all other items
 */
public record Tally(int instances, int silent, int passed, int warnings, int failed) {
    /** Of a report that lists all it has. */
    static Tally of(List<InstanceReport> listed) {
        List<CheckItem> items = listed.stream()
                .map(InstanceReport::items)
                .flatMap(Collection::stream)
                .toList();
        int passed = (int) items.stream().filter(CheckItem::passed).count();
        int warnings = (int) items.stream().filter(CheckItem::warning).count();
        int silent = (int) listed.stream().filter(i -> i.items().isEmpty()).count();
        return new Tally(listed.size(), silent, passed, warnings, items.size() - passed - warnings);
    }

    /** How many items there are. */
    public int checks() {
        return passed + warnings + failed;
    }

    /** What is left of this when so much is listed. */
    public Tally without(Tally listed) {
        return new Tally(
                instances - listed.instances,
                silent - listed.silent,
                passed - listed.passed,
                warnings - listed.warnings,
                failed - listed.failed);
    }
}
