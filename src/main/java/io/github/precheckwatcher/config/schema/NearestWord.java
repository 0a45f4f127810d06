package io.github.precheckwatcher.config.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that somebody probably meant. */
public final class NearestWord {
    private NearestWord() {}

    /** The nearest of the known words; empty when none is near. */
    public static Optional<String> to(String written, Collection<String> known) {
        String plain = plain(written);
        int bound = Math.max(1, Math.min(3, plain.length() / 3));
        return known.stream()
                .filter(word -> Math.abs(word.length() - plain.length()) <= bound)
                .filter(word -> distance(plain, plain(word)) <= bound)
                .min(Comparator.<String>comparingInt(word -> distance(plain, plain(word)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code "; did you mean x?"}, or nothing. */
    public static String hint(String written, Collection<String> known) {
        return to(written, known).map(word -> "; did you mean " + word + "?").orElse("");
    }

    /** A hint at the known name that a value probably means, or else at all there are. */
    public static String hint(ConfigValue written, Collection<String> known) {
        String hint = written.hidden() ? "" : hint(written.text(), known);
        return hint.isEmpty()
                ? "; there is "
                        + String.join(
                                ", ",
                                known.stream().map(Redaction::key).limit(20).toList())
                : hint;
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Edits between two words: insert, drop, change, or swap two neighbours (optimal string alignment). */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(last[j] + 1, row[j - 1] + 1), last[j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] free = before;
            before = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
