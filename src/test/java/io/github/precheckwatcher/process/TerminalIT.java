package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.cli.FakeDaemon;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged jar's lists on a real pseudo terminal, in pipes, and where its output cannot be written. */
class TerminalIT {
    private static final String WATCH = """
            {"id":"w%1$d","name":"订单库-%1$d","account":"default",
             "precheck":{"taskId":"t-%1$d","instanceUuid":"u-1","uniRegionId":"cn-hangzhou"},"labels":{},"state":"ENDED",
             "round":1,"registeredAt":"2026-11-24T08:00:00Z","startedAt":"2026-11-24T08:00:00Z",
             "deadlineAt":"2026-11-24T09:00:00Z","polls":3,
             "verdict":{"id":"v0","outcome":"FAILED","summary":"1 of 2 checks passed; switch the binary log on",
              "observedAt":"2026-11-24T08:10:00Z"}}""";

    private static final int MANY = 2_000;

    @TempDir
    Path folder;

    private final FakeDaemon daemon = FakeDaemon.start();
    private String list;

    @BeforeEach
    void answer() {
        daemon.answers(
                "/api/v1/watches",
                200,
                "application/json",
                "{\"watches\":["
                        + IntStream.range(0, MANY).mapToObj(WATCH::formatted).collect(Collectors.joining(",")) + "]}");
        list = Program.words(folder) + " list --server " + daemon.address();
    }

    @AfterEach
    void close() {
        daemon.close();
    }

    @ParameterizedTest
    @CsvSource({
        "60, TERM=xterm, true",
        "20, TERM=xterm, true",
        "60, TERM=dumb, false",
        "60, TERM=xterm NO_COLOR=1, false"
    })
    void a_table_fits_its_terminal(int columns, String environment, boolean coloured) throws Exception {
        // the names come from a pipe, as in a loop of a shell: it is the output that counts
        Ended ended =
                run("script -qec \"stty cols " + columns + "; echo | env " + environment + " " + list + "\" /dev/null");

        assertThat(ended.code).as(ended.output).isZero();
        assertThat(ended.output.contains("\u001b[31mFAILED")).isEqualTo(coloured);
        assertThat(ended.output.replaceAll("\u001b\\[[0-9]*m", "").lines())
                .hasSize(MANY + 1)
                .allMatch(line -> line.length()
                                + line.codePoints()
                                        .filter(Character::isIdeographic)
                                        .count()
                        <= columns);
    }

    @Test
    void a_pipe_gets_all_of_it_in_utf_8_whatever_the_locale() throws Exception {
        Ended ended = run("env LC_ALL=C TERM=xterm " + list + " | tail -n 1");

        assertThat(ended.output.strip())
                .startsWith("订单库-1999  FAILED")
                .endsWith("1 of 2 checks passed; switch the binary log on");
    }

    @Test
    void a_reader_that_has_enough_is_no_failure() throws Exception {
        Ended ended = run(list + " -o jsonl | head -n 1; echo ${PIPESTATUS[0]}");

        List<String> lines = ended.output.lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(new ObjectMapper().readTree(lines.get(0)).path("id").asText())
                .isEqualTo("w0");
        assertThat(lines.get(1)).isEqualTo("0");
    }

    @Test
    void an_output_that_is_lost_is_reported() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "a device that is always full");

        Ended ended = run(list + " > /dev/full");

        assertThat(ended.code).isEqualTo(2);
        assertThat(ended.output.strip()).isEqualTo("the output cannot be written: No space left on device");
    }

    @Test
    void jq_reads_both_forms_of_json() throws Exception {
        assumeTrue(run("command -v jq").code == 0, "jq");

        assertThat(run(list + " -o jsonl | jq -r .name | tail -n 1").output.strip())
                .isEqualTo("订单库-1999");
        assertThat(run(list + " -o json | jq '.watches | length'").output.strip())
                .isEqualTo("" + MANY);
    }

    private Ended run(String script) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        Map<String, String> environment = bash.environment();
        environment.keySet().removeAll(List.of("NO_COLOR", "TERM", "COLUMNS"));
        environment.put("LC_ALL", "C.UTF-8");
        Process process = bash.start();
        if (!process.waitFor(World.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Ended(process.waitFor(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private record Ended(int code, String output) {}
}
