package io.github.precheckwatcher.notify.event;

import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.InstanceReport;
import io.github.precheckwatcher.precheck.Observation;
import io.github.precheckwatcher.precheck.Phase;
import io.github.precheckwatcher.precheck.PrecheckReport;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.precheck.VerdictRule;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what is sent as CloudEvents ({@code docs/webhook.schema.json}). What is not known is absent,
 * never null or empty.
 */
public final class EventBody {
    private EventBody() {}

    /**
     * A verdict as a message.
     *
     * @param origin where the event comes from
     * @param previous the last verdict of the same instance
     */
    public static Message verdict(
            Origin origin, Verdict verdict, WatchFacts watch, Optional<PreviousVerdict> previous) {
        var data = new VerdictData(verdict, verdict.summary(), watch, previous, origin.verdictPage(verdict.id()));
        return EventWriter.message(
                origin,
                verdict.id(),
                MessageType.VERDICT,
                watch.name(),
                MessageStatus.of(verdict.outcome()),
                verdict.observedAt(),
                Optional.of(watch.took()),
                data);
    }

    /**
     * Several messages grouped into one; its outcome is the most severe.
     *
     * @param members not empty, in any order
     * @throws IllegalArgumentException when there is no member
     */
    public static Message digest(Origin origin, String id, List<Message> members, Instant now) {
        return digest(id, origin, new DigestData(members, Optional.empty(), origin.digestPage(id)), now);
    }

    /**
     * What a mute held back, as one message; its outcome is the most severe.
     *
     * @throws IllegalArgumentException when it lists none
     */
    public static Message digest(Origin origin, String id, MuteSummary held, Instant now) {
        return digest(id, origin, new DigestData(held.listed(), Optional.of(held), origin.digestPage(id)), now);
    }

    private static Message digest(String id, Origin origin, DigestData data, Instant now) {
        return EventWriter.message(
                origin, id, MessageType.DIGEST, "digest", data.status(), now, Optional.empty(), data);
    }

    /** News about the daemon as a message; its outcome is the severity. */
    public static Message operator(Origin origin, String id, OperatorEvent event, Instant now) {
        return EventWriter.message(
                origin,
                id,
                MessageType.OPERATOR,
                event.subject(),
                MessageStatus.of(event.severity()),
                now,
                Optional.empty(),
                data -> operator(data, event));
    }

    /** How watches ended since the last summary, and which run still; its outcome is that of what needs attention most. */
    public static Message summary(Origin origin, String id, WatchSummary summary, Instant now) {
        return EventWriter.message(
                origin,
                id,
                MessageType.SUMMARY,
                "summary",
                summary.status(),
                now,
                Optional.empty(),
                new SummaryData(origin, summary));
    }

    /** A sample of a verdict, marked as a test: what {@code notify-test} sends. No database stands behind it. */
    public static Message test(Origin origin, String id, Instant now) {
        Verdict sample = sample(id, now);
        WatchFacts watch = SamplePrecheck.watch(
                id, SamplePrecheck.WATCH, Map.of(), SamplePrecheck.ACCOUNT, List.of(), Optional.empty(), now);
        var data = new VerdictData(sample, "TEST: " + sample.summary(), watch, Optional.empty(), Optional.empty());
        return EventWriter.message(
                origin,
                id,
                MessageType.TEST,
                SamplePrecheck.WATCH,
                MessageStatus.of(sample.outcome()),
                now,
                Optional.of(SamplePrecheck.TOOK),
                data);
    }

    private static void operator(EventWriter data, OperatorEvent event) throws IOException {
        data.text("event", event.event());
        data.text("severity", event.severity().name());
        data.text("summary", event.summary());
        data.problem(event.problem());
        if (event.watches().isPresent()) {
            data.number("watches", event.watches().get());
        }
    }

    private static Verdict sample(String id, Instant now) {
        var report = new InstanceReport(
                SamplePrecheck.INSTANCE,
                Optional.of("MSSQL"),
                Optional.of(now),
                List.of(
                        new CheckItem("OSS_INTERNAL_ENDPOINT_CONNECTIVITY", Optional.of("PASSED")),
                        new CheckItem("SERVICE_CONNECTIVITY", Optional.of("PASSED")),
                        new CheckItem("SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE", Optional.of("WARNING")),
                        new CheckItem("SQL_SERVER_DB_NOT_ONLINE", Optional.of("PASSED"))));
        Observation end = SamplePrecheck.end(
                Phase.ENDED,
                "completed",
                now,
                new PrecheckReport(List.of(report), true, Optional.of("[]")),
                "00000000-0000-0000-0000-000000000000",
                now);
        return VerdictRule.judge(id, SamplePrecheck.WATCH, SamplePrecheck.ref(SamplePrecheck.REGION), end, now);
    }
}
