package io.github.precheckwatcher.precheck;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Set;

/**
 * What we know of a documented check item.
 *
 * @param item the vendor's name of it, as documented
 * @param types the database types whose precheck has it; not empty
 * @param phrase the English title as it stands in the middle of a sentence
 * @param english for English readers
 * @param chinese for readers of simplified Chinese
 */
public record CheckDescription(
        String item, Set<SourceType> types, String phrase, CheckText english, CheckText chinese) {
    public CheckDescription {
        requireNonNull(item, "item");
        types = Set.copyOf(types);
        requireNonNull(phrase, "phrase");
        requireNonNull(english, "english");
        requireNonNull(chinese, "chinese");
        if (types.isEmpty()) {
            throw new IllegalArgumentException(item + " belongs to no database type");
        }
    }

    /** The text for a reader's language: Chinese for every Chinese locale, else English. */
    public CheckText in(Locale reader) {
        return reader.getLanguage().equals(Locale.CHINESE.getLanguage()) ? chinese : english;
    }
}
