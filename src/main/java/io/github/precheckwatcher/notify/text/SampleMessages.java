package io.github.precheckwatcher.notify.text;

import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.notify.event.Origin;
import io.github.precheckwatcher.notify.event.PreviousVerdict;
import io.github.precheckwatcher.notify.event.SamplePrecheck;
import io.github.precheckwatcher.notify.event.WatchFacts;
import io.github.precheckwatcher.notify.event.WatchSummary;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.InstanceReport;
import io.github.precheckwatcher.precheck.LastSeen;
import io.github.precheckwatcher.precheck.Observation;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Phase;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.PrecheckReport;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.VerdictRule;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A message of each type, with all that may stand in one and with as little as may: what an operator's template is tried
 * on.
 */
final class SampleMessages {
    static final Wording WORDING = new Wording(
            Language.EN, ZoneOffset.UTC, Optional.empty(), "application/json", Optional.empty(), Mentions.NONE);

    private static final Instant NOW = Instant.parse("2026-11-24T08:15:30Z");
    private static final Origin FULL =
            new Origin("sample \"environment\"", Optional.of(URI.create("https://precheck.example.com")));
    private static final Origin BARE = new Origin("sample", Optional.empty());
    private static final String NAME = SamplePrecheck.WATCH + " \"in quotes\"";
    private static final PrecheckRef REF = SamplePrecheck.ref(SamplePrecheck.REGION);
    private static final Problem PROBLEM =
            new Problem("SampleCode", "a \"message\"", Optional.of("sample-request"), Optional.of("what to do"));

    private static final WatchSummary EMPTY =
            new WatchSummary(NOW.minus(Duration.ofDays(1)), NOW, Map.of(), 0, List.of(), 0, List.of());

    private SampleMessages() {}

    static List<Message> all() {
        Message failed = failed();
        Message abandoned = abandoned();
        return List.of(
                failed,
                abandoned,
                EventBody.digest(FULL, "sample-digest", List.of(failed, abandoned), NOW),
                operator(OperatorEvent.Severity.ERROR, Optional.of(PROBLEM), Optional.of(37L)),
                operator(OperatorEvent.Severity.INFO, Optional.empty(), Optional.empty()),
                EventBody.summary(FULL, "sample-summary", summary(), NOW),
                EventBody.summary(BARE, "sample-summary", EMPTY, NOW),
                EventBody.test(BARE, "sample-test", NOW));
    }

    /** The type as people call it. */
    static String name(Message message) {
        return switch (message.type()) {
            case VERDICT -> "verdict";
            case DIGEST -> "digest";
            case OPERATOR -> "operator event";
            case SUMMARY -> "summary";
            case TEST -> "test";
        };
    }

    private static Message failed() {
        var report = new InstanceReport(
                SamplePrecheck.INSTANCE,
                Optional.of("MYSQL"),
                Optional.of(NOW),
                List.of(
                        new CheckItem("MYSQL_VERSION", Optional.of("PASSED")),
                        new CheckItem("MYSQL_BINLOG", Optional.of("FAILED")),
                        new CheckItem("UNHEARD_OF", Optional.empty())));
        Observation end = SamplePrecheck.end(
                Phase.ENDED,
                "completed",
                NOW.minus(SamplePrecheck.TOOK),
                new PrecheckReport(List.of(report), true, Optional.of("[]")),
                "sample-request",
                NOW);
        var previous = new PreviousVerdict(Outcome.FAILED, NOW.minus(Duration.ofHours(2)), Set.of("MYSQL_VERSION"));
        return EventBody.verdict(
                FULL,
                VerdictRule.judge("sample-FAILED", NAME, REF, end, NOW),
                watch(Optional.of(URI.create("https://wiki.example.com/runbook"))),
                Optional.of(previous));
    }

    private static Message abandoned() {
        return EventBody.verdict(
                BARE,
                VerdictRule.ended(
                        "sample-ABANDONED", NAME, REF, Outcome.ABANDONED, LastSeen.NOTHING, Optional.of(PROBLEM), NOW),
                watch(Optional.empty()),
                Optional.empty());
    }

    private static WatchSummary summary() {
        return new WatchSummary(
                NOW.minus(Duration.ofDays(1)),
                NOW,
                Map.of(Outcome.FAILED, 1L, Outcome.PASSED, 2L),
                2,
                List.of(new WatchSummary.Verdict("sample-FAILED", NAME, Outcome.FAILED, NAME + ": \"failed\"", 3, 1)),
                1,
                List.of(new WatchSummary.Running(NAME, NOW)));
    }

    private static WatchFacts watch(Optional<URI> runbook) {
        return SamplePrecheck.watch(
                "sample", NAME, Map.of("env", "prod"), SamplePrecheck.ACCOUNT, List.of(), runbook, NOW);
    }

    private static Message operator(
            OperatorEvent.Severity severity, Optional<Problem> problem, Optional<Long> watches) {
        var event = new OperatorEvent("account/default", "sample", severity, "a \"sample\"", problem, watches);
        return EventBody.operator(FULL, "sample-operator", event, NOW);
    }
}
