package io.github.precheckwatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.cli.console.CliContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands about verdicts, what was made of them and accounts, against a fake daemon. */
class OutboxCommandsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:15:30Z");
    private static final String JSON = "application/json";
    private static final String CSV = "text/csv;charset=UTF-8;header=present";

    private final StringWriter out = new StringWriter();
    private final FakeDaemon daemon = FakeDaemon.start();

    @AfterEach
    void close() {
        daemon.close();
    }

    @Test
    void a_discard_says_the_count_and_is_done_when_it_is_agreed_to() {
        daemon.answers("/api/v1/deliveries/discard", 200, JSON, "{\"count\":2,\"dryRun\":true}");

        assertThat(answering("n\n", "discard", "--notifier=old")).isEqualTo(2);
        assertThat(out.toString()).isEqualTo("discard 2 deliveries? (y/N) nothing was done" + System.lineSeparator());
        assertThat(daemon.requests()).singleElement().asString().contains("\"dryRun\" : true");

        assertThat(run("discard", "--notifier=old", "--reason=it is gone", "--yes"))
                .isZero();
        assertThat(out.toString()).endsWith("2 deliveries are DEAD now, discarded" + System.lineSeparator());
        assertThat(daemon.requests().get(2))
                .startsWith("POST /api/v1/deliveries/discard")
                .contains("\"notifier\" : \"old\"", "\"reason\" : \"it is gone\"", "\"dryRun\" : false");
    }

    @Test
    void what_was_delivered_is_sent_again_by_id() {
        daemon.answers("/api/v1/deliveries/replay", 200, JSON, "{\"count\":1,\"dryRun\":true}");

        assertThat(run("replay", "--state", "delivered", "d1", "--yes", "--reason=lost"))
                .isZero();

        assertThat(out.toString().strip()).isEqualTo("1 delivery goes out again");
        assertThat(daemon.requests().get(1))
                .contains("\"ids\" : [ \"d1\" ]", "\"state\" : \"DELIVERED\"", "\"reason\" : \"lost\"");

        daemon.answers("/api/v1/deliveries/replay", 200, JSON, "{\"count\":0,\"dryRun\":true}");
        assertThat(run("replay", "--state=DELIVERED", "d1")).isZero();
        assertThat(out.toString()).endsWith("no DELIVERED delivery fits" + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(strings = {"discard", "replay", "discard --yes --reason=x", "replay --state=DELIVERED"})
    void an_act_on_nothing_named_is_a_mistake(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);

        assertThat(out.toString()).contains("names no delivery: give ids, a filter like --notifier, or --all");
        assertThat(daemon.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deliveries", "replay", "discard", "verdicts"})
    void an_outcome_that_there_is_not_is_a_mistake(String command) {
        assertThat(run(command, "--outcome=BAD")).isEqualTo(2);

        assertThat(out.toString()).contains("--outcome", "BAD", "TIMED_OUT");
        assertThat(daemon.requests()).isEmpty();
    }

    @Test
    void verdicts_are_a_table() {
        daemon.answers("/api/v1/verdicts", 200, JSON, page("", verdict("v1", "orders-db", 1)));

        assertThat(run("verdicts")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "WHEN    NAME       OUTCOME  CHECKS  SUMMARY", "5m ago  orders-db  FAILED   3/4     1 failed");
        assertThat(daemon.requests()).containsExactly("GET /api/v1/verdicts?limit=50 ");
    }

    @Test
    void more_verdicts_than_are_shown_are_said() {
        daemon.answers("/api/v1/verdicts", 200, JSON, page("c", verdict("v1", "orders-db", 1)));

        assertThat(run("verdicts", "--limit=1", "-o", "wide")).isZero();

        assertThat(out.toString())
                .contains("ROUND", "t-1", "R1")
                .endsWith("there are more; --limit shows up to 500" + System.lineSeparator());
    }

    @Test
    void a_filter_of_verdicts_is_handed_to_the_daemon() {
        daemon.answers("/api/v1/verdicts", 200, JSON, page(""));

        assertThat(run(
                        "verdicts",
                        "prod-*",
                        "--since=1d",
                        "--until=2026-11-24T08:00:00Z",
                        "--outcome=failed",
                        "--account=a&b",
                        "--region=cn-hangzhou",
                        "--match=env=\"prod\"",
                        "--match=team=dba",
                        "--text=t-1",
                        "--limit=7"))
                .isZero();

        assertThat(out.toString().strip()).isEqualTo("no verdict fits");
        assertThat(daemon.requests())
                .containsExactly("GET /api/v1/verdicts?limit=7&name=prod-*&since=2026-11-23T08%3A15%3A30Z"
                        + "&until=2026-11-24T08%3A00%3A00Z&outcome=FAILED&account=a%26b&region=cn-hangzhou&q=t-1"
                        + "&match=env%3D%22prod%22&match=team%3Ddba ");
    }

    @Test
    void jsonl_has_all_pages_an_entry_a_line() throws IOException {
        daemon.answersFirst(
                "/api/v1/verdicts",
                200,
                JSON,
                page("v2~x", verdict("v3", "c", 1), verdict("v2", "b", 1)),
                page("", verdict("v1", "a", 1)));

        assertThat(run("verdicts", "-o", "jsonl")).isZero();

        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(new ObjectMapper().readTree(lines.get(2)).path("id").asText())
                .isEqualTo("v1");
        assertThat(daemon.requests())
                .containsExactly("GET /api/v1/verdicts?limit=500 ", "GET /api/v1/verdicts?limit=500&after=v2%7Ex ");
    }

    @Test
    void names_end_at_the_limit() {
        daemon.answersFirst(
                "/api/v1/verdicts",
                200,
                JSON,
                page("v2~x", verdict("v3", "c", 1), verdict("v2", "b", 1)),
                page("z", verdict("v1", "a", 1)));

        assertThat(run("verdicts", "-o", "name", "--limit=3")).isZero();

        assertThat(out.toString().lines()).containsExactly("c", "b", "a");
        assertThat(daemon.requests()).last().asString().contains("limit=1");
    }

    @Test
    void csv_is_printed_as_the_daemon_writes_it() {
        String csv = "time,name\r\n2026-11-24T08:10:00Z,预检\uD83D\uDE00\r\n".repeat(20_000);
        daemon.answers("/api/v1/verdicts", 200, CSV, csv);

        assertThat(run("verdicts", "-o", "csv", "--since=7d")).isZero();

        assertThat(out.toString()).isEqualTo(csv);
        assertThat(daemon.requests()).containsExactly("GET /api/v1/verdicts?since=2026-11-17T08%3A15%3A30Z ");
    }

    @Test
    void csv_has_no_limit() {
        assertThat(run("verdicts", "-o", "csv", "--limit=5")).isEqualTo(2);

        assertThat(out.toString()).contains("-o csv has all that fit: leave --limit out");
    }

    @Test
    void csv_that_the_daemon_refuses_or_does_not_end_is_no_success() {
        daemon.answers("/api/v1/verdicts", 400, "application/problem+json", """
                {"type":"urn:x","title":"t","status":400,"detail":"there is no account x"}""");
        assertThat(run("verdicts", "-o", "csv", "--account=x")).isEqualTo(2);
        assertThat(out.toString().strip()).isEqualTo("there is no account x");

        daemon.cuts("/api/v1/verdicts", CSV, "time,name\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(run("verdicts", "-o", "csv")).isEqualTo(3);
        assertThat(out.toString()).contains("ended its answer too soon");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl"})
    void a_reader_that_goes_away_ends_it(String format) {
        daemon.answers(
                "/api/v1/verdicts",
                200,
                format.equals("csv") ? CSV : JSON,
                format.equals("csv") ? "time\r\n".repeat(100_000) : page("more", verdict("v1", "a", 1)));

        int code = RootCommand.line(context(), new ByteArrayInputStream(new byte[0]))
                .setOut(new PrintWriter(new ClosedPipe()))
                .setErr(new PrintWriter(out, true))
                .execute("verdicts", "-o", format, "--server=" + daemon.address());

        assertThat(code).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(daemon.requests()).hasSizeLessThan(3);
    }

    @Test
    void a_probe_says_what_came_of_it() {
        daemon.answers("/api/v1/accounts/a%2Fb/probe", 200, JSON, """
                {"result":"RECOVERED","meaning":"account a/b works again; its watches go on",
                 "account":{"name":"a/b","state":"OK","since":"2026-11-24T08:15:30Z","callsPerSecond":10,"watches":3,
                  "waiting":0}}""");

        assertThat(run("accounts", "--probe", "a/b", "--reason=granted")).isZero();

        assertThat(out.toString().strip()).isEqualTo("account a/b works again; its watches go on");
        assertThat(daemon.requests()).containsExactly("POST /api/v1/accounts/a%2Fb/probe { \"reason\" : \"granted\" }");
        assertThat(run("accounts", "--reason=why")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"discard", "replay", "verdicts", "accounts"})
    void help_has_examples(String command) {
        assertThat(run(command, "--help")).isZero();

        assertThat(out.toString()).contains("Examples:", "  precheck-watcher " + command);
    }

    private static String verdict(String id, String name, int round) {
        return """
                {"id":"%s","outcome":"FAILED","summary":"1 failed","observedAt":"2026-11-24T08:10:00Z","watch":"w1",
                 "name":"%s","account":"default","precheck":{"taskId":"t-1","instanceUuid":"u-1","uniRegionId":"r"},
                 "labels":{},"round":%d,"polls":3,
                 "checks":{"total":4,"passed":3,"warnings":0,"failed":1,"notRun":0},
                 "notPassed":[{"item":"MYSQL_BINLOG","result":"FAILED"}],"requestId":"R1"}""".formatted(id, name, round);
    }

    private static String page(String next, String... verdicts) {
        return "{\"verdicts\":[" + String.join(",", verdicts) + "]"
                + (next.isEmpty() ? "" : ",\"next\":\"" + next + "\"") + "}";
    }

    private int run(String... args) {
        return answering("", args);
    }

    private int answering(String answers, String... args) {
        return RootCommand.line(context(), new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(Stream.concat(Stream.of(args), Stream.of("--server=" + daemon.address()))
                        .toArray(String[]::new));
    }

    private static CliContext context() {
        return new CliContext(Clock.fixed(NOW, ZoneOffset.UTC), new Random(1));
    }

    /** As the output is once its reader has gone. */
    private static final class ClosedPipe extends Writer {
        @Override
        public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void flush() throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void close() {}
    }
}
