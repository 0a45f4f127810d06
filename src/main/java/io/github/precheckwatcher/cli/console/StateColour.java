package io.github.precheckwatcher.cli.console;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Help.Ansi.Style;

/** Which outcomes and states are good, doubtful and bad news. */
final class StateColour {
    private static final Map<Style, Set<String>> WORDS = Map.of(
            Style.fg_green, Set.of("PASSED", "OK", "DELIVERED", "ALIVE"),
            Style.fg_yellow,
                    Set.of(
                            "WARNING",
                            "UNKNOWN",
                            "TIMED_OUT",
                            "ABANDONED",
                            "THROTTLED",
                            "PAUSED",
                            "FAILING",
                            "PARTIAL",
                            "STALE"),
            Style.fg_red, Set.of("FAILED", "ERROR", "CRITICAL", "DEAD", "DOWN", "SUSPENDED", "UNREACHABLE", "GONE"));

    private StateColour() {}

    /** In the colour of its first word, if that has one. */
    static String paint(String cell) {
        String word = cell.replaceFirst("[^A-Za-z_].*", "").toUpperCase(Locale.ROOT);
        return WORDS.entrySet().stream()
                .filter(colour -> colour.getValue().contains(word))
                .map(colour -> colour.getKey().on() + cell + colour.getKey().off())
                .findFirst()
                .orElse(cell);
    }
}
