package io.github.precheckwatcher.precheck;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * The parsed {@code Result}.
 *
 * @param instances what could be read, in the vendor's order; of a report larger than {@link ByteBudget#REPORT} a part, what
 *     did not pass first
 * @param whole false when a part could not be read: the judgement is then UNKNOWN at best
 * @param raw the text as the vendor sent it, cut here to at most {@link #RAW_LIMIT_BYTES} bytes of UTF-8; empty when there
 *     was none
 * @param tally how many instances and items there are, listed or not
 */
public record PrecheckReport(List<InstanceReport> instances, boolean whole, Optional<String> raw, Tally tally) {
    /** How much of the raw text is kept, in bytes of UTF-8. */
    public static final int RAW_LIMIT_BYTES = ByteBudget.RAW_RESULT;

    /** The report of an answer without a {@code Result}. */
    public static final PrecheckReport NONE = new PrecheckReport(List.of(), true, Optional.empty());

    public PrecheckReport {
        instances = List.copyOf(instances);
        requireNonNull(raw, "raw");
        raw = raw.map(text -> VendorText.cut(text, RAW_LIMIT_BYTES));
        requireNonNull(tally, "tally");
    }

    /** A report that lists all it has. */
    public PrecheckReport(List<InstanceReport> instances, boolean whole, Optional<String> raw) {
        this(instances, whole, raw, Tally.of(instances));
    }

    /** About how many bytes it takes, >= 0. */
    public int bytes() {
        int words = 0;
        for (InstanceReport instance : instances) {
            words += ReportDraft.AROUND
                    + instance.instanceId().map(String::length).orElse(0);
            for (CheckItem item : instance.items()) {
                words += ReportDraft.bytes(item);
            }
        }
        return words + raw.map(String::length).orElse(0);
    }

    /** The listed items of all instances, in the vendor's order. */
    public List<CheckItem> items() {
        return instances.stream().flatMap(i -> i.items().stream()).toList();
    }
}
