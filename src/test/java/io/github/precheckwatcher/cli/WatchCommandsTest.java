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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that show watches and accounts, against a fake daemon. */
class WatchCommandsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:15:30Z");
    private static final String JSON = "application/json";

    private static final String RUNNING = """
            {"id":"w1","name":"orders-db","account":"default",
             "precheck":{"taskId":"t-1","instanceUuid":"u-1","uniRegionId":"cn-hangzhou"},
             "labels":{"team":"payments","env":"prod"},"state":"WATCHING","round":1,
             "seen":{"state":"created","progress":45,"requestId":"CE50"},
             "registeredAt":"2026-11-24T08:00:00Z","startedAt":"2026-11-24T08:00:00Z",
             "deadlineAt":"2026-11-24T09:00:00Z","polls":7,
             "next":{"at":"2026-11-24T08:15:44Z","policy":"BACKOFF","reason":"about 57s after poll 7; at most 1m"}""";

    private static final String ENDED = """
            {"id":"w0","name":"orders-db","account":"default",
             "precheck":{"taskId":"t-0","instanceUuid":"u-1","uniRegionId":"cn-hangzhou"},
             "labels":{},"state":"ENDED","round":1,"registeredAt":"2026-11-23T08:00:00Z",
             "startedAt":"2026-11-23T08:00:00Z","deadlineAt":"2026-11-23T09:00:00Z","polls":3,
             "verdict":{"id":"v0","outcome":"FAILED","summary":"orders-db: 1 of 2 checks passed",
              "observedAt":"2026-11-23T08:10:00Z"}""";

    private final StringWriter out = new StringWriter();
    private final FakeDaemon daemon = FakeDaemon.start();

    @AfterEach
    void close() {
        daemon.close();
    }

    @Test
    void watches_are_a_table_of_how_far_they_are() {
        daemon.answers("/api/v1/watches", 200, JSON, page(RUNNING + "}", ENDED + "}"));

        assertThat(run("list")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "NAME       STATE     PROGRESS  WHEN           NOTE",
                        "orders-db  WATCHING  45%       poll in 14s",
                        "orders-db  FAILED              ended 24h ago  orders-db: 1 of 2 checks passed");
        assertThat(daemon.requests()).containsExactly("GET /api/v1/watches?limit=50 ");
    }

    @Test
    void a_watch_that_waits_for_its_account_says_so_where_people_look() {
        daemon.answers("/api/v1/watches", 200, JSON, page(RUNNING + """
                ,"waitsFor":{"account":"default","state":"SUSPENDED","problem":{"code":"NoPermission"},
                 "reason":"account default may not call (NoPermission); it is probed"}}"""));

        assertThat(run("list")).isZero();

        assertThat(out.toString()).contains("account default may not call (NoPermission); it is probed");
    }

    @Test
    void a_watch_that_is_being_polled_or_overdue_says_so_where_its_next_poll_stands() {
        String late = RUNNING.replace("2026-11-24T08:15:44Z", "2026-11-24T08:15:20Z");
        daemon.answers("/api/v1/watches", 200, JSON, page(late + """
                ,"waitsFor":{"account":"default","state":"ANSWER","until":"2026-11-24T08:15:50Z",
                 "reason":"it is being polled"}}""", late + """
                ,"waitsFor":{"account":"default","state":"BUDGET","since":"2026-11-24T08:15:20Z",
                 "reason":"due for 10s: account default makes 10 calls a second"}}"""));

        assertThat(run("list")).isZero();

        assertThat(out.toString().lines().skip(1))
                .containsExactly(
                        "orders-db  WATCHING  45%       being polled",
                        "orders-db  WATCHING  45%       due 10s ago   due for 10s: account default makes 10 calls a second");
    }

    @Test
    void a_few_points_say_how_the_progress_went() {
        String points = IntStream.range(0, 100)
                .mapToObj(i -> "{\"at\":\"" + NOW.minusSeconds(1_000 - 10L * i) + "\",\"progress\":" + i + "}")
                .collect(Collectors.joining(","));
        daemon.answers("/api/v1/watches", 200, JSON, page());
        daemon.answers("/api/v1/watches/w1", 200, JSON, RUNNING + """
                ,"sourceType":"MYSQL","timeline":[],"deliveries":[],"progress":[%s],
                 "waitsFor":{"account":"default","state":"SUSPENDED","problem":{"code":"NoPermission","remedy":"grant it"},
                 "reason":"account default may not call (NoPermission)"}}""".formatted(points));

        assertThat(run("show", "w1")).isZero();

        assertThat(out.toString().lines())
                .contains(
                        "type:         MYSQL",
                        "progress:     0% 16m ago, 19% 13m ago, 39% 10m ago, 59% 6m ago, 79% 3m ago, 99% 10s ago",
                        "waits for:    account default may not call (NoPermission). Remedy: grant it");
    }

    @Test
    void a_filter_is_handed_to_the_daemon() {
        daemon.answers("/api/v1/watches", 200, JSON, page());

        assertThat(run(
                        "list",
                        "prod-*",
                        "--state=ended",
                        "--outcome=failed",
                        "--account=a&b",
                        "--region=cn-hangzhou",
                        "--source-type=MYSQL",
                        "--match=env=\"prod\"",
                        "--match=team=dba",
                        "--text=t-1",
                        "--sort=ended",
                        "--limit=7"))
                .isZero();

        assertThat(out.toString().strip()).isEqualTo("no watch fits");
        assertThat(daemon.requests())
                .containsExactly(
                        "GET /api/v1/watches?limit=7&sort=ENDED&name=prod-*&state=ENDED&outcome=FAILED"
                                + "&account=a%26b&region=cn-hangzhou&source-type=MYSQL&q=t-1&match=env%3D%22prod%22&match=team%3Ddba ");
    }

    @Test
    void names_alone_are_for_other_commands() {
        daemon.answers("/api/v1/watches", 200, JSON, page(RUNNING + "}", ENDED + "}"));

        assertThat(run("list", "-o", "name")).isZero();

        assertThat(out.toString().lines()).containsExactly("orders-db", "orders-db");
    }

    @Test
    void jsonl_is_one_watch_a_line() throws Exception {
        daemon.answers("/api/v1/watches", 200, JSON, page(RUNNING + "}", ENDED + "}"));

        assertThat(run("list", "-o", "jsonl")).isZero();

        for (String line : out.toString().lines().toList()) {
            assertThat(new ObjectMapper().readTree(line).path("name").asText()).isEqualTo("orders-db");
        }
        assertThat(out.toString().lines()).hasSize(2);
    }

    @Test
    void a_watch_is_shown_by_its_name_the_newest_first() {
        daemon.answers("/api/v1/watches", 200, JSON, page(ENDED + "}", RUNNING + "}"));
        daemon.answers("/api/v1/watches/w1", 200, JSON, RUNNING + """
                ,"timeline":[{"at":"2026-11-24T08:00:00Z","kind":"REGISTERED"}],"deliveries":[]}""");

        assertThat(run("show", "orders-db")).isZero();

        assertThat(out.toString().lines())
                .contains(
                        "state:        WATCHING, round 1, 7 polls",
                        "labels:       env=prod, team=payments",
                        "last answer:  created 45%, request CE50",
                        "next poll:    in 14s (about 57s after poll 7; at most 1m)",
                        "deadline:     in 44m",
                        "also:         1 older with this name; list orders-db -o wide has their ids",
                        "15m ago  REGISTERED");
    }

    @Test
    void an_ended_watch_is_shown_by_its_id_with_its_checks_and_deliveries() {
        daemon.answers("/api/v1/watches", 200, JSON, page());
        daemon.answers("/api/v1/watches/w0", 200, JSON, ENDED + """
                ,"timeline":[],"report":{"instances":[{"items":[
                  {"item":"MYSQL_BINLOG","result":"FAILED","remedy":"switch it on"}]}]},
                 "deliveries":[{"id":"d1","event":"v0","type":"VERDICT","subject":"orders-db","outcome":"FAILED",
                  "notifier":"ops","state":"DEAD","attempts":2,"occurredAt":"2026-11-23T08:10:00Z",
                  "endedAt":"2026-11-23T09:15:30Z","error":"HTTP 404 Not Found"}]}""");

        assertThat(run("show", "w0", "--absolute")).isZero();

        assertThat(out.toString().lines())
                .contains(
                        "verdict:   orders-db: 1 of 2 checks passed",
                        "ended:     2026-11-23T08:10:00Z",
                        "MYSQL_BINLOG  FAILED  switch it on",
                        "ops       DEAD   2026-11-23T09:15:30Z  HTTP 404 Not Found");
    }

    @Test
    void accounts_are_a_table_with_what_to_do() {
        daemon.answers("/api/v1/accounts", 200, JSON, """
                [{"name":"default","state":"SUSPENDED","since":"2026-11-24T08:00:30Z","callsPerSecond":5,"configured":10,
                  "problem":{"code":"NoPermission","remedy":"grant it"},"watches":37,"waiting":36}]""");

        assertThat(run("accounts")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "NAME     STATE      SINCE    CALLS/S      WATCHES  WAITING  CODE          REMEDY",
                        "default  SUSPENDED  15m ago  5.0 of 10.0  37       36       NoPermission  grant it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "show", "accounts"})
    void help_has_examples(String command) {
        assertThat(run(command, "--help")).isZero();

        assertThat(out.toString()).contains("Examples:", "  precheck-watcher " + command);
    }

    private static String page(String... watches) {
        return "{\"watches\":[" + String.join(",", watches) + "]}";
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
