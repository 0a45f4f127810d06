package io.github.precheckwatcher.config.schema;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills {@code ${NAME}} and {@code ${NAME:default}} with environment variables; {@code $${} stands for a plain
 * {@code ${}. A variable's value is taken as it is and never read for further placeholders.
 */
final class Placeholders {
    private static final Pattern OPENING = Pattern.compile("\\$?\\$\\{");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Placeholders() {}

    /** A text with its placeholders filled in, or why that is not possible. */
    sealed interface Filled {}

    /** The text; {@code fromOutside}: a part of it came from a placeholder. */
    record Text(String text, boolean fromOutside) implements Filled {}

    /** A placeholder cannot be filled; says why. */
    record Unresolved(String why) implements Filled {}

    /** Where none may stand. */
    static Filled refuse(String text) {
        return text.contains("${")
                ? new Unresolved("has ${, and only the files may have placeholders; write the value itself")
                : new Text(text, false);
    }

    static Filled fill(String text, Map<String, String> environment) {
        if (text.indexOf('$') < 0) {
            return new Text(text, false);
        }
        Matcher opening = OPENING.matcher(text);
        StringBuilder filled = new StringBuilder();
        int from = 0;
        boolean fromOutside = false;
        while (opening.find(from)) {
            filled.append(text, from, opening.start());
            if (opening.group().length() == 3) {
                filled.append("${");
                from = opening.end();
                continue;
            }
            int end = text.indexOf('}', opening.end());
            if (end < 0) {
                return new Unresolved("has '${' without '}'; write $${ for a plain ${");
            }
            String inner = text.substring(opening.end(), end);
            int colon = inner.indexOf(':');
            String name = colon < 0 ? inner : inner.substring(0, colon);
            if (!NAME.matcher(name).matches()) {
                return new Unresolved(
                        "has ${...} without the name of an environment variable; write $${ for a plain ${");
            }
            String value = environment.get(name);
            if (value == null && colon < 0) {
                return new Unresolved("the environment variable " + Redaction.key(name) + " is not set");
            }
            if (value != null && value.isBlank() && colon < 0) {
                return new Unresolved("the environment variable " + Redaction.key(name) + " is empty");
            }
            filled.append(value == null || (value.isBlank() && colon >= 0) ? inner.substring(colon + 1) : value);
            fromOutside = true;
            from = end + 1;
        }
        return new Text(filled.append(text, from, text.length()).toString(), fromOutside);
    }
}
