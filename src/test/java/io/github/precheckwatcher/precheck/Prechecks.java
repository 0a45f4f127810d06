package io.github.precheckwatcher.precheck;

import io.github.precheckwatcher.cloud.sas.ResultParser;
import io.github.precheckwatcher.cloud.sas.SasCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Observations, reports and verdicts for tests of every package; all values fixed. */
public final class Prechecks {
    public static final PrecheckRef REF =
            new PrecheckRef("t-000bc9nqwxsbyvod0001", "ebc895506c6911ed800000163e0e0001", "cn-hangzhou");
    public static final Instant CREATED = Instant.parse("2026-11-24T08:10:00Z");
    public static final Instant UPDATED = Instant.parse("2026-11-24T08:15:00Z");
    public static final Instant COMPLETED = Instant.parse("2026-11-24T08:15:20Z");
    public static final Instant OBSERVED = Instant.parse("2026-11-24T08:15:30.123Z");
    public static final String REQUEST_ID = "CE500770-42D3-442E-9DDD-156E0F9F0001";

    private Prechecks() {}

    /** A precheck of its own for each number. */
    public static PrecheckRef ref(int number) {
        return new PrecheckRef("t-%06d".formatted(number), "uuid-%06d".formatted(number), "cn-hangzhou");
    }

    /** An item with a result word. */
    public static CheckItem item(String item, String result) {
        return new CheckItem(item, Optional.of(result));
    }

    /** An item without a result word. */
    public static CheckItem silentItem(String item) {
        return new CheckItem(item, Optional.empty());
    }

    /** An instance with these items. */
    public static InstanceReport instance(String sourceType, CheckItem... items) {
        return new InstanceReport(
                Optional.of("i-wz91if83t97xgtn20001"), Optional.of(sourceType), Optional.of(UPDATED), List.of(items));
    }

    /** A whole report of these instances. */
    public static PrecheckReport report(InstanceReport... instances) {
        return new PrecheckReport(List.of(instances), true, Optional.of("[as the vendor wrote it]"));
    }

    /** A whole report of one SQL Server instance, whose four documented items have these results in order. */
    public static PrecheckReport mssql(String... results) {
        return report(documented(SourceType.MSSQL, results));
    }

    /** A whole report of one Oracle instance, whose five documented items have these results in order. */
    public static PrecheckReport oracle(String... results) {
        return report(documented(SourceType.ORACLE, results));
    }

    /** A whole report of one MySQL instance, whose four documented items have these results in order. */
    public static PrecheckReport mysql(String... results) {
        return report(documented(SourceType.MYSQL, results));
    }

    private static InstanceReport documented(SourceType type, String... results) {
        List<CheckDescription> items = CheckCatalog.of(type);
        if (results.length != items.size()) {
            throw new IllegalArgumentException(type + " has " + items.size() + " items, not " + results.length);
        }
        CheckItem[] answered = new CheckItem[results.length];
        Arrays.setAll(answered, i -> item(items.get(i).item(), results[i]));
        return instance(type.name(), answered);
    }

    /** A running precheck. */
    public static Observation running(int progress) {
        return new Observation(
                Phase.RUNNING,
                "created",
                OptionalInt.of(progress),
                Optional.of(CREATED),
                Optional.of(UPDATED),
                Optional.empty(),
                PrecheckReport.NONE,
                Optional.of(REQUEST_ID));
    }

    /** A completed precheck with this report. */
    public static Observation completed(PrecheckReport report) {
        return ended("completed", report);
    }

    /** A precheck in the state error with this report. */
    public static Observation error(PrecheckReport report) {
        return ended("error", report);
    }

    /** An observation with this raw state word. */
    public static Observation ended(String rawState, PrecheckReport report) {
        return new Observation(
                SasCalls.phase(rawState),
                rawState,
                OptionalInt.of(100),
                Optional.of(CREATED),
                Optional.of(UPDATED),
                Optional.of(COMPLETED),
                report,
                Optional.of(REQUEST_ID));
    }

    /** What was last seen of a running precheck. */
    public static LastSeen lastSeen(int progress) {
        return LastSeen.of(running(progress), OBSERVED);
    }

    /** A problem with this code. */
    public static Problem problem(String code) {
        return new Problem(
                code,
                "what the vendor said about " + code,
                Optional.of(REQUEST_ID),
                Optional.of("what to do about it"));
    }

    /** A verdict of this outcome, as the rule makes it: a SQL Server instance where there is a report. */
    public static Verdict verdict(String id, String name, Outcome outcome) {
        return switch (outcome) {
            case PASSED -> judge(id, name, completed(mssql("PASSED", "PASSED", "PASSED", "PASSED")));
            case WARNING -> judge(id, name, completed(mssql("PASSED", "PASSED", "WARNING", "PASSED")));
            case FAILED -> judge(id, name, completed(mssql("FAILED", "PASSED", "WARNING", "PASSED")));
            case ERROR -> judge(id, name, error(PrecheckReport.NONE));
            case UNKNOWN -> judge(id, name, completed(ResultParser.parse("no JSON at all")));
            case TIMED_OUT, CANCELLED ->
                VerdictRule.ended(id, name, REF, outcome, lastSeen(45), Optional.empty(), OBSERVED);
            case ABANDONED ->
                VerdictRule.ended(id, name, REF, outcome, lastSeen(45), Optional.of(problem("ServerError")), OBSERVED);
        };
    }

    /** The rule's verdict on an observation of {@link #REF}. */
    public static Verdict judge(String id, String name, Observation observation) {
        return VerdictRule.judge(id, name, REF, observation, OBSERVED);
    }

    /** The text of a file under {@code src/test/resources}, for example {@code results/vendor-sample.json}. */
    public static String text(String path) {
        try (InputStream in = Prechecks.class.getResourceAsStream("/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException("no such fixture: " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
