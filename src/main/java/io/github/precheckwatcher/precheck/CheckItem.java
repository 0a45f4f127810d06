package io.github.precheckwatcher.precheck;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One item of a report, in the vendor's raw words.
 *
 * @param item the raw item name, for example {@code MYSQL_BINLOG}; unheard-of names pass through
 * @param result the raw result word; empty when the vendor gave none or an empty one
 */
public record CheckItem(String item, Optional<String> result) {
    public CheckItem {
        requireNonNull(item, "item");
        requireNonNull(result, "result");
    }

    /** Whether the result word is PASSED, compared as {@link Words} compares. */
    public boolean passed() {
        return result.map(Words::normal).filter("passed"::equals).isPresent();
    }

    /** Whether the result word is WARNING, compared as {@link Words} compares. */
    public boolean warning() {
        return result.map(Words::normal).filter("warning"::equals).isPresent();
    }
}
