package io.github.precheckwatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.standardwebhooks.Webhook;
import io.github.precheckwatcher.api.TestReceiver;
import io.github.precheckwatcher.cli.console.CliContext;
import jakarta.mail.MessagingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The verbs that ask a daemon, against a stand-in of it, and those that can do without one. */
class CommandsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:15:30Z");
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final FakeDaemon daemon = FakeDaemon.start();

    @BeforeEach
    void config() throws IOException {
        configure("log: { type: log }", "8080");
    }

    @AfterEach
    void close() {
        daemon.close();
    }

    @Test
    void deliveries_are_a_table_with_the_newest_on_top() {
        daemon.answers("/api/v1/deliveries", 200, JSON, """
                {"deliveries":[
                 {"id":"d2","event":"v2","type":"VERDICT","subject":"orders-db","outcome":"FAILED","notifier":"ops",
                  "state":"DEAD","attempts":11,"occurredAt":"2026-11-24T08:00:00.123Z","error":"HTTP 404 Not Found","status":404},
                 {"id":"d1","event":"v1","type":"VERDICT","subject":"bill\\u001b[2Jing","outcome":"PASSED","notifier":"log",
                  "state":"DELIVERED","attempts":1,"occurredAt":"2026-11-24T07:00:00Z"}],
                 "next":"more"}""");

        assertThat(run("deliveries")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "EVENT    NOTIFIER  STATE      OUTCOME  SUBJECT      TRIES  ID  LAST ANSWER",
                        "15m ago  ops       DEAD       FAILED   orders-db    11     d2  HTTP 404 Not Found",
                        "75m ago  log       DELIVERED  PASSED   bill [2Jing  1      d1",
                        "there are more; --limit shows up to 500");
        assertThat(daemon.requests()).containsExactly("GET /api/v1/deliveries?limit=50 ");
    }

    @Test
    void a_filter_of_deliveries_is_handed_to_the_daemon() {
        daemon.answers("/api/v1/deliveries", 200, JSON, "{\"deliveries\":[]}");

        assertThat(run(
                        "deliveries",
                        "--notifier=o&s",
                        "--state=dead",
                        "--outcome=FAILED",
                        "--subject=orders db",
                        "--since=2h",
                        "--until=2026-11-24T16:00:00+08:00",
                        "--limit=7"))
                .isZero();

        assertThat(out.toString().strip()).isEqualTo("no delivery fits");
        assertThat(daemon.requests())
                .containsExactly("GET /api/v1/deliveries?limit=7&notifier=o%26s&state=DEAD&outcome=FAILED"
                        + "&subject=orders%20db&since=2026-11-24T06%3A15%3A30Z&until=2026-11-24T08%3A00%3A00Z ");
    }

    @Test
    void deliveries_can_be_printed_as_json() {
        daemon.answers("/api/v1/deliveries", 200, JSON, "{\"deliveries\":[]}");

        assertThat(run("deliveries", "-o", "json")).isZero();

        assertThat(out.toString()).contains("\"deliveries\" : [ ]");
    }

    @ParameterizedTest
    @CsvSource({"--json,-o json", "--url=http://127.0.0.1,--server"})
    void an_option_that_was_renamed_is_refused_with_its_new_name(String old, String now) {
        for (String command : List.of("deliveries", "alerts")) {
            assertThat(line(command, old)).isEqualTo(2);
            assertThat(err.toString()).startsWith(old.replaceAll("=.*", "") + " is renamed to " + now);
            err.getBuffer().setLength(0);
        }
    }

    @Test
    void a_reload_prints_what_has_changed() {
        daemon.answers("/api/v1/reload", 200, JSON, """
                {"tasks":{"added":["a","b"],"changed":[],"removed":["c"]},
                 "notifiers":{"added":[],"changed":["ops"],"removed":[]},"accounts":{"added":[],"changed":[],"removed":[]},
                 "keys":["watcher.retention"],"restart":["watcher.store"],"tasksWait":true}""");

        assertThat(run("reload")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "tasks added: 2 (a, b)",
                        "tasks removed: 1 (c)",
                        "notifiers changed: 1 (ops)",
                        "keys changed: 1 (watcher.retention)",
                        "after the next start alone: 1 (watcher.store)",
                        "the store does not take the tasks now; they follow as soon as it does");
        assertThat(daemon.requests()).containsExactly("POST /api/v1/reload { }");
    }

    @Test
    void a_refused_reload_prints_every_mistake_and_ends_with_2() {
        daemon.answers("/api/v1/reload", 422, "application/problem+json", """
                {"type":"urn:precheck-watcher:problem:config-refused","title":"t","status":422,
                 "detail":"the files have 2 mistakes","mistakes":["config/tasks.yaml:1: one","config/tasks.yaml:2: two"]}""");

        assertThat(run("reload")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("the files have 2 mistakes", "config/tasks.yaml:1: one", "config/tasks.yaml:2: two");

        assertThat(run("reload", "-o", "json")).isEqualTo(2);
        assertThat(out.toString()).contains("\"config/tasks.yaml:2: two\"");
    }

    @Test
    void a_replay_says_the_count_and_does_nothing_unless_asked_to() {
        daemon.answers("/api/v1/deliveries/replay", 200, JSON, "{\"count\":3,\"dryRun\":true}");

        assertThat(answering("n\n", "replay", "--notifier=ops")).isEqualTo(2);

        assertThat(err.toString()).isEqualTo("replay 3 deliveries? (y/N) nothing was done" + System.lineSeparator());
        assertThat(out.toString()).isEmpty();
        assertThat(daemon.requests()).singleElement().asString().contains("\"dryRun\" : true");
        assertThat(answering("", "replay", "--all")).isEqualTo(2);
    }

    @Test
    void a_replay_that_is_agreed_to_is_done() {
        daemon.answers("/api/v1/deliveries/replay", 200, JSON, "{\"count\":1,\"dryRun\":false}");

        assertThat(answering("y\n", "replay", "d1", "d2", "--since=1d")).isZero();

        assertThat(err.toString()).isEqualTo("replay 1 delivery? (y/N) ");
        assertThat(out.toString().strip()).isEqualTo("1 delivery goes out again");
        assertThat(daemon.requests()).hasSize(2);
        assertThat(daemon.requests().get(1))
                .contains("\"ids\" : [ \"d1\", \"d2\" ]", "\"since\" : \"2026-11-23T08:15:30Z\"", "\"dryRun\" : false");
    }

    @Test
    void a_replay_asks_nothing_with_yes_and_when_there_is_nothing() {
        daemon.answers("/api/v1/deliveries/replay", 200, JSON, "{\"count\":5,\"dryRun\":false}");
        assertThat(run("replay", "--all", "--yes")).isZero();
        assertThat(out.toString().strip()).isEqualTo("5 deliveries go out again");
        assertThat(daemon.requests().get(1)).contains("\"all\" : true");

        daemon.answers("/api/v1/deliveries/replay", 200, JSON, "{\"count\":0,\"dryRun\":true}");
        assertThat(run("replay", "--all")).isZero();
        assertThat(out.toString()).endsWith("no DEAD delivery fits" + System.lineSeparator());
    }

    @Test
    void alerts_are_a_table() {
        daemon.answers("/api/v1/alerts", 200, JSON, alerts("default", "cn-hangzhou"));

        assertThat(run("alerts")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "SINCE    NOTIFIER  OUTCOME  WATCH      ACCOUNT  REGION       INSTANCE",
                        "15m ago  am        FAILED   orders-db  default  cn-hangzhou  one");
    }

    @Test
    void an_instance_that_is_listed_is_one_that_another_command_takes() {
        daemon.answers("/api/v1/alerts", 200, JSON, alerts("default", "cn-hangzhou"));
        daemon.answers(
                "/api/v1/alerts/acknowledge",
                200,
                JSON,
                alerts("default", "cn-hangzhou").replaceAll("^\\[|]$", ""));

        assertThat(run("alerts", "-o", "name")).isZero();
        String listed = out.toString().strip();
        out.getBuffer().setLength(0);

        assertThat(run("acknowledge", listed, "-o", "json")).isZero();
        assertThat(out.toString()).contains("\"instance\" : \"" + listed + "\"");
    }

    @Test
    void alerts_of_several_pages_are_one_table() {
        daemon.answers("/api/v1/alerts", 200, JSON, alerts("default", "cn-hangzhou"));
        // a proxy's own name in it does not lead elsewhere
        daemon.links("/api/v1/alerts", "<http://proxy.example.com/api/v1/alerts/second?after=a~b>; rel=\"next\"");
        daemon.answers("/api/v1/alerts/second", 200, JSON, alerts("other", "cn-hangzhou"));

        assertThat(run("alerts")).isZero();

        assertThat(out.toString().lines()).hasSize(3).anyMatch(line -> line.contains(" other "));
        assertThat(daemon.requests()).containsExactly("GET /api/v1/alerts ", "GET /api/v1/alerts/second?after=a~b ");
    }

    @Test
    void no_alert_is_said_in_words() {
        daemon.answers("/api/v1/alerts", 200, JSON, "[]");

        assertThat(run("alerts")).isZero();
        assertThat(run("acknowledge", "one")).isEqualTo(2);

        assertThat(out.toString().strip()).isEqualTo("no alert fires");
        assertThat(err.toString().strip())
                .isEqualTo("no alert of instance one burns; the command alerts lists those that do");
    }

    @Test
    void an_alert_is_acknowledged_by_its_instance_alone() {
        daemon.answers("/api/v1/alerts", 200, JSON, alerts("default", "cn-hangzhou"));
        daemon.answers("/api/v1/alerts/acknowledge", 200, JSON, "{}");

        assertThat(run("acknowledge", "one")).isZero();

        assertThat(out.toString().strip()).isEqualTo("ended: one (default, cn-hangzhou)");
        assertThat(daemon.requests())
                .containsExactly(
                        "GET /api/v1/alerts ",
                        "POST /api/v1/alerts/acknowledge { \"account\" : \"default\", \"region\" : \"cn-hangzhou\","
                                + " \"instance\" : \"one\" }");
    }

    @Test
    void an_instance_that_fires_in_two_accounts_is_acknowledged_in_the_one_that_is_named() {
        String two = alerts("default", "cn-hangzhou").replace("]", "") + ","
                + alerts("other", "cn-hangzhou").replace("[", "");
        daemon.answers("/api/v1/alerts", 200, JSON, two);
        daemon.answers("/api/v1/alerts/acknowledge", 200, JSON, "{}");

        assertThat(run("acknowledge", "one")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--account and --region: one (default, cn-hangzhou), one (other, cn-hangzhou)");
        assertThat(daemon.requests()).hasSize(1);
        assertThat(run("acknowledge", "one", "--account=other")).isZero();
        assertThat(daemon.requests().get(2)).contains("\"other\"");
    }

    private static String alerts(String account, String region) {
        return """
                [{"notifier":"am","account":"%s","region":"%s","instance":"one","watch":"orders-db","outcome":"FAILED",
                  "since":"2026-11-24T08:00:00.123Z","until":"2026-12-01T08:00:00Z"}]""".formatted(account, region);
    }

    @Test
    void a_replay_of_nothing_named_is_a_mistake() {
        assertThat(run("replay", "--yes")).isEqualTo(2);
        assertThat(err.toString()).startsWith("names no delivery: give ids, a filter like --notifier, or --all");
        assertThat(daemon.requests()).isEmpty();
    }

    @Test
    void what_the_daemon_refuses_is_reported_in_its_words() {
        daemon.answers(
                "/api/v1/deliveries",
                400,
                PROBLEM,
                "{\"type\":\"urn:x\",\"title\":\"t\",\"status\":400,\"detail\":\"limit is no number from 1 to 500\"}");

        assertThat(run("deliveries", "--limit=501")).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("limit is no number from 1 to 500");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--since=yesterday", "--since=-2h", "--until=2026-11-24"})
    void what_is_no_time_is_reported(String option) {
        assertThat(run("deliveries", option)).isEqualTo(2);
        assertThat(err.toString().strip())
                .isEqualTo(
                        option.substring(0, 7) + ": is no time; write 2h for two hours ago, or 2026-11-24T08:15:30Z");
    }

    @Test
    void no_daemon_is_exit_code_three_in_one_line() throws IOException {
        String nobody = nobody();

        assertThat(line("deliveries", "--server=" + nobody)).isEqualTo(3);
        assertThat(line("replay", "--all", "--server=" + nobody)).isEqualTo(3);
        assertThat(line("notify-test", "log", "--server=" + nobody)).isEqualTo(3);

        assertThat(err.toString().lines())
                .containsOnly("no daemon answers at " + nobody + "; start it, or name another with --server");
    }

    @Test
    void another_program_on_the_port_is_no_daemon() {
        daemon.answers("/", 404, "text/html", "<html>");

        assertThat(run("deliveries")).isEqualTo(3);
        assertThat(err.toString()).contains("is no precheck-watcher");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "ftp://localhost", "http://user:" + SECRET + "@localhost:1", "http:///x"})
    void an_address_that_is_none_is_reported_without_being_shown(String url) {
        assertThat(line("deliveries", "--server=" + url)).isEqualTo(2);
        assertThat(err.toString()).contains("--server").doesNotContain(SECRET);
    }

    @Test
    void the_port_of_the_configuration_is_asked_by_default() throws IOException {
        configure("log: { type: log }", Integer.toString(daemon.port()));
        daemon.answers("/api/v1/deliveries", 200, JSON, "{\"deliveries\":[]}");

        assertThat(line("deliveries", "--config=" + folder)).isZero();

        assertThat(daemon.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"notifier\":\"ops\",\"result\":\"DELIVERED\",\"status\":204} | 0 | ops: DELIVERED (204)",
                "{\"notifier\":\"ops\",\"result\":\"FAILED\",\"status\":401,\"error\":\"HTTP 401\",\"meaning\":\"check\"} | 1 | ops: FAILED (401): HTTP 401",
                "{\"notifier\":\"ops\",\"result\":\"PAUSED\",\"status\":429,\"error\":\"wait\"} | 1 | ops: PAUSED (429): wait"
            })
    void a_test_says_what_came_back(String answer, int exitCode, String line) {
        daemon.answers("/api/v1/notifiers/o%2Fps/test", 200, JSON, answer);

        assertThat(run("notify-test", "o/ps")).isEqualTo(exitCode);

        assertThat((out.toString() + err).lines().findFirst()).contains(line);
        assertThat(daemon.requests()).containsExactly("POST /api/v1/notifiers/o%2Fps/test { }");
    }

    @Test
    void a_test_without_a_daemon_sends_from_the_configuration_alone() throws IOException {
        try (TestReceiver receiver = TestReceiver.start()) {
            configure("ops: { type: webhook, url: '" + receiver.address() + "', secret: " + SECRET + " }", free());

            assertThat(line("notify-test", "ops", "--config=" + folder))
                    .as(err.toString())
                    .isZero();

            assertThat(err.toString().strip()).isEqualTo("no daemon answers; working from " + folder);
            assertThat(out.toString().strip()).isEqualTo("ops: DELIVERED (204)");
            assertThat(receiver.received()).singleElement().satisfies(sample -> {
                assertThat(sample.signature()).isPresent();
                assertThat(sample.body()).contains("TEST");
            });
        }
    }

    @Test
    void a_mail_is_sent_from_the_configuration_alone_too() throws IOException, MessagingException {
        var greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        greenMail.start();
        try {
            configure("mail: { type: email, to: [dba@example.com] }", free());
            mailer("host: 127.0.0.1, port: %d, from: prechecks@example.com"
                    .formatted(greenMail.getSmtp().getPort()));

            assertThat(line("notify-test", "mail", "--offline", "--config=" + folder))
                    .as(err.toString())
                    .isZero();

            assertThat(greenMail.getReceivedMessages()).hasSize(1);
            assertThat(greenMail.getReceivedMessages()[0].getSubject()).contains("TEST");
        } finally {
            greenMail.stop();
        }
    }

    @Test
    void a_mail_over_tls_that_the_daemon_alone_knows_is_reported() throws IOException {
        configure("mail: { type: email, to: [dba@example.com] }", free());
        mailer("from: prechecks@example.com, tls-configuration-name: own }, tls: { own: { trust-all: true }");

        assertThat(line("notify-test", "mail", "--offline", "--config=" + folder))
                .isEqualTo(2);

        assertThat(err.toString()).contains("mail: quarkus.mailer.tls-configuration-name needs a running daemon");
    }

    @Test
    void a_refused_test_is_exit_code_one_and_shows_no_secret() throws IOException {
        try (TestReceiver receiver = TestReceiver.start()) {
            receiver.answering(403);
            configure("ops: { type: webhook, url: '" + receiver.address() + "', secret: " + SECRET + " }", free());

            assertThat(line("notify-test", "ops", "--offline", "--config=" + folder))
                    .isEqualTo(1);

            assertThat(err.toString())
                    .contains("ops: FAILED (403)", "check the secret")
                    .doesNotContain(SECRET, receiver.address().toString());
            assertThat(out.toString()).isEmpty();
        }
    }

    @Test
    void a_notifier_that_is_not_there_or_a_broken_file_is_exit_code_two() throws IOException {
        assertThat(line("notify-test", "opps", "--offline", "--config=" + folder))
                .isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("no notifier is called opps; there are log");

        configure("log: { tipe: log }", "8080");
        assertThat(line("route", "--outcome=FAILED", "--offline", "--config=" + folder))
                .isEqualTo(2);
        assertThat(err.toString()).contains("application.yaml:").contains("type");
    }

    @Test
    void a_route_without_a_daemon_says_who_and_shows_the_message() throws IOException {
        configure("""
                log: { type: log }
                    prod: { type: log, when: { match: ['env="prod"'], outcomes: [FAILED] } }
                    late: { type: log, when: { outcomes: [TIMED_OUT] } }""", "8080");

        assertThat(line(
                        "route",
                        "--offline",
                        "--outcome=failed",
                        "--label=env=prod",
                        "--source-type=MYSQL",
                        "--name=orders-db",
                        "--config=" + folder))
                .as(err.toString())
                .isZero();

        assertThat(out.toString())
                .startsWith("FAILED: orders-db: ")
                .contains("told: log (log)", "told: prod (log)", "MYSQL_BINLOG", "not told: late");
    }

    @Test
    void a_route_shows_the_whole_of_what_is_no_single_json_value() throws IOException {
        Files.writeString(folder.resolve("ntfy"), "4 of 5: {subject}");
        configure("""
                ntfy: { type: webhook, url: 'http://127.0.0.1:1/', content-type: text/plain, template-file: '%s' }
                    group: { type: wecom, key: 693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa, mention: { ERROR: all } }""".formatted(folder.resolve("ntfy")), "8080");

        assertThat(line("route", "--offline", "--outcome=ERROR", "--name=orders-db", "--config=" + folder))
                .as(err.toString())
                .isZero();

        assertThat(out.toString()).contains("    4 of 5: orders-db", "@all");
    }

    @Test
    void a_route_is_asked_of_the_daemon_with_all_that_was_said() {
        daemon.answers(
                "/api/v1/route",
                200,
                JSON,
                "{\"outcome\":\"FAILED\",\"summary\":\"sample: no\",\"told\":[],\"others\":[\"log\"]}");

        assertThat(run(
                        "route",
                        "--outcome=FAILED",
                        "--label=a=1",
                        "--label=b=2",
                        "--region=cn-beijing",
                        "--notifier=log",
                        "--no-changed"))
                .isZero();

        assertThat(out.toString()).contains("nobody would be told", "not told: log");
        assertThat(daemon.requests())
                .singleElement()
                .asString()
                .contains("\"a\" : \"1\"", "\"b\" : \"2\"", "\"region\" : \"cn-beijing\"", "\"changed\" : false")
                .doesNotContain("sourceType", "null");
    }

    @Test
    void a_generated_secret_is_one_that_both_sides_take_and_stands_alone_on_the_output() {
        assertThat(line("generate-secret")).isZero();
        String first = out.toString().strip();
        assertThat(line("generate-secret")).isZero();

        assertThat(first).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(new Webhook(first)).isNotNull();
        assertThat(out.toString().strip().lines()).hasSize(2).doesNotHaveDuplicates();
        assertThat(err.toString()).contains("new Webhook(").doesNotContain(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "wait", "generate-completion", "discover", "hash-password", "generate-token"})
    void what_is_promised_for_later_says_so(String verb) {
        assertThat(line(verb)).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo(verb + " is not available yet");
    }

    private int run(String... args) {
        String[] all = java.util.Arrays.copyOf(args, args.length + 1);
        all[args.length] = "--server=" + daemon.address();
        return line(all);
    }

    private int answering(String input, String... args) {
        String[] all = java.util.Arrays.copyOf(args, args.length + 1);
        all[args.length] = "--server=" + daemon.address();
        return commandLine(input).execute(all);
    }

    private int line(String... args) {
        return commandLine("").execute(args);
    }

    private CommandLine commandLine(String input) {
        Random random = new Random(out.toString().hashCode());
        return RootCommand.line(
                        new CliContext(Clock.fixed(NOW, ZoneOffset.UTC), random),
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
    }

    private void configure(String notifiers, String port) throws IOException {
        Files.writeString(folder.resolve("application.yaml"), """
                quarkus: { http: { port: %s } }
                watcher:
                  environment: test
                  notifiers:
                    %s
                """.formatted(port, notifiers));
        Files.writeString(
                folder.resolve("tasks.yaml"),
                "tasks: [{ task-id: t-1, instance-uuid: u-1, uni-region-id: cn-hangzhou }]\n");
    }

    private void mailer(String keys) throws IOException {
        Path file = folder.resolve("application.yaml");
        Files.writeString(file, Files.readString(file).replace("quarkus: { ", "quarkus: { mailer: { " + keys + " }, "));
    }

    private static String nobody() throws IOException {
        return "http://127.0.0.1:" + free();
    }

    private static String free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
