package io.github.precheckwatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.StandardOutput;
import io.github.precheckwatcher.cli.console.Terminal;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every command that lists has in common: its forms, and what a terminal gets of them. */
class OutputTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T08:15:30Z"), ZoneId.of("Asia/Shanghai"));
    private static final String JSON = "application/json";

    /** As an attacker of a terminal would name it. */
    private static final String NAME = "orders\u001b[2J\u202Edb\u009B";

    private static final String WATCH = """
            {"id":"3f9c2a10-64a1-4c0e-8a44-0d2f6f0f7a55","name":"orders\\u001b[2J\\u202Edb\\u009B","account":"default",
             "precheck":{"taskId":"t-1","instanceUuid":"u-1","uniRegionId":"cn-hangzhou"},"labels":{},"state":"ENDED",
             "round":1,"registeredAt":"2026-11-24T08:00:00Z","startedAt":"2026-11-24T08:00:00Z",
             "deadlineAt":"2026-11-24T09:00:00Z","polls":3,
             "verdict":{"id":"v0","outcome":"FAILED","summary":"订单库: 1 of 2 checks passed; switch the binary log on",
              "observedAt":"2026-11-24T08:10:00Z"}}""";

    private final StringWriter text = new StringWriter();
    private final FakeDaemon daemon = FakeDaemon.start();

    @BeforeEach
    void answer() {
        daemon.answers("/api/v1/watches", 200, JSON, "{\"watches\":[" + WATCH + "," + WATCH + "]}");
        daemon.answers("/api/v1/watches/3f9c2a10-64a1-4c0e-8a44-0d2f6f0f7a55", 200, JSON, WATCH);
        daemon.answers("/api/v1/accounts", 200, JSON, """
                [{"name":"default","state":"SUSPENDED","since":"2026-11-24T08:00:30Z","callsPerSecond":10,
                  "problem":{"code":"NoPermission","remedy":"grant yundun-sas:QueryPreCheckDatabase to the user"},
                  "watches":37}]""");
        daemon.answers("/api/v1/deliveries", 200, JSON, """
                {"deliveries":[
                 {"id":"0b6c1e7a-5f0e-4d0c-9a53-3f1c2f0a7d11","event":"v2","type":"VERDICT","subject":"orders-db",
                  "outcome":"FAILED","notifier":"ops","state":"DEAD","attempts":11,
                  "occurredAt":"2026-11-24T08:00:00.123Z","error":"HTTP 404 Not Found","status":404}]}""");
        daemon.answers("/api/v1/alerts", 200, JSON, """
                [{"notifier":"am","account":"default","region":"cn-hangzhou","instance":"ebc895506c6911ed800000163e0e0001",
                  "watch":"orders-db","outcome":"FAILED","since":"2026-11-24T08:00:00.123Z",
                  "until":"2026-12-01T08:00:00Z"}]""");
    }

    @AfterEach
    void close() {
        daemon.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "accounts", "deliveries", "alerts"})
    void a_table_is_as_wide_as_its_terminal_at_most(String command) {
        for (int columns : List.of(20, 60, 80, 132)) {
            assertThat(run(terminal(columns), command)).isZero();
            assertThat(text.toString().lines())
                    .as("%d columns", columns)
                    .hasSizeGreaterThan(1)
                    .allMatch(line -> columns(line) <= columns);
            text.getBuffer().setLength(0);
        }
    }

    @Test
    void the_last_wide_column_is_cut_and_names_stay_whole() {
        assertThat(run(terminal(60), "list")).isZero();

        assertThat(text.toString().lines().skip(1))
                .containsOnly("orders [2J db  FAILED            ended 5m ago  订单库: 1 ...");
    }

    @Test
    void a_watch_is_shown_whole_on_a_narrow_terminal() {
        assertThat(run(terminal(40), "show", "3f9c2a10-64a1-4c0e-8a44-0d2f6f0f7a55"))
                .isZero();

        assertThat(text.toString().lines())
                .contains("verdict:   订单库: 1 of 2 checks passed;", "           switch the binary log on")
                .allMatch(line -> columns(line) <= 40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "accounts", "deliveries", "alerts"})
    void states_have_colours_on_a_terminal_that_has_them(String command) {
        assertThat(run(terminal(200).coloured(true), command)).isZero();
        String coloured = text.toString();
        text.getBuffer().setLength(0);
        assertThat(run(terminal(200), command)).isZero();
        String plain = text.toString();
        text.getBuffer().setLength(0);

        assertThat(coloured).contains("\u001b[31m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9]*m", "")).isEqualTo(plain);
        assertThat(run(terminal(200).coloured(true), command, "--color=never")).isZero();
        assertThat(text.toString()).isEqualTo(plain);
        text.getBuffer().setLength(0);
        assertThat(run(Terminal.NONE, command, "--color=always")).isZero();
        assertThat(text.toString()).isEqualTo(coloured);
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "wide", "json", "jsonl", "name"})
    void no_form_hands_a_terminal_what_could_write_over_other_lines_or_turn_them(String form) {
        assertThat(run(terminal(80), "list", "-o", form)).isZero();
        assertThat(run(terminal(80), "show", "3f9c2a10-64a1-4c0e-8a44-0d2f6f0f7a55", "-o", form))
                .isZero();

        assertThat(text.toString().replace(System.lineSeparator(), "").replace("\n", ""))
                .isNotEmpty()
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
    }

    @Test
    void a_pipe_gets_names_as_other_commands_need_them() {
        assertThat(run(Terminal.NONE, "list", "-o", "name")).isZero();

        assertThat(text.toString().split(System.lineSeparator())).containsExactly(NAME, NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "accounts", "deliveries", "alerts"})
    void json_and_jsonl_say_the_same_whatever_the_terminal(String command) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        assertThat(run(terminal(20).coloured(true), command, "-o", "jsonl")).isZero();
        for (String line : text.toString().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        text.getBuffer().setLength(0);

        assertThat(run(terminal(20).coloured(true), command, "-o", "json")).isZero();
        JsonNode whole = new ObjectMapper().readTree(text.toString());

        assertThat(lines).isNotEmpty();
        assertThat(whole.isArray() ? whole : whole.elements().next()).containsExactlyElementsOf(lines);
        if (command.equals("list")) {
            assertThat(lines.get(0).path("name").asText()).isEqualTo(NAME);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "jsonl"})
    void an_empty_list_is_no_line_for_other_commands(String form) {
        daemon.answers("/api/v1/watches", 200, JSON, "{\"watches\":[]}");

        assertThat(run(Terminal.NONE, "list", "-o", form)).isZero();

        assertThat(text.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "accounts", "deliveries", "alerts"})
    void absolute_times_have_the_offset_of_here(String command) {
        assertThat(run(Terminal.NONE, command, "--absolute")).isZero();

        assertThat(text.toString())
                .containsPattern("2026-11-24T16:[0-9]{2}:[0-9]{2}\\+08:00")
                .doesNotContain(" ago");
    }

    private static int columns(String line) {
        // each character of the tests' Chinese words takes two
        return line.length()
                + (int) line.codePoints().filter(Character::isIdeographic).count();
    }

    private static Terminal terminal(int columns) {
        return new Terminal(OptionalInt.of(columns), false);
    }

    private int run(Terminal terminal, String... args) {
        return RootCommand.line(new CliContext(CLOCK, new Random(1)), InputStream.nullInputStream())
                .setOut(new StandardOutput(text, terminal))
                .setErr(new PrintWriter(text, true))
                .execute(Stream.concat(Stream.of(args), Stream.of("--server=" + daemon.address()))
                        .toArray(String[]::new));
    }
}
