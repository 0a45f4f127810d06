package io.github.precheckwatcher.log;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * One line of the log: a fixed event word and {@code key=value} fields in the order given.
 *
 * <pre>{@code LogLine.of("watching").with("watch", name).with("deadline", deadline).info(LOG);}</pre>
 *
 * <p>As text, values with white space, quotes, {@code =}, control or invisible characters are quoted and escaped, so
 * that nothing from outside can forge a line. In JSON log mode the keys are fields of the record ({@link JsonLogFields}).
 */
public final class LogLine {
    private static final String CALLER = LogLine.class.getName();

    /** What the JSON formatter itself writes; a field of that name would stand twice. */
    private static final Set<String> TAKEN = Set.of("message", "level", "timestamp", "sequence", "exception", "mdc");

    private final String event;
    private final Map<String, Object> fields;

    private LogLine(String event, Map<String, Object> fields) {
        this.event = event;
        this.fields = fields;
    }

    /** A line of this event, without fields. */
    public static LogLine of(String event) {
        return new LogLine(requireNonNull(event, "event"), Map.of());
    }

    /**
     * Adds a field.
     *
     * @param value an {@link Optional} stands for what it holds and leaves the field out when empty; numbers stay
     *     numbers in JSON; a {@link Duration} is written as in {@code 3m12s}; all else by its {@code toString}
     * @throws IllegalArgumentException when the JSON formatter writes a field of that name itself
     */
    public LogLine with(String key, Object value) {
        requireNonNull(value, key);
        if (TAKEN.contains(key)) {
            throw new IllegalArgumentException("the log itself has a field " + key);
        }
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? with(key, optional.get()) : this;
        }
        var more = new LinkedHashMap<>(fields);
        more.put(key, plain(value));
        return new LogLine(event, Collections.unmodifiableMap(more));
    }

    /** The event word. */
    public String event() {
        return event;
    }

    /** The fields in their order; numbers, booleans or strings. */
    public Map<String, Object> fields() {
        return fields;
    }

    public void debug(Logger log) {
        log(log, Level.DEBUG);
    }

    public void info(Logger log) {
        log(log, Level.INFO);
    }

    public void warn(Logger log) {
        log(log, Level.WARN);
    }

    public void error(Logger log) {
        log(log, Level.ERROR);
    }

    /** Writes the line at this level. */
    public void log(Logger log, Level level) {
        if (log.isEnabled(level)) {
            // the line is a parameter, so that the JSON formatter finds the fields and braces in values stay braces
            log.log(CALLER, level, "{0}", new Object[] {this}, null);
        }
    }

    /** The line as text. */
    @Override
    public String toString() {
        var text = new StringBuilder(event);
        fields.forEach((key, value) -> {
            text.append(' ').append(key).append('=');
            if (value instanceof String string) {
                appendQuoted(text, string);
            } else {
                text.append(value);
            }
        });
        return text.toString();
    }

    /** A duration as the log writes it: {@code 350ms}, {@code 4s}, {@code 3m12s}, {@code 12m03s}, {@code 1h}. */
    public static String text(Duration duration) {
        if (duration.isNegative()) {
            return "0s";
        }
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.isZero() ? "0s" : duration.toMillis() + "ms";
        }
        long hours = duration.toHours();
        int minutes = duration.toMinutesPart();
        int seconds = duration.toSecondsPart();
        var text = new StringBuilder();
        if (hours > 0) {
            text.append(hours).append('h');
        }
        if (minutes > 0 || hours > 0 && seconds > 0) {
            appendPart(text, minutes).append('m');
        }
        if (seconds > 0) {
            appendPart(text, seconds).append('s');
        }
        return text.toString();
    }

    private static StringBuilder appendPart(StringBuilder text, int part) {
        return text.append(!text.isEmpty() && part < 10 ? "0" : "").append(part);
    }

    private static Object plain(Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        return value instanceof Duration duration ? text(duration) : value.toString();
    }

    private static void appendQuoted(StringBuilder text, String value) {
        if (!value.isEmpty() && value.codePoints().allMatch(LogLine::stands)) {
            text.append(value);
            return;
        }
        text.append('"');
        value.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (visible(c)) {
                        text.appendCodePoint(c);
                    } else {
                        for (char unit : Character.toChars(c)) {
                            text.append(String.format("\\u%04x", (int) unit));
                        }
                    }
                }
            }
        });
        text.append('"');
    }

    private static boolean stands(int c) {
        return visible(c) && !Character.isSpaceChar(c) && c != '"' && c != '\\' && c != '=';
    }

    /** Neither a control nor a character that breaks lines or turns the direction of reading. */
    private static boolean visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
