package io.github.precheckwatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.cli.console.CliContext;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that do something to watches, against a fake daemon. */
class ActCommandsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:15:30Z");
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final StringWriter out = new StringWriter();
    private final FakeDaemon daemon = FakeDaemon.start();

    @AfterEach
    void close() {
        daemon.close();
    }

    @ParameterizedTest
    @CsvSource({"cancel, CANCELLED", "poll, DUE", "rewatch, NEW_ROUND"})
    void the_newest_of_a_name_is_meant_and_nothing_is_asked(String act, String result) {
        daemon.answers("/api/v1/watches", 200, JSON, page(watch("w0", "2026-11-22"), watch("w1", "2026-11-23")));
        daemon.answers("/api/v1/watches/" + act, 200, JSON, answer(result(result, "")));

        assertThat(run("", act, "orders-db", "--reason", "a typo")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "NAME       RESULT" + " ".repeat(Math.max(2, result.length() - 4)) + "NOTE",
                        "orders-db  " + result);
        assertThat(daemon.requests())
                .containsExactly(
                        "GET /api/v1/watches?limit=500&name=orders-db ",
                        "POST /api/v1/watches/" + act + " { \"ids\" : [ \"w1\" ], \"all\" : false, \"dryRun\" : false,"
                                + " \"reason\" : \"a typo\" }");
    }

    @Test
    void why_nothing_was_done_and_what_a_watch_waits_for_stand_beside_it() {
        daemon.answers("/api/v1/watches", 200, JSON, page());
        daemon.answers("/api/v1/watches/w1", 200, JSON, watch("w1", "2026-11-23"));
        daemon.answers(
                "/api/v1/watches/poll",
                200,
                JSON,
                answer(
                        result(
                                "DUE",
                                ",\"waitsFor\":{\"account\":\"default\",\"state\":\"SUSPENDED\",\"reason\":\"it may not call\"}"),
                        result("POLLING", ",\"reason\":\"it is being polled\"")));

        assertThat(run("", "poll", "w1", "w1")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "NAME       RESULT   NOTE",
                        "orders-db  DUE      it may not call",
                        "orders-db  POLLING  it is being polled");
    }

    @Test
    void those_of_a_filter_are_counted_and_nothing_is_done_unless_it_is_agreed_to() {
        daemon.answers(
                "/api/v1/watches/rewatch", 200, JSON, "{\"counts\":{\"NEW_ROUND\":37},\"dryRun\":true,\"results\":[]}");

        assertThat(run("n\n", "rewatch", "--outcome=timed_out", "--since=1d")).isEqualTo(2);

        assertThat(out.toString()).isEqualTo("rewatch 37 watches? (y/N) nothing was done" + System.lineSeparator());
        assertThat(daemon.requests()).singleElement().asString().contains("\"dryRun\" : true");
    }

    @Test
    void those_of_a_filter_are_taken_at_once_with_yes() throws Exception {
        daemon.answers("/api/v1/watches/cancel", 200, JSON, answer(result("CANCELLED", "")));

        assertThat(run(
                        "",
                        "cancel",
                        "--yes",
                        "--state=watching",
                        "--account=a",
                        "--region=cn-hangzhou",
                        "--match=env=\"prod\"",
                        "--match=team=dba",
                        "--name=prod-*",
                        "--text=t-1",
                        "-o",
                        "json"))
                .isZero();

        assertThat(daemon.requests()).hasSize(2);
        assertThat(daemon.requests().get(1))
                .isEqualTo("POST /api/v1/watches/cancel { \"state\" : \"WATCHING\", \"account\" : \"a\", \"region\" :"
                        + " \"cn-hangzhou\", \"match\" : [ \"env=\\\"prod\\\"\", \"team=dba\" ], \"name\" : \"prod-*\","
                        + " \"q\" : \"t-1\", \"all\" : false, \"dryRun\" : false }");
        assertThat(new ObjectMapper()
                        .readTree(out.toString())
                        .path("results")
                        .path(0)
                        .path("result")
                        .asText())
                .isEqualTo("CANCELLED");
    }

    @Test
    void those_that_one_request_has_no_time_for_are_asked_for_again() {
        daemon.answersFirst(
                "/api/v1/watches/cancel",
                200,
                JSON,
                "{\"counts\":{\"CANCELLED\":3},\"dryRun\":true,\"results\":[]}",
                answer(result("CANCELLED", ""), result("NOT_REACHED", ""), result("NOT_REACHED", "")));
        daemon.answers("/api/v1/watches/cancel", 200, JSON, answer(result("CANCELLED", ""), result("CANCELLED", "")));

        assertThat(run("", "cancel", "--all", "--yes", "-o", "json")).isZero();

        assertThat(daemon.requests()).hasSize(3);
        assertThat(daemon.requests().get(2)).isEqualTo(daemon.requests().get(1));
        assertThat(out.toString()).contains("\"CANCELLED\" : 3").doesNotContain("NOT_REACHED");
        assertThat(out.toString().split("orders-db", -1)).hasSize(4);
    }

    @Test
    void nothing_is_asked_when_no_watch_fits() {
        daemon.answers("/api/v1/watches/poll", 200, JSON, "{\"counts\":{},\"dryRun\":true,\"results\":[]}");

        assertThat(run("", "poll", "--all")).isZero();

        assertThat(out.toString().strip()).isEqualTo("no watch fits");
        assertThat(daemon.requests()).singleElement().asString().contains("\"all\" : true");
    }

    @Test
    void many_results_are_counted_for_people_and_whole_for_programs() {
        String many = answer(
                IntStream.range(0, 51).mapToObj(i -> result("NEW_ROUND", "")).toArray(String[]::new));
        daemon.answers("/api/v1/watches/rewatch", 200, JSON, many);

        assertThat(run("y\n", "rewatch", "--all")).isZero();
        assertThat(out.toString())
                .contains("RESULT     WATCHES", "NEW_ROUND  51")
                .doesNotContain("orders-db");

        out.getBuffer().setLength(0);
        assertThat(run("", "rewatch", "--all", "--yes", "-o", "jsonl")).isZero();
        assertThat(out.toString().lines()).hasSize(51);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--yes | names no watch: give names or ids, a filter like --match, or --all",
                "orders-db --all | names and a filter exclude each other",
                "orders-db --outcome=FAILED | names and a filter exclude each other",
                "--since=yesterday | --since: is no time; write 2h for two hours ago, or 2026-11-24T08:15:30Z",
            })
    void what_names_no_watch_is_a_mistake(String options, String message) {
        assertThat(run(
                        "",
                        Stream.concat(Stream.of("rewatch"), Stream.of(options.split(" ")))
                                .toArray(String[]::new)))
                .isEqualTo(2);

        assertThat(out.toString()).startsWith(message);
        assertThat(daemon.requests()).isEmpty();
    }

    @Test
    void a_name_that_no_watch_has_is_exit_code_two_and_nothing_is_done() {
        daemon.answers("/api/v1/watches", 200, JSON, page());
        daemon.answers("/api/v1/watches/none", 404, PROBLEM, problem(404, "there is no watch none"));

        assertThat(run("", "cancel", "none")).isEqualTo(2);

        assertThat(out.toString().strip()).isEqualTo("there is no watch none");
        assertThat(daemon.requests()).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    void a_watch_is_forgotten_once_it_was_shown_which() {
        daemon.answers("/api/v1/watches", 200, JSON, page(watch("w1", "2026-11-23")));
        daemon.answers("/api/v1/watches/w1", 200, JSON, watch("w1", "2026-11-23"));

        assertThat(run("no\n", "forget", "orders-db")).isEqualTo(2);

        assertThat(out.toString())
                .isEqualTo("forget orders-db (FAILED, ended 24h ago, task t-1), with its history and deliveries?"
                        + " (y/N) nothing was done" + System.lineSeparator());
        assertThat(daemon.requests()).noneMatch(request -> request.startsWith("DELETE"));
    }

    @Test
    void a_watch_is_forgotten_with_a_reason() {
        daemon.answers("/api/v1/watches", 200, JSON, page(watch("w1", "2026-11-23")));
        daemon.answers(
                "/api/v1/watches/w1",
                200,
                JSON,
                watch("w1", "2026-11-23").replace("}}", "},\"result\":\"FORGOTTEN\"}"));

        assertThat(run("", "forget", "orders-db", "--yes", "--reason=a typo")).isZero();

        assertThat(out.toString().strip()).isEqualTo("orders-db is forgotten");
        assertThat(daemon.requests()).last().isEqualTo("DELETE /api/v1/watches/w1?reason=a%20typo ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "poll", "rewatch", "forget"})
    void help_has_examples(String command) {
        assertThat(run("", command, "--help")).isZero();

        assertThat(out.toString())
                .contains("Usage: precheck-watcher " + command, "Examples:", "  precheck-watcher " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "poll", "rewatch"})
    void no_daemon_is_exit_code_three(String command) {
        daemon.close();

        assertThat(run("", command, "--all", "--yes")).isEqualTo(3);
    }

    private static String watch(String id, String day) {
        return """
                {"id":"%s","name":"orders-db","account":"default",
                 "precheck":{"taskId":"t-1","instanceUuid":"u-1","uniRegionId":"cn-hangzhou"},
                 "labels":{},"state":"ENDED","round":1,"registeredAt":"%sT08:00:00Z","startedAt":"2026-11-23T08:00:00Z",
                 "deadlineAt":"2026-11-23T09:00:00Z","polls":3,
                 "verdict":{"id":"v0","outcome":"FAILED","observedAt":"2026-11-23T08:10:00Z"}}""".formatted(id, day);
    }

    private static String page(String... watches) {
        return "{\"watches\":[" + String.join(",", watches) + "]}";
    }

    private static String result(String result, String more) {
        return "{\"id\":\"w1\",\"name\":\"orders-db\",\"result\":\"" + result + "\"" + more + "}";
    }

    private static String answer(String... results) {
        String counts = Stream.of(results)
                .collect(Collectors.groupingBy(
                        text -> text.replaceAll(".*\"result\":(\"[A-Z_]+\").*", "$1"), Collectors.counting()))
                .entrySet()
                .stream()
                .map(count -> count.getKey() + ":" + count.getValue())
                .collect(Collectors.joining(","));
        return "{\"counts\":{" + counts + "},\"dryRun\":false,\"results\":[" + String.join(",", results) + "]}";
    }

    private static String problem(int status, String detail) {
        return "{\"type\":\"urn:x\",\"title\":\"t\",\"status\":" + status + ",\"detail\":\"" + detail + "\"}";
    }

    private int run(String answers, String... args) {
        return RootCommand.line(
                        new CliContext(Clock.fixed(NOW, ZoneOffset.UTC), new Random(1)),
                        new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(Stream.concat(Stream.of(args), Stream.of("--server=" + daemon.address()))
                        .toArray(String[]::new));
    }
}
