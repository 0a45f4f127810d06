package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.notify.event.WatchFacts;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.InstanceReport;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.Verdict;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Verdicts as wild as the vendor's answers may make them; the same for the same seed. */
public final class RandomVerdicts {
    private static final List<String> WORDS = List.of(
            "",
            " ",
            "PASSED",
            "warning",
            "FAILED",
            "MYSQL_BINLOG",
            "SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE",
            "预检",
            "a\"b\\c",
            "line\nbreak\r\t",
            "\0\u001b[31m",
            "\ud800",
            "\udc00x",
            "\ud83d\ude00",
            "\u202e",
            "x".repeat(5_000),
            "预".repeat(3_000));
    private static final List<Instant> TIMES = List.of(
            Instant.EPOCH,
            Notifications.NOW,
            Instant.parse("0000-01-01T00:00:00Z"),
            Instant.parse("-0001-12-31T23:59:59Z"),
            Instant.parse("9999-12-31T23:59:59.999999999Z"),
            Instant.parse("+10000-01-01T00:00:00Z"),
            Instant.MAX,
            Instant.MIN);

    private final Random random;

    public RandomVerdicts(long seed) {
        this.random = new Random(seed);
    }

    /** What the daemon's own configuration may say: any text that is not empty. */
    public String environment() {
        return 'e' + word();
    }

    /** As {@code VerdictRule} and the engine make them: PASSED has items, TIMED_OUT and ABANDONED a problem. */
    public Verdict verdict(Outcome outcome) {
        boolean mustSayWhy = outcome == Outcome.TIMED_OUT || outcome == Outcome.ABANDONED;
        return new Verdict(
                "v-" + random.nextLong(),
                outcome,
                "orders-db: " + word(),
                new PrecheckRef("t" + word(), "u" + word(), "r" + word()),
                perhaps(this::word),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(101)),
                perhaps(this::time),
                perhaps(this::time),
                perhaps(this::time),
                Notifications.NOW.plusNanos(random.nextInt(1_000_000_000)),
                outcome == Outcome.PASSED ? List.of(passed()) : several(3, this::instance),
                mustSayWhy ? Optional.of(problem()) : perhaps(this::problem),
                perhaps(this::word),
                perhaps(this::word));
    }

    public WatchFacts watch() {
        Map<String, String> labels = new HashMap<>();
        several(4, this::word).forEach(word -> labels.put('l' + word, word()));
        return new WatchFacts(
                "w-" + random.nextLong(),
                "n" + word(),
                labels,
                "a" + word(),
                Notifications.NOW.minusSeconds(random.nextInt(1_000_000)),
                random.nextInt(10_000),
                Duration.ofMillis(random.nextInt(1_000_000)),
                List.of(),
                perhaps(() -> URI.create("https://wiki.example.com/runbooks/" + random.nextInt(100))));
    }

    private InstanceReport passed() {
        var items = Stream.concat(Stream.of(item("PASSED")), several(4, () -> item("passed")).stream());
        return new InstanceReport(perhaps(this::word), perhaps(this::word), perhaps(this::time), items.toList());
    }

    private InstanceReport instance() {
        return new InstanceReport(
                perhaps(this::word),
                perhaps(this::word),
                perhaps(this::time),
                several(5, () -> new CheckItem('i' + word(), perhaps(this::word))));
    }

    private CheckItem item(String result) {
        return new CheckItem(random.nextBoolean() ? "MYSQL_BINLOG" : 'i' + word(), Optional.of(result));
    }

    private Problem problem() {
        return new Problem('c' + word(), word(), perhaps(this::word), perhaps(this::word));
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private Instant time() {
        return TIMES.get(random.nextInt(TIMES.size()));
    }

    private <T> Optional<T> perhaps(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> several(int most, Supplier<T> value) {
        return IntStream.range(0, random.nextInt(most + 1))
                .mapToObj(i -> value.get())
                .toList();
    }
}
