package io.github.precheckwatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.cli.console.CliContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command that registers watches, against a fake daemon. */
class RegisterCommandTest {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";
    private static final String[] ONE = {"--task-id=t-1", "--instance-uuid=i-1", "--uni-region-id=cn-hangzhou"};

    private static final String NEW = "[{\"id\":\"w1\",\"name\":\"orders-db\",\"result\":\"NEW\"}]";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final FakeDaemon daemon = FakeDaemon.start();
    private InputStream in = InputStream.nullInputStream();

    @AfterEach
    void close() {
        daemon.close();
    }

    @Test
    void one_is_registered_by_options() {
        daemon.answers("/api/v1/watches", 200, JSON, NEW);

        assertThat(run(
                        ONE,
                        "--name=orders-db",
                        "--account=overseas",
                        "--label=env=prod",
                        "--label=q=a=b",
                        "--deadline=30m",
                        "--notifier=ops",
                        "--notifier=log",
                        "--policy=fixed",
                        "--interval=10s",
                        "--reason=a migration"))
                .isZero();

        assertThat(daemon.requests()).hasSize(1);
        String request = daemon.requests().get(0);
        assertThat(request).startsWith("POST /api/v1/watches?reason=a%20migration [{");
        JsonNode entry = json(request.substring(request.indexOf('['))).get(0);
        assertThat(entry)
                .isEqualTo(json("{\"name\":\"orders-db\",\"taskId\":\"t-1\",\"instanceUuid\":\"i-1\","
                        + "\"uniRegionId\":\"cn-hangzhou\",\"account\":\"overseas\","
                        + "\"labels\":{\"env\":\"prod\",\"q\":\"a=b\"},\"deadline\":\"30m\","
                        + "\"polling\":{\"policy\":\"fixed\",\"interval\":\"10s\"},\"notifiers\":[\"ops\",\"log\"]}"));
        assertThat(out.toString().lines()).containsExactly("NAME       RESULT  NOTE", "orders-db  NEW");
    }

    @Test
    void what_is_not_said_is_not_sent() {
        daemon.answers("/api/v1/watches", 200, JSON, NEW);

        assertThat(run(ONE)).isZero();

        assertThat(daemon.requests())
                .containsExactly("POST /api/v1/watches [{\"taskId\":\"t-1\",\"instanceUuid\":\"i-1\","
                        + "\"uniRegionId\":\"cn-hangzhou\"}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"-o name | orders-db", "-o jsonl | {\"id\":\"w1\",\"name\":\"orders-db\",\"result\":\"NEW\"}"})
    void other_forms_are_for_programs(String options, String printed) {
        daemon.answers("/api/v1/watches", 200, JSON, NEW);

        assertThat(run(ONE, options.split(" "))).isZero();

        assertThat(out.toString().strip()).isEqualTo(printed);
    }

    @Test
    void the_tasks_of_a_file_are_registered_with_its_defaults() throws IOException {
        daemon.answers("/api/v1/watches", 200, JSON, """
                [{"id":"w1","name":"a","result":"NEW"},{"id":"w2","name":"b","result":"RUNNING"},
                 {"id":"w3","name":"c","result":"NEW"}]""");
        Path file = Files.writeString(folder.resolve("more.yaml"), """
                defaults: { uni-region-id: cn-hangzhou, labels: { env: prod } }
                tasks:
                  - { name: a, task-id: t-1, instance-uuid: i-1 }
                  - { name: b, task-id: t-2, instance-uuid: i-1, uni-region-id: r, labels: { team: x } }
                  - { name: c, task-id: t-3, instance-uuid: i-1 }
                """);

        assertThat(run(new String[] {file.toString()})).isZero();

        JsonNode sent = json(daemon.requests().get(0).replace("POST /api/v1/watches ", ""));
        assertThat(sent.findValuesAsText("taskId")).containsExactly("t-1", "t-2", "t-3");
        assertThat(sent.findValuesAsText("uniRegionId")).containsExactly("cn-hangzhou", "r", "cn-hangzhou");
        assertThat(sent.get(1).path("labels").toString()).isEqualTo("{\"env\":\"prod\",\"team\":\"x\"}");
        assertThat(out.toString().lines())
                .containsExactly(
                        "NAME  RESULT   NOTE", "a     NEW", "b     RUNNING", "c     NEW", "", "2 new, 1 running");
    }

    @Test
    void standard_input_is_a_file_too() {
        daemon.answers("/api/v1/watches", 200, JSON, NEW);
        in = new ByteArrayInputStream(
                "tasks: [{ task-id: t-1, instance-uuid: i-1, uni-region-id: r }]\n".getBytes(UTF_8));

        assertThat(run(new String[] {"-"})).isZero();

        assertThat(daemon.requests()).singleElement().asString().contains("\"taskId\":\"t-1\"");
    }

    @Test
    void many_go_in_requests_of_ten_thousand() throws IOException {
        daemon.answers(
                "/api/v1/watches",
                200,
                JSON,
                "[" + ("{\"id\":\"w\",\"name\":\"n\",\"result\":\"NEW\"},").repeat(9_999)
                        + "{\"id\":\"w\",\"name\":\"n\",\"result\":\"NEW\"}]");
        Path file = Files.writeString(folder.resolve("more.yaml"), tasks(20_000));

        assertThat(run(new String[] {file.toString()}, "-o", "name")).isZero();

        assertThat(daemon.requests()).hasSize(2);
        assertThat(daemon.requests().get(1))
                .contains("\"t-10000\"", "\"t-19999\"")
                .doesNotContain("\"t-9999\"");
        assertThat(out.toString().lines()).hasSize(20_000);
    }

    @Test
    void a_file_with_mistakes_prints_all_of_them_and_asks_nobody() throws IOException {
        Path file = Files.writeString(folder.resolve("more.yaml"), """
                tasks:
                  - { task-id: t-1, instance-uid: i-1, uni-region-id: r }
                  - { task-id: t-2, instance-uuid: i-1, uni-region-id: r, on-removal: cancel }
                """);

        assertThat(run(new String[] {file.toString()})).isEqualTo(2);

        assertThat(err.toString().lines())
                .containsExactly(
                        file + ":2: tasks[0].instance-uid: unknown key; did you mean instance-uuid?",
                        file
                                + ":3: tasks[1].on-removal: is for the daemon's tasks files alone; leave it out to register by"
                                + " a request");
        assertThat(daemon.requests()).isEmpty();
    }

    @Test
    void what_the_daemon_refuses_is_printed_in_the_places_of_the_file() throws IOException {
        daemon.answers("/api/v1/watches", 400, PROBLEM, """
                {"type":"urn:x","title":"t","status":400,"detail":"the request has 2 mistakes; nothing is registered",
                 "mistakes":["[0].notifiers[0]: there is no notifier 'op$'; there is log","[1].account: there is no account"]}""");
        Path file = Files.writeString(folder.resolve("more.yaml"), tasks(2));

        assertThat(run(new String[] {file.toString()})).isEqualTo(2);

        assertThat(err.toString().lines())
                .containsExactly(
                        "the request has 2 mistakes; nothing is registered",
                        file + ": tasks[0].notifiers[0]: there is no notifier 'op$'; there is log",
                        file + ": tasks[1].account: there is no account");
    }

    @Test
    void of_one_by_options_the_mistake_has_no_place_in_a_list() {
        daemon.answers("/api/v1/watches", 400, PROBLEM, """
                {"type":"urn:x","title":"t","status":400,"detail":"the request has a mistake; nothing is registered",
                 "mistakes":["[0].deadline: 'soon' is no duration"]}""");

        assertThat(run(ONE, "--deadline=soon")).isEqualTo(2);

        assertThat(err.toString().lines())
                .containsExactly("the request has a mistake; nothing is registered", "deadline: 'soon' is no duration");
    }

    @Test
    void one_that_the_files_name_is_not_done() {
        daemon.answers("/api/v1/watches", 200, JSON, """
                [{"id":"w1","name":"orders-db","result":"IN_FILES","note":"change them there"}]""");

        assertThat(run(ONE)).isEqualTo(2);

        assertThat(out.toString()).contains("IN_FILES  change them there");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--name=x | names nothing to register: give a tasks file, or --task-id, --instance-uuid, --uni-region-id",
                "--task-id=t-1 | missing --instance-uuid, --uni-region-id",
                "file.yaml --task-id=t-1 | a file says all of its tasks: name either a file or one task's options",
                "file.yaml --label=a=b | a file says all of its tasks: name either a file or one task's options"
            })
    void what_does_not_fit_together_is_refused(String args, String message) {
        assertThat(run(args.split(" "))).isEqualTo(2);

        assertThat(err.toString()).startsWith(message);
        assertThat(daemon.requests()).isEmpty();
    }

    @Test
    void help_has_examples() {
        assertThat(run(new String[] {"--help"})).isZero();

        assertThat(out.toString()).contains("Examples:", "  precheck-watcher register");
    }

    private static String tasks(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "  - { task-id: t-" + i + ", instance-uuid: i-1, uni-region-id: r }")
                .collect(Collectors.joining("\n", "tasks:\n", "\n"));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private int run(String[] first, String... more) {
        return RootCommand.line(new CliContext(Clock.systemUTC(), new Random(1)), in)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.of(
                                Stream.of("register", "--server=" + daemon.address()),
                                Stream.of(first),
                                Stream.of(more))
                        .flatMap(args -> args)
                        .toArray(String[]::new));
    }
}
