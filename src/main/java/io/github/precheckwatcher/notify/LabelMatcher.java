package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One label matcher in Alertmanager's classic syntax: {@code name="v"}, {@code !=}, {@code =~} and {@code !~}.
 *
 * <p>Quotes are optional; {@code \"}, {@code \\} and {@code \n} are escapes in both forms, any other backslash stands for
 * itself. A regular expression is RE2's, so that a matcher means the same here and there, and must match the whole value.
 * Source: {@code pkg/labels/parse.go} and {@code matcher.go} of Alertmanager.
 */
public final class LabelMatcher {
    /** The longest written form, in characters. */
    public static final int MAX_LENGTH = 1_000;

    /** Wider than Alertmanager's classic names by what its UTF-8 parser allows without quotes, for example dots. */
    private static final Pattern FORM =
            Pattern.compile("\\s*([^\\s{}!=~,\\\\\"'`]+)\\s*(=~|!=|!~|=)\\s*(.*?)\\s*", Pattern.DOTALL);

    /** Counted repetitions, multiplied: each copies what it repeats, and nested ones would fill the memory. */
    private static final long MAX_COPIES = 100_000;

    private static final Pattern REPETITION = Pattern.compile("\\{([0-9]{1,4})(?:,([0-9]{0,4}))?}");

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
            case REGEX -> pattern.matches(label);
            case NOT_REGEX -> !pattern.matches(label);
        };
    }

    /** The label with the only value that matches, unless labels without it match too. */
    public Optional<Map.Entry<String, String>> required() {
        return operator == Operator.EQUAL && !value.isEmpty() ? Optional.of(Map.entry(name, value)) : Optional.empty();
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
        if (copies(value) > MAX_COPIES) {
            throw new IllegalArgumentException(
                    "repetitions of a regular expression, multiplied, are at most " + MAX_COPIES + ": " + value);
        }
        try {
            return Pattern.compile(value);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("not a regular expression of RE2: " + e.getDescription() + ": " + value);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("the regular expression is nested too deeply");
        }
    }

    private static long copies(String value) {
        var repetition = REPETITION.matcher(value);
        long copies = 1;
        while (copies <= MAX_COPIES && repetition.find()) {
            String most = repetition.group(2);
            long count = Long.parseLong(most == null || most.isEmpty() ? repetition.group(1) : most);
            copies *= Math.max(1, count);
        }
        return copies;
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
