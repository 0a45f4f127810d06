package io.github.precheckwatcher.config;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Typos of all kinds. */
public final class Mutations {
    private static final String[] PIECES = {
        "\t",
        ":",
        ": ",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        "#",
        "- ",
        "&a ",
        "*a",
        "<<: ",
        "!x ",
        "|",
        ">",
        "---\n",
        "\n",
        "  ",
        "${",
        "${HOME}",
        "${SPARE_VARIABLE}",
        "\u0000",
        "\uFEFF",
        "\uD83D\uDE00",
        "null",
        "~",
        "-1",
        "0",
        "99999999999999999999",
        "PT",
        "yes",
        "%",
        "@",
        "\\",
        "\r\n",
        "? ",
        "watcher",
        "type",
        ".",
        ","
    };

    private Mutations() {}

    /** A text with one to three mutations. */
    public static String of(String text, SplittableRandom random) {
        String mutated = text;
        for (int i = random.nextInt(3); i >= 0; i--) {
            mutated = random.nextInt(3) == 0 ? linesMutated(mutated, random) : textMutated(mutated, random);
        }
        return mutated;
    }

    private static String textMutated(String text, SplittableRandom random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + 1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 3));
        String head = text.substring(0, at);
        return switch (random.nextInt(5)) {
            case 0 -> head + text.substring(end);
            case 1 -> head + PIECES[random.nextInt(PIECES.length)] + text.substring(at);
            case 2 -> head + PIECES[random.nextInt(PIECES.length)] + text.substring(end);
            case 3 -> head + text.substring(at, end) + text.substring(at);
            default -> head + (char) (32 + random.nextInt(95)) + text.substring(end);
        };
    }

    private static String linesMutated(String text, SplittableRandom random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        int at = random.nextInt(lines.size());
        int other = random.nextInt(lines.size());
        switch (random.nextInt(6)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(other, lines.get(at));
            case 2 -> lines.add(other, lines.remove(at));
            case 3 -> lines.set(at, "  " + lines.get(at));
            case 4 -> lines.set(at, lines.get(at).replaceFirst("^ {2}", ""));
            default ->
                lines.set(
                        at,
                        lines.get(at).strip()
                                + (at + 1 < lines.size() ? lines.remove(at + 1).strip() : ""));
        }
        return String.join("\n", lines) + "\n";
    }
}
