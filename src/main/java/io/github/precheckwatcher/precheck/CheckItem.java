package io.github.precheckwatcher.precheck;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One item of a report: the vendor's raw words, and what they mean.
 *
 * @param item the raw item name, for example {@code MYSQL_BINLOG}; unheard-of names pass through
 * @param result the raw result word; empty when the vendor gave none or an empty one
 * @param graded what the item came to, where that is not what its word says; null, as in the rows of older versions, means
 *     empty
 * @param remedy what the vendor's answer itself says is to be done, bounded by whoever reads it; null means empty
 */
public record CheckItem(String item, Optional<String> result, Optional<Grade> graded, Optional<String> remedy) {
    public CheckItem {
        requireNonNull(item, "item");
        requireNonNull(result, "result");
        Grade said = Grade.saidBy(result);
        graded = graded == null ? Optional.empty() : graded.filter(grade -> grade != said);
        remedy = remedy == null ? Optional.empty() : remedy;
    }

    /** An item of a product whose result words are PASSED, WARNING and words that are no pass. */
    public CheckItem(String item, Optional<String> result) {
        this(item, result, Optional.empty(), Optional.empty());
    }

    /** What the item came to. */
    public Grade grade() {
        return graded.orElseGet(() -> Grade.saidBy(result));
    }

    /** Whether the grade is PASSED. */
    public boolean passed() {
        return grade() == Grade.PASSED;
    }

    /** Whether the grade is WARNING. */
    public boolean warning() {
        return grade() == Grade.WARNING;
    }
}
