package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One label matcher in Alertmanager's classic syntax: {@code name="v"}, {@code !=}, {@code =~} and {@code !~}.
 *
 * <p>Quotes are optional; {@code \"}, {@code \\} and {@code \n} are escapes in both forms, any other backslash stands for
 * itself. A regular expression must match the whole value; what RE2 does not know (look-around, back references,
 * possessive and atomic groups) is refused, so that a matcher means the same here and there.
 * Source: {@code pkg/labels/parse.go} and {@code matcher.go} of Alertmanager. Immutable.
 */
public final class LabelMatcher {
    /** The longest written form, in characters. */
    public static final int MAX_LENGTH = 1_000;

    /** Wider than Alertmanager's classic names by what its UTF-8 parser allows without quotes, for example dots. */
    private static final Pattern FORM =
            Pattern.compile("\\s*([^\\s{}!=~,\\\\\"'`]+)\\s*(=~|!=|!~|=)\\s*(.*?)\\s*", Pattern.DOTALL);

    private static final Pattern NOT_RE2 =
            Pattern.compile("\\(\\?(?:[=!>]|<[=!])|\\\\[1-9k]|(?<!\\\\)(?:[*+?]|\\{\\d+(?:,\\d*)?})\\+");
    private static final Pattern ESCAPED_BACKSLASH_OR_CLASS =
            Pattern.compile("\\\\\\\\|\\[(?:\\\\.|[^\\]\\\\])(?:\\\\.|[^\\]\\\\])*]", Pattern.DOTALL);

    private final String name;
    private final Operator operator;
    private final String value;
    private final Pattern pattern;

    private LabelMatcher(String name, Operator operator, String value) {
        this.name = name;
        this.operator = operator;
        this.value = value;
        this.pattern = operator.regex ? regex(value) : null;
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException with what is wrong, in words for the operator
     */
    public static LabelMatcher parse(String written) {
        if (requireNonNull(written, "written").length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a matcher has at most " + MAX_LENGTH + " characters");
        }
        var form = FORM.matcher(written);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "not a matcher: " + written + "; write name=\"value\" with =, !=, =~ or !~, one matcher an entry");
        }
        return new LabelMatcher(form.group(1), Operator.of(form.group(2)), unescape(form.group(3)));
    }

    /** Whether these labels match; an absent label counts as empty, as in Alertmanager. */
    public boolean matches(Map<String, String> labels) {
        String label = labels.getOrDefault(name, "");
        return switch (operator) {
            case EQUAL -> label.equals(value);
            case NOT_EQUAL -> !label.equals(value);
            case REGEX -> BoundedText.matches(pattern, label).orElse(true);
            // what cannot be decided is told: a message too many is better than one too few
            case NOT_REGEX -> BoundedText.matches(pattern, label).map(m -> !m).orElse(true);
        };
    }

    private static String unescape(String raw) {
        boolean quoted = raw.startsWith("\"");
        String text = quoted ? raw.substring(1) : raw;
        if (quoted && !text.endsWith("\"")) {
            throw new IllegalArgumentException("the value lacks its closing quote: " + raw);
        }
        var value = new StringBuilder(text.length());
        boolean open = quoted;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean last = i == text.length() - 1;
            if (c == '\\' && !last) {
                char next = text.charAt(++i);
                switch (next) {
                    case 'n' -> value.append('\n');
                    case '"', '\\' -> value.append(next);
                    default -> value.append('\\').append(next);
                }
            } else if (c == '"') {
                if (!open || !last) {
                    throw new IllegalArgumentException(
                            "a double quote inside the value needs a backslash, and several matchers an entry each: "
                                    + raw);
                }
                open = false;
            } else if (c == ',' && !quoted) {
                throw new IllegalArgumentException(
                        "a value with a comma needs quotes, and several matchers an entry each: " + raw);
            } else {
                value.append(c);
            }
        }
        if (open) {
            throw new IllegalArgumentException("the value lacks its closing quote: " + raw);
        }
        return value.toString();
    }

    private static Pattern regex(String value) {
        if (NOT_RE2.matcher(ESCAPED_BACKSLASH_OR_CLASS.matcher(value).replaceAll("x"))
                .find()) {
            throw new IllegalArgumentException("not RE2: look-around, back references, possessive and atomic groups"
                    + " are not available in a matcher: " + value);
        }
        try {
            // as in RE2 a line ends at \n alone
            return Pattern.compile(value, Pattern.UNIX_LINES);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("not a regular expression: " + e.getDescription() + ": " + value);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("the regular expression is nested too deeply");
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof LabelMatcher other
                && name.equals(other.name)
                && operator == other.operator
                && value.equals(other.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, operator, value);
    }

    /** The written form, quoted. */
    @Override
    public String toString() {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return name + operator.sign + '"' + escaped + '"';
    }

    private enum Operator {
        EQUAL("=", false),
        NOT_EQUAL("!=", false),
        REGEX("=~", true),
        NOT_REGEX("!~", true);

        private final String sign;
        private final boolean regex;

        Operator(String sign, boolean regex) {
            this.sign = sign;
            this.regex = regex;
        }

        private static Operator of(String sign) {
            return switch (sign) {
                case "=" -> EQUAL;
                case "!=" -> NOT_EQUAL;
                case "=~" -> REGEX;
                default -> NOT_REGEX;
            };
        }
    }
}
