package io.github.precheckwatcher.config.schema;

import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.kind.email.MailerConfig;
import io.github.precheckwatcher.watch.PollPolicyKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Whether a value's text fits its type and its limits. */
public final class ScalarCheck {
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

    private ScalarCheck() {}

    /** A text without surrounding white space; for secrets there is {@code SecretReader}. */
    static Parsed<String> text(String written) {
        String text = written.strip();
        Optional<String> bad = text.isEmpty() ? Optional.of("is empty") : characters(text);
        return bad.<Parsed<String>>map(Parsed.Bad::new).orElseGet(() -> new Parsed.Good<>(text));
    }

    /** What is wrong with a {@link #text}; empty when nothing is. */
    static Optional<String> problem(Class<?> type, String key, String text, boolean hidden) {
        Supplier<String> shown = () -> Redaction.value(text, hidden);
        if (type == Duration.class) {
            return DurationFormat.read(text)
                    .map(duration -> span(key, duration))
                    .orElse(Optional.of(shown.get() + " is no duration; write it like 5s, 2m, 1h30m or PT30M"));
        }
        if (type == int.class || type == Integer.class) {
            return WHOLE.matcher(text).matches() ? range(key, text) : Optional.of(shown.get() + " is no whole number");
        }
        if (type == double.class || type == Double.class) {
            return DECIMAL.matcher(text).matches()
                    ? range(key, text)
                    : Optional.of(shown.get() + " is no number like 10 or 0.5");
        }
        if (type.isEnum()) {
            return word(type, text, shown);
        }
        if (type == boolean.class || type == Boolean.class) {
            return text.equals("true") || text.equals("false")
                    ? Optional.empty()
                    : Optional.of(shown.get() + " is neither true nor false");
        }
        if (type == URI.class) {
            return address(text);
        }
        return type == Path.class ? path(text) : Optional.empty();
    }

    /** The text as the typed mapping reads it. */
    public static String normal(Class<?> type, String text) {
        return type.isEnum()
                ? constants(type).stream()
                        .filter(c -> plain(c).equals(plain(text)))
                        .findFirst()
                        .orElse(text)
                : text;
    }

    /** The words of an enumeration as the contract writes them. */
    public static List<String> words(Class<?> type) {
        if (type == Language.class) {
            return Arrays.stream(Language.values()).map(Language::tag).toList();
        }
        // outcomes are written as they are shown in every message, the mailer's words as in Quarkus; others in
        // kebab-case
        boolean upper = type == io.github.precheckwatcher.precheck.Outcome.class
                || type.getEnclosingClass() == MailerConfig.class;
        return constants(type).stream()
                .map(c -> upper ? c : c.toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    /** The words of an enumeration that a later version takes. */
    private static Collection<String> laterWords(Class<?> type) {
        return type == PollPolicyKind.class ? List.of("adaptive") : List.of();
    }

    private static Optional<String> characters(String text) {
        if (text.length() > Limits.TEXT) {
            return Optional.of("is longer than " + Limits.TEXT + " characters");
        }
        boolean bad = false;
        for (int i = 0; i < text.length() && !bad; i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            int kind = Character.getType(c);
            bad = kind == Character.CONTROL
                    || kind == Character.SURROGATE
                    || kind == Character.LINE_SEPARATOR
                    || kind == Character.PARAGRAPH_SEPARATOR;
        }
        return bad ? Optional.of("holds a line break or another control character") : Optional.empty();
    }

    private static Optional<String> span(String key, Duration duration) {
        return Limits.span(key)
                .filter(span -> duration.compareTo(span.least()) < 0 || duration.compareTo(span.most()) > 0)
                .map(span -> "must be from " + span.shown());
    }

    private static Optional<String> range(String key, String text) {
        double number = Double.parseDouble(text);
        return Limits.range(key)
                .filter(range -> number < range.least() || number > range.most())
                .map(range -> "must be from " + range.shown());
    }

    private static Optional<String> word(Class<?> type, String text, Supplier<String> shown) {
        if (constants(type).stream().anyMatch(constant -> plain(constant).equals(plain(text)))) {
            return Optional.empty();
        }
        List<String> words = words(type);
        if (laterWords(type).contains(text.toLowerCase(Locale.ROOT))) {
            return Optional.of(shown.get() + " " + RefusedKey.NOT_YET + "; there is " + String.join(", ", words));
        }
        return Optional.of(shown.get() + " is not one of " + String.join(", ", words) + NearestWord.hint(text, words));
    }

    private static Optional<String> address(String text) {
        try {
            new URI(text);
            return Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.of("is no address");
        }
    }

    private static Optional<String> path(String text) {
        try {
            Path.of(text);
            return Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.of("is no path of a file");
        }
    }

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .toList();
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }
}
