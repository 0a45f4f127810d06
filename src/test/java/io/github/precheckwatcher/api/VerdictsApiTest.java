package io.github.precheckwatcher.api;

import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.open;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.InstanceReport;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.database.Databases.Database;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(ApiTestProfile.class)
class VerdictsApiTest {
    @TestHTTPResource("/")
    URI root;

    @Inject
    Database database;

    @Inject
    WatchStore store;

    private final Supplier<String> ids = StoredWatches.ids();
    private ApiCaller api;

    @BeforeEach
    void empty() {
        database.execute("update delivery set fencing = fencing + 1; delete from attempt; delete from delivery");
        for (String table : List.of("message", "notifier", "verdict", "event", "last_verdict", "watch", "account")) {
            database.execute("delete from " + table);
        }
        store.openAccounts(Map.of("default", 10.0), NOW);
        api = new ApiCaller(root);
    }

    @Test
    void a_verdict_is_listed_with_what_it_came_to() {
        end(spec("orders-db"), "v1", NOW.plusSeconds(7));

        JsonNode page = api.get("api/v1/verdicts");

        assertThat(page.has("next")).isFalse();
        assertThat(page.path("verdicts").path(0).toString())
                .isEqualTo("{\"id\":\"v1\",\"outcome\":\"WARNING\",\"summary\":\"orders-db: WARNING\","
                        + "\"observedAt\":\"2026-11-24T08:00:07Z\",\"startedAt\":\"2026-11-24T08:00:00Z\","
                        + "\"watch\":\"watch-00001\",\"name\":\"orders-db\",\"account\":\"default\","
                        + "\"precheck\":{\"taskId\":\"t-orders-db\",\"instanceUuid\":\"uuid-orders-db\","
                        + "\"uniRegionId\":\"cn-hangzhou\"},"
                        + page.path("verdicts")
                                .path(0)
                                .path("labels")
                                .toString()
                                .replaceFirst("^", "\"labels\":")
                        + ",\"round\":1,\"polls\":1,"
                        + "\"checks\":{\"total\":2,\"passed\":1,\"warnings\":0,\"failed\":1,\"notRun\":0},"
                        + "\"notPassed\":[{\"item\":\"MYSQL_VERSION\"}],\"requestId\":\"CE500770\"}");
    }

    @Test
    void one_verdict_is_shown_with_its_report() {
        end(spec("orders-db"), "v1", NOW.plusSeconds(7));

        JsonNode shown = api.get("api/v1/verdicts/v1");

        assertThat(shown.path("id").asText()).isEqualTo("v1");
        assertThat(shown.path("report").path("outcome").asText()).isEqualTo("WARNING");
        assertThat(shown.path("report").path("watch").path("name").asText()).isEqualTo("orders-db");
        assertThat(shown.path("report").path("instances").path(0).path("items").findValuesAsText("item"))
                .containsExactly("MYSQL_BINLOG", "MYSQL_VERSION");
        assertThat(api.refused("api/v1/verdicts/none", 404)).isEqualTo("there is no verdict none");
    }

    @Test
    void pages_follow_each_other_and_filters_hold() {
        for (int i = 0; i < 5; i++) {
            end(spec("db-" + i), "v" + i, NOW.plusSeconds(i));
        }
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = api.get("api/v1/verdicts?limit=2&name=db-*&since=2026-11-24T08:00:01Z" + next);
            seen.addAll(page.path("verdicts").findValuesAsText("id"));
            next = page.has("next") ? "&after=" + page.path("next").asText() : "";
        } while (!next.isEmpty());

        assertThat(seen).containsExactly("v4", "v3", "v2", "v1");
        assertThat(api.get("api/v1/verdicts?q=uuid-db-3").path("verdicts").findValuesAsText("id"))
                .containsExactly("v3");
        assertThat(api.get("api/v1/verdicts?outcome=PASSED").path("verdicts")).isEmpty();
        assertThat(api.get("api/v1/verdicts?match=env%3Dprod&region=cn-hangzhou&account=default&outcome=warning")
                        .path("verdicts"))
                .hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "outcome=BAD | outcome is none of PASSED, WARNING, FAILED, ERROR, UNKNOWN, TIMED_OUT, ABANDONED, CANCELLED",
                "account=nosuch | there is no account nosuch; known are default, idle",
                "match=%7D | match: not a matcher: }; write name=\"value\" with =, !=, =~ or !~, one matcher an entry",
                "since=now | since is no time like 2026-11-24T08:15:30Z",
                "since=2026-11-24T09:00:00Z&until=2026-11-24T08:00:00Z | until is not after since, so no verdict is between them",
                "after=x | after is no cursor; take next of the page before",
                "state=DEAD | unknown query parameter state; known are since, until, outcome, account, region, match, name, q, after, limit",
            })
    void what_no_verdict_can_have_is_refused(String query, String detail) {
        assertThat(api.refused("api/v1/verdicts?" + query, 400)).isEqualTo(detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "application/json",
                "application/*",
                "text/html, */*;q=0.1",
                "text/csv;q=0.5, application/json",
                "text/csv;q=0, */*"
            })
    void json_is_what_is_answered_unless_csv_is_preferred(String accept) {
        HttpResponse<String> response = api.get("api/v1/verdicts", accept);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(media -> assertThat(media).startsWith("application/json"));
        assertThat(response.headers().firstValue("vary")).hasValue("Accept");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/csv",
                "text/*",
                "TEXT/CSV; charset=utf-8",
                "application/json;q=0.5, text/csv",
                "application/json;q=0, */*",
                "text/csv, application/problem+json",
                "text/csv;header=present;charset=utf-8",
                "text/*;q=0.9, application/json;q=0.8, */*;q=0.1"
            })
    void csv_is_answered_to_who_prefers_it(String accept) {
        HttpResponse<String> response = api.get("api/v1/verdicts", accept);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/csv;charset=UTF-8;header=present");
        assertThat(response.body()).startsWith("time,outcome,name,").endsWith("request_id,mutes\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "*/*;q=0", "application/json;q=0, text/csv;q=0"})
    void another_form_is_not_acceptable(String accept) {
        HttpResponse<String> response = api.get("api/v1/verdicts", accept);

        assertThat(response.statusCode()).isEqualTo(406);
        assertThat(response.body()).contains("urn:precheck-watcher:problem:not-acceptable");
    }

    @Test
    void csv_is_the_whole_list_a_line_a_verdict() throws IOException {
        for (int i = 0; i < 250; i++) {
            end(spec("db-" + i), "v%03d".formatted(i), NOW.plusSeconds(i));
        }

        List<Map<String, String>> lines = csv("api/v1/verdicts?name=db-*");

        assertThat(lines).hasSize(250);
        assertThat(lines.get(249))
                .containsExactly(
                        Map.entry("time", "2026-11-24T08:00:00Z"),
                        Map.entry("outcome", "WARNING"),
                        Map.entry("name", "db-0"),
                        Map.entry("account", "default"),
                        Map.entry("region", "cn-hangzhou"),
                        Map.entry("instance_uuid", "uuid-db-0"),
                        Map.entry("task_id", "t-db-0"),
                        Map.entry("round", "1"),
                        Map.entry("polls", "1"),
                        Map.entry("took_seconds", "0"),
                        Map.entry("checks", "2"),
                        Map.entry("passed", "1"),
                        Map.entry("warnings", "0"),
                        Map.entry("failed", "1"),
                        Map.entry("not_run", "0"),
                        Map.entry("not_passed", "MYSQL_VERSION"),
                        Map.entry("labels", "{\"env\":\"prod\",\"team\":\"payments\"}"),
                        Map.entry("summary", "db-0: WARNING"),
                        Map.entry("verdict_id", "v000"),
                        Map.entry("watch_id", "watch-00001"),
                        Map.entry("request_id", "CE500770"),
                        Map.entry("mutes", ""));
        assertThat(api.refusedAs("api/v1/verdicts?limit=5", "text/csv", 400))
                .isEqualTo("text/csv is the whole list: leave limit and after out");
        assertThat(api.refusedAs("api/v1/verdicts?account=nosuch", "text/csv", 400))
                .startsWith("there is no account nosuch");
    }

    @Test
    void no_cell_is_taken_for_a_formula_and_every_text_comes_back() throws IOException {
        String[] names = {
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-2",
            "@SUM(A1)",
            "\tTAB",
            "\rCR",
            "\nLF",
            "\uFF1D1",
            "plain, \"quoted\"",
            "two\r\nlines",
            "预检-订单\uD83D\uDE00",
            " space ",
            "a=b"
        };
        for (int i = 0; i < names.length; i++) {
            end(named(names[i], "t-" + i), "v%02d".formatted(i), NOW.plusSeconds(i));
        }

        List<String> read =
                csv("api/v1/verdicts").stream().map(line -> line.get("name")).toList();

        assertThat(read)
                .containsExactly(
                        "a=b",
                        " space ",
                        "预检-订单\uD83D\uDE00",
                        "two\r\nlines",
                        "plain, \"quoted\"",
                        "'\uFF1D1",
                        "'\nLF",
                        "'\rCR",
                        "'\tTAB",
                        "'@SUM(A1)",
                        "'-2",
                        "'+cmd|' /C calc'!A0",
                        "'=1+1");
    }

    @Test
    void a_check_is_named_with_its_word_and_never_as_a_formula() throws IOException {
        Watch watch = claimed(spec("orders-db"));
        Verdict plain = StoredWatches.verdict(watch, Outcome.FAILED, "v1", NOW);
        var report = new InstanceReport(
                Optional.of("i-1"),
                Optional.of("MYSQL"),
                Optional.empty(),
                List.of(
                        new CheckItem("=HYPERLINK(1)", Optional.of("FAILED")),
                        new CheckItem("MYSQL_BINLOG", Optional.of("WARNING")),
                        new CheckItem("MYSQL_VERSION", Optional.of("PASSED"))));
        Verdict verdict = new Verdict(
                "v1",
                Outcome.FAILED,
                "=1: failed",
                plain.ref(),
                plain.state(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NOW,
                List.of(report),
                Optional.empty(),
                Optional.of("-R1"),
                Optional.empty());
        store.conclude(
                List.of(new WatchStore.Conclusion(watch, verdict, 3, watch.lastSeen(), List.of(), Optional.empty())));

        Map<String, String> line = csv("api/v1/verdicts").get(0);

        assertThat(line)
                .containsEntry("not_passed", "'=HYPERLINK(1)=FAILED; MYSQL_BINLOG=WARNING")
                .containsEntry("summary", "'=1: failed")
                .containsEntry("request_id", "'-R1")
                .containsEntry("checks", "3");
    }

    private List<Map<String, String>> csv(String path) throws IOException {
        HttpResponse<String> response = api.get(path, "text/csv");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        try (MappingIterator<Map<String, String>> lines = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(response.body())) {
            return lines.readAll();
        }
    }

    private static WatchSpec named(String name, String taskId) {
        WatchSpec spec = spec("db");
        return new WatchSpec(
                name,
                new PrecheckRef(taskId, "uuid", "cn-hangzhou"),
                spec.account(),
                spec.labels(),
                spec.runbook(),
                spec.notifiers(),
                spec.deadline(),
                spec.polling());
    }

    private Watch claimed(WatchSpec spec) {
        store.register(List.of(spec), NOW, ids);
        return store.claim("default", open(9), NOW, LEASE, 9).watches().get(0);
    }

    private void end(WatchSpec spec, String verdictId, Instant at) {
        store.conclude(List.of(StoredWatches.conclusion(claimed(spec), Outcome.WARNING, verdictId, at, List.of())));
    }
}
