package io.github.precheckwatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.cli.console.CliContext;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that mute and unmute, against a fake daemon. */
class MuteCommandsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:15:30Z");
    private static final String JSON = "application/json";

    private static final String MUTE = """
            {"id":"m1","match":["env=\\"test\\"","team=\\"dba\\""],"createdAt":"2026-11-24T08:15:30Z",
             "until":"2026-11-24T10:15:30Z","by":{"name":"local:alice","from":"127.0.0.1","reason":"moves"},
             "verdicts":3}""";

    private static final String ENDED = """
            {"id":"m0","watches":[{"id":"w1","name":"orders-db"}],"createdAt":"2026-11-23T08:15:30Z",
             "until":"2026-11-24T10:15:30Z","by":{"name":"local","from":"127.0.0.1"},
             "endedAt":"2026-11-24T08:10:30Z","endedBy":{"name":"local:bob","from":"127.0.0.1"},"verdicts":0}""";

    private final StringWriter out = new StringWriter();
    private final FakeDaemon daemon = FakeDaemon.start();

    @AfterEach
    void close() {
        daemon.close();
    }

    @Test
    void labels_are_handed_to_the_daemon_and_the_answer_says_what_is_muted() {
        daemon.answers("/api/v1/mutes", 200, JSON, "{\"mute\":" + MUTE + ",\"running\":2,\"dryRun\":false}");

        assertThat(run("mute", "--match", "env=\"test\"", "--match=team=dba", "--for=2h", "--reason=moves"))
                .isZero();

        assertThat(out.toString().strip()).isEqualTo("muted 2 running watches: m1 ends in 2h");
        assertThat(daemon.requests())
                .containsExactly("POST /api/v1/mutes { \"match\" : [ \"env=\\\"test\\\"\", \"team=dba\" ],"
                        + " \"for\" : \"2h\", \"reason\" : \"moves\", \"dryRun\" : false }");
    }

    @Test
    void a_name_stands_for_the_watches_of_that_name_that_run() {
        daemon.answers(
                "/api/v1/watches",
                200,
                JSON,
                "{\"watches\":[" + watch("w0", "orders-db", "ENDED") + "," + watch("w1", "orders-db", "WATCHING") + ","
                        + watch("w2", "orders-db", "WATCHING") + "," + watch("w3", "orders-db-2", "WATCHING") + "]}");
        daemon.answers("/api/v1/mutes", 200, JSON, "{\"running\":2,\"dryRun\":true}");

        assertThat(run("mute", "orders-db", "--for", "30m", "--dry-run")).isZero();

        assertThat(out.toString().strip()).isEqualTo("would mute 2 running watches");
        assertThat(daemon.requests())
                .last()
                .isEqualTo("POST /api/v1/mutes { \"ids\" : [ \"w2\", \"w1\" ], \"for\" : \"30m\", \"dryRun\" : true }");
    }

    @Test
    void what_is_no_name_is_an_id() {
        daemon.answers("/api/v1/watches", 200, JSON, "{\"watches\":[]}");
        daemon.answers("/api/v1/watches/w9", 200, JSON, watch("w9", "orders-db", "WATCHING"));
        daemon.answers("/api/v1/mutes", 200, JSON, "{\"running\":1,\"dryRun\":true}");

        assertThat(run("mute", "w9", "--for", "30m", "--dry-run")).isZero();

        assertThat(out.toString().strip()).isEqualTo("would mute 1 running watch");
    }

    @Test
    void mutes_are_a_table() {
        daemon.answers("/api/v1/mutes", 200, JSON, "[" + MUTE + "," + ENDED + "]");

        assertThat(run("mute", "--list", "--ended")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "ID  ENDS          WATCHES                 VERDICTS  BY           REASON",
                        "m1  in 2h         env=\"test\", team=\"dba\"  3         local:alice  moves",
                        "m0  ended 5m ago  orders-db               0         local");
        assertThat(daemon.requests()).containsExactly("GET /api/v1/mutes?ended=true ");
    }

    @Test
    void mutes_are_listed_for_other_programs() throws Exception {
        daemon.answers("/api/v1/mutes", 200, JSON, "[" + MUTE + "]");

        assertThat(run("mute", "--list", "-o", "name")).isZero();
        assertThat(out.toString().strip()).isEqualTo("m1");
        out.getBuffer().setLength(0);
        assertThat(run("mute", "--list", "-o", "jsonl")).isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).path("verdicts").asInt())
                .isEqualTo(3);
        out.getBuffer().setLength(0);
        assertThat(run("mute", "--list", "-o", "wide")).isZero();
        assertThat(out.toString()).contains("SINCE", "ENDED BY");
    }

    @Test
    void an_unmute_names_the_mute_and_says_how_many_verdicts_fell_under_it() {
        daemon.answers("/api/v1/mutes/m1", 200, JSON, MUTE);

        assertThat(run("unmute", "m1", "--reason", "done early")).isZero();

        assertThat(out.toString().strip()).isEqualTo("ended: m1, 3 verdicts fell under it");
        assertThat(daemon.requests()).containsExactly("DELETE /api/v1/mutes/m1?reason=done%20early ");
    }

    @Test
    void what_the_daemon_refuses_ends_with_code_2_and_its_words() {
        daemon.answers("/", 404, "application/problem+json", """
                {"type":"urn:precheck-watcher:problem:not-found","title":"x","status":404,
                 "detail":"there is no mute m9"}""");

        assertThat(run("unmute", "m9")).isEqualTo(2);

        assertThat(out.toString().strip()).isEqualTo("there is no mute m9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mute | names no watches: give names, --match, or --list for the mutes that there are",
                "mute --for 2h | names no watches: give names, --match, or --list for the mutes that there are",
                "mute orders | for how long? give --for, for example --for 2h",
                "mute orders --match a=b --for 2h | give names or --match, not both",
                "mute --list orders | --list stands alone, or with --ended",
                "mute orders --for 2h --ended | --ended goes with --list",
            })
    void what_says_too_little_or_too_much_is_refused_before_anybody_is_asked(String line, String words) {
        assertThat(run(line.split(" "))).isEqualTo(2);

        assertThat(out.toString()).startsWith(words);
        assertThat(daemon.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mute", "unmute"})
    void help_has_examples(String command) {
        assertThat(run(command, "--help")).isZero();

        assertThat(out.toString()).contains("Examples:", "  precheck-watcher " + command);
    }

    @Test
    void a_list_of_watches_and_one_that_is_shown_say_that_it_is_muted() {
        String muted = watch("w1", "orders-db", "WATCHING").replaceFirst("}$", """
                ,"muted":{"id":"m1","until":"2026-11-24T10:15:30Z",
                 "by":{"name":"local:alice","from":"127.0.0.1","reason":"moves"}}}""");
        daemon.answers("/api/v1/watches", 200, JSON, "{\"watches\":[" + muted + "]}");
        daemon.answers("/api/v1/watches/w1", 200, JSON, muted);

        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains("muted, ends in 2h");
        assertThat(run("show", "orders-db")).isZero();
        assertThat(out.toString().lines())
                .anySatisfy(line -> assertThat(line).matches("muted: +ends in 2h, by local:alice: moves \\(m1\\)"));
    }

    private static String watch(String id, String name, String state) {
        return """
                {"id":"%s","name":"%s","account":"default",
                 "precheck":{"taskId":"t","instanceUuid":"u","uniRegionId":"cn-hangzhou"},"labels":{},"state":"%s",
                 "round":1,"registeredAt":"2026-11-24T08:00:0%sZ","startedAt":"2026-11-24T08:00:00Z",
                 "deadlineAt":"2026-11-24T09:00:00Z","polls":7}""".formatted(id, name, state, id.charAt(1));
    }

    private int run(String... args) {
        return RootCommand.line(
                        new CliContext(Clock.fixed(NOW, ZoneOffset.UTC), new Random(1)), InputStream.nullInputStream())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(Stream.concat(Stream.of(args), Stream.of("--server=" + daemon.address()))
                        .toArray(String[]::new));
    }
}
