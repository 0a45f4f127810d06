package io.github.precheckwatcher.precheck;

import static java.util.Objects.requireNonNull;

/**
 * What a check is called and what to make of it, in one language.
 *
 * @param title a few words, as a heading
 * @param meaning what follows for the database when the check does not pass
 * @param remedy concrete steps, one paragraph
 */
public record CheckText(String title, String meaning, String remedy) {
    public CheckText {
        requireNonNull(title, "title");
        requireNonNull(meaning, "meaning");
        requireNonNull(remedy, "remedy");
    }
}
