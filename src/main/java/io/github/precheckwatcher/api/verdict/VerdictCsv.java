package io.github.precheckwatcher.api.verdict;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.watch.VerdictQueries.Concluded;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes verdicts as CSV (RFC 4180) in UTF-8: a line with the columns' names, then a line a verdict. A text that a
 * spreadsheet would take for a formula has a quote before it, as OWASP advises:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
final class VerdictCsv implements AutoCloseable {
    private static final List<String> COLUMNS = List.of(
            "time",
            "outcome",
            "name",
            "account",
            "region",
            "instance_uuid",
            "task_id",
            "round",
            "polls",
            "took_seconds",
            "checks",
            "passed",
            "warnings",
            "failed",
            "not_run",
            "not_passed",
            "labels",
            "summary",
            "verdict_id",
            "watch_id",
            "request_id",
            "mutes");

    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .build();

    private static final CsvSchema SCHEMA = schema();

    private final SequenceWriter lines;
    private final ObjectMapper json;

    /** @param json how labels are written in their cell */
    VerdictCsv(OutputStream out, ObjectMapper json) throws IOException {
        this.lines = CSV.writer(SCHEMA).writeValues(out);
        this.json = json;
        lines.write(COLUMNS);
    }

    private static CsvSchema schema() {
        CsvSchema.Builder schema = CsvSchema.builder().setLineSeparator("\r\n");
        COLUMNS.forEach(schema::addColumn);
        return schema.build();
    }

    /**
     * Writes a line of each.
     *
     * @param mutes the ids of the mutes that they fell under, by the verdicts' ids
     */
    void write(List<Concluded> verdicts, Map<String, List<String>> mutes) throws IOException {
        for (Concluded verdict : verdicts) {
            lines.write(cells(verdict, mutes.getOrDefault(verdict.id(), List.of())));
        }
        lines.flush();
    }

    private List<Object> cells(Concluded verdict, List<String> mutes) throws IOException {
        return List.of(
                verdict.observedAt().toString(),
                verdict.outcome().name(),
                text(verdict.name()),
                text(verdict.account()),
                text(verdict.ref().uniRegionId()),
                text(verdict.ref().instanceUuid()),
                text(verdict.ref().taskId()),
                verdict.round(),
                verdict.polls(),
                verdict.startedAt()
                        .map(began -> seconds(began, verdict.observedAt()))
                        .orElse(""),
                verdict.checks().checks(),
                verdict.checks().passed(),
                verdict.checks().warnings(),
                verdict.checks().failed(),
                verdict.checks().notRun(),
                text(verdict.notPassed().stream().map(VerdictCsv::check).collect(Collectors.joining("; "))),
                text(labels(verdict.labels())),
                text(verdict.summary()),
                text(verdict.id()),
                text(verdict.watchId()),
                text(verdict.requestId().orElse("")),
                text(String.join(" ", mutes)));
    }

    /** By clocks that differ a little the end may come before the beginning. */
    private static String seconds(Instant began, Instant ended) {
        return Long.toString(Math.max(0, Duration.between(began, ended).toSeconds()));
    }

    private static String check(CheckItem item) {
        return item.item() + item.result().map(result -> "=" + result).orElse("");
    }

    private String labels(Map<String, String> labels) throws IOException {
        return labels.isEmpty() ? "" : json.writeValueAsString(new TreeMap<>(labels));
    }

    /** A text from outside as a cell. */
    private static String text(String text) {
        return text.isEmpty() || "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
