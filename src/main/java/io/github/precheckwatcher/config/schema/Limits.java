package io.github.precheckwatcher.config.schema;

import io.github.precheckwatcher.watch.EngineSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Between what bounds the numbers and durations of the configuration lie, by the name of their key. */
public final class Limits {
    /** Names of watches, accounts, notifiers and labels are kept by the store; characters. */
    public static final int NAME = 200;

    /** The vendor's ids; two of them and a slash fit a name. Characters. */
    public static final int ID = 96;

    static final int ACCOUNT_NAME = 100;
    public static final int LABEL_NAME = 100;
    public static final int LABEL_VALUE = 500;
    public static final int LABELS = 50;
    static final int TEXT = 4_000;
    public static final int RETRY_STEPS = 100;
    public static final int KEYWORD = 100;

    /** Limits of a notifier, all of which hold. */
    public static final int LIMITS = 10;

    /** Of a public address or a runbook's, which every message shows; characters. */
    static final int LINK = 1_000;

    /** Bounds of a duration, both included. */
    public record Span(Duration least, Duration most) {
        public String shown() {
            return DurationFormat.shown(least) + " to " + DurationFormat.shown(most);
        }
    }

    /** Bounds of a number, both included. */
    public record Range(double least, double most) {
        public String shown() {
            return plain(least) + " to " + plain(most);
        }

        private static String plain(double number) {
            return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
        }
    }

    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);

    private static final Map<String, Span> SPANS = Map.ofEntries(
            Map.entry("reload-interval", new Span(Duration.ZERO, Duration.ofHours(1))),
            Map.entry("retention", new Span(Duration.ofMinutes(1), DAY.multipliedBy(3650))),
            Map.entry("connect-timeout", new Span(MILLI, Duration.ofMinutes(5))),
            Map.entry("read-timeout", new Span(MILLI, Duration.ofMinutes(10))),
            Map.entry("interval", new Span(MILLI, DAY)),
            Map.entry("min-interval", new Span(MILLI, DAY)),
            Map.entry("max-interval", new Span(MILLI, DAY)),
            Map.entry("deadline", new Span(MILLI, DAY.multipliedBy(366))),
            Map.entry("lease", new Span(Duration.ofSeconds(1), EngineSettings.LEASE_MAX)),
            Map.entry("timeout", new Span(MILLI, Duration.ofMinutes(10))),
            Map.entry("schedule", new Span(MILLI, DAY.multipliedBy(30))),
            Map.entry("max-age", new Span(MILLI, DAY.multipliedBy(366))),
            Map.entry("alert-max-age", new Span(MILLI, DAY.multipliedBy(366))),
            Map.entry("retry-after-max", new Span(Duration.ofSeconds(1), DAY)),
            Map.entry("rate-limit-pause", new Span(Duration.ofSeconds(1), DAY)),
            Map.entry("after", new Span(Duration.ofSeconds(1), DAY)),
            Map.entry("group-wait", new Span(MILLI, DAY)),
            Map.entry("resend-interval", new Span(Duration.ofSeconds(1), Duration.ofHours(1))),
            Map.entry("expires-after", new Span(Duration.ofSeconds(1), DAY)),
            Map.entry("resolved-for", new Span(Duration.ofSeconds(1), DAY)));

    /** Of one limit of a notifier; the times of so many messages are kept with it. */
    public static final Range LIMIT_MESSAGES = new Range(1, 10_000);

    public static final Span LIMIT_SPAN = new Span(MILLI, DAY);

    private static final Map<String, Range> RANGES = Map.of(
            "calls-per-second",
            new Range(0.01, 1_000_000),
            "max-consecutive-errors",
            new Range(0, 1_000_000),
            "max-watches",
            new Range(0, 1_000_000),
            "port",
            new Range(1, 65_535));

    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private Limits() {}

    public static Optional<Span> span(String key) {
        return Optional.ofNullable(SPANS.get(key));
    }

    public static Optional<Range> range(String key) {
        return Optional.ofNullable(RANGES.get(key));
    }

    /** Whether a label may have this name. */
    public static boolean isLabelName(String name) {
        return LABEL.matcher(name).matches() && name.length() <= LABEL_NAME;
    }
}
