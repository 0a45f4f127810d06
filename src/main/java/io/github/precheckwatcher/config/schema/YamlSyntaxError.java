package io.github.precheckwatcher.config.schema;

import java.util.List;
import java.util.OptionalInt;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Says a YAML syntax error in plain words. The parser's own message is never shown: it quotes the file, and what it
 * quotes may be a secret.
 */
final class YamlSyntaxError {
    /**
     * One of the parser's messages.
     *
     * @param sign what the message holds
     * @param atStart whether the error is better reported where the broken thing begins than where it was noticed
     * @param words what it means
     */
    private record Known(String sign, boolean atStart, String words) {}

    private static final List<Known> KNOWN = List.of(
            new Known("TAB", false, "a tab stands where YAML allows none; indent with spaces"),
            new Known("another document", false, "a second document begins here; keep one document in the file"),
            new Known("document separator", true, "a quote is opened here and not closed before the document ends"),
            new Known(
                    "mapping values are not allowed",
                    false,
                    "a colon that does not fit here; put a value that holds ': ' in quotes, or mend the indentation"),
            new Known("could not find expected ':'", true, "is no 'key: value'; the colon is missing"),
            new Known("unexpected end of stream", true, "a quote is opened here and never closed"),
            new Known("escape", false, "an unknown escape in double quotes; single quotes take a backslash as it is"),
            new Known(
                    "undefined alias",
                    false,
                    "an alias (*name) without its anchor; put a value that begins with * in quotes"),
            new Known("expected ',' or ']'", false, "a ',' or the closing ']' of a list is missing"),
            new Known("expected ',' or '}'", false, "a ',' or the closing '}' is missing"),
            new Known("expected <block end>", false, "does not fit the lines above; mend the indentation"),
            new Known("sequence entries are not allowed", false, "a list cannot begin here; mend the indentation"),
            new Known("mapping keys are not allowed", false, "a key cannot begin here; mend the indentation"),
            new Known(
                    "cannot start any token",
                    false,
                    "begins with a character that has a meaning in YAML; put it in quotes"),
            new Known("Nesting Depth", false, "is nested too deeply"),
            new Known("Number of aliases", false, "uses too many aliases"),
            new Known("exceeds the limit", false, "is larger than 10 MiB"),
            new Known("special characters", false, "holds a character that YAML does not allow"),
            new Known(
                    "tag", false, "YAML tags (!name) have no meaning here; put a value that begins with ! in quotes"));

    private YamlSyntaxError() {}

    static String of(RuntimeException e) {
        String message = problem(e);
        return KNOWN.stream()
                .filter(known -> message.contains(known.sign()))
                .findFirst()
                .map(Known::words)
                .orElse("is not valid YAML here");
    }

    /** The line of the error, where the parser gives one. */
    static OptionalInt line(RuntimeException e, String text) {
        if (e instanceof ReaderException unreadable) {
            int end = Math.max(0, Math.min(unreadable.getPosition(), text.length()));
            return OptionalInt.of(1
                    + (int) text.substring(0, end)
                            .chars()
                            .filter(c -> c == '\n')
                            .count());
        }
        if (e instanceof MarkedYAMLException marked) {
            String message = problem(e);
            boolean atStart = KNOWN.stream()
                    .filter(known -> message.contains(known.sign()))
                    .findFirst()
                    .filter(Known::atStart)
                    .isPresent();
            Mark first = atStart ? marked.getContextMark() : marked.getProblemMark();
            Mark mark = first != null ? first : marked.getProblemMark();
            return mark == null ? OptionalInt.empty() : OptionalInt.of(mark.getLine() + 1);
        }
        return OptionalInt.empty();
    }

    private static String problem(RuntimeException e) {
        String message = e instanceof MarkedYAMLException marked ? marked.getProblem() : e.getMessage();
        return message == null ? "" : message;
    }
}
