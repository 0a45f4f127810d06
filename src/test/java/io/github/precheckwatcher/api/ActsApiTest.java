package io.github.precheckwatcher.api;

import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.open;
import static io.github.precheckwatcher.store.StoredWatches.recheck;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.registration.act.ActsOnWatches;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.database.Databases.Database;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators do to watches by REST. */
@QuarkusTest
@TestProfile(ApiTestProfile.class)
class ActsApiTest {
    @TestHTTPResource("/")
    URI root;

    @Inject
    Database database;

    @Inject
    WatchStore store;

    private final Supplier<String> ids = StoredWatches.ids();
    private ApiCaller api;
    private LogLines log;

    @BeforeEach
    void empty() {
        database.execute("update delivery set fencing = fencing + 1; delete from attempt; delete from delivery");
        for (String table :
                List.of("message", "notifier", "verdict", "event", "last_verdict", "alert", "watch", "account")) {
            database.execute("delete from " + table);
        }
        store.openAccounts(Map.of("default", 10.0), NOW);
        api = new ApiCaller(root);
        log = LogLines.of(ActsOnWatches.class);
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void a_running_watch_is_cancelled_with_who_asked_and_why() {
        String id = running("orders-db");

        JsonNode result = api.post("api/v1/watches/" + id + "/cancel", "{\"reason\": \" moved \"}");

        assertThat(result.toString())
                .isEqualTo("{\"id\":\"" + id + "\",\"name\":\"orders-db\",\"result\":\"CANCELLED\"}");
        JsonNode watch = api.get("api/v1/watches/" + id);
        assertThat(watch.path("verdict").path("outcome").asText()).isEqualTo("CANCELLED");
        JsonNode ended = watch.path("timeline").path(1);
        assertThat(ended.path("kind").asText()).isEqualTo("ENDED");
        assertThat(ended.path("by").toString())
                .isEqualTo("{\"name\":\"local:alice\",\"from\":\"127.0.0.1\",\"reason\":\"moved\"}");
        assertThat(log.lines())
                .containsExactly(
                        "INFO cancel watch=orders-db task=t-orders-db by=local:alice from=127.0.0.1 reason=moved");
        assertThat(api.post("api/v1/watches/" + id + "/cancel", "").toString())
                .isEqualTo("{\"id\":\"" + id + "\",\"name\":\"orders-db\",\"result\":\"ENDED\","
                        + "\"reason\":\"it has ended: CANCELLED\"}");
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void a_poll_is_due_at_once_and_says_what_it_waits_for() {
        String id = running("orders-db");
        store.changeAccount("default", StoredWatches::suspended);

        JsonNode result = api.post("api/v1/watches/" + id + "/poll", "{}");

        assertThat(result.path("result").asText()).isEqualTo("DUE");
        assertThat(result.path("waitsFor").path("state").asText()).isEqualTo("SUSPENDED");
        assertThat(result.path("waitsFor").path("problem").path("remedy").asText())
                .isEqualTo("grant the action");
        assertThat(api.get("api/v1/watches/" + id).path("timeline").findValuesAsText("kind"))
                .containsExactly("REGISTERED", "POLL_REQUESTED");
        assertThat(log.lines())
                .containsExactly("INFO poll watch=orders-db task=t-orders-db by=local:alice from=127.0.0.1");
    }

    @Test
    void one_that_is_being_polled_is_not_polled_again() {
        String id = running("orders-db");
        database.execute("update watch set claimed_due_at = due_at, due_at = '2126-11-24T08:00:00Z'");

        assertThat(api.post("api/v1/watches/" + id + "/poll", "{}").toString())
                .isEqualTo("{\"id\":\"" + id + "\",\"name\":\"orders-db\",\"result\":\"POLLING\","
                        + "\"reason\":\"it is being polled\"}");
    }

    @Test
    void a_further_round_of_an_account_that_is_not_configured_says_what_it_waits_for() {
        WatchSpec foreign = account(spec("orders-db"), "theirs");
        store.openAccounts(Map.of("theirs", 10.0), NOW);
        String id = store.register(List.of(foreign), NOW, ids).get(0).watchId();
        conclude("theirs", Outcome.ABANDONED, "v1");

        JsonNode result = api.post("api/v1/watches/" + id + "/rewatch", "{}");

        assertThat(result.path("result").asText()).isEqualTo("NEW_ROUND");
        assertThat(result.path("waitsFor").path("state").asText()).isEqualTo("NOT_CONFIGURED");
        assertThat(api.get("api/v1/watches/" + id).path("round").asInt()).isEqualTo(2);
        assertThat(log.lines())
                .containsExactly(
                        "INFO rewatch watch=orders-db task=t-orders-db by=local:alice from=127.0.0.1",
                        "INFO watching watch=orders-db task=t-orders-db account=theirs deadline=2h");
    }

    @Test
    void all_that_fit_a_filter_are_counted_first_and_watched_again_then() {
        ended("a", Outcome.UNKNOWN, "v1");
        ended("b", Outcome.UNKNOWN, "v2");
        ended("c", Outcome.PASSED, "v3");
        running("d");
        String filter = "{\"outcome\": \"UNKNOWN\", \"match\": [\"env=prod\"], \"account\": \"default\","
                + " \"region\": \"cn-hangzhou\", \"name\": \"*\", \"q\": \"t-\", \"since\": \"2026-11-24T08:00:00Z\"";

        JsonNode counted = api.post("api/v1/watches/rewatch", filter + ", \"dryRun\": true}");
        assertThat(counted.toString()).isEqualTo("{\"counts\":{\"NEW_ROUND\":2},\"dryRun\":true,\"results\":[]}");
        assertThat(store.counts()).containsEntry("WATCHING", 1L);

        JsonNode done = api.post("api/v1/watches/rewatch", filter + "}");
        assertThat(done.path("counts").toString()).isEqualTo("{\"NEW_ROUND\":2}");
        assertThat(done.path("results").findValuesAsText("name")).containsExactly("a", "b");
        assertThat(store.counts()).containsEntry("WATCHING", 3L);
        assertThat(log.lines().get(0)).isEqualTo("INFO rewatch watches=2 by=local:alice from=127.0.0.1");
    }

    @Test
    void watches_are_named_by_their_ids() {
        String ended = ended("a", Outcome.PASSED, "v1");
        String running = running("b");
        String both = "{\"ids\": [\"" + running + "\", \"" + ended + "\"]}";

        assertThat(api.post("api/v1/watches/cancel", both).path("counts").toString())
                .isEqualTo("{\"CANCELLED\":1,\"ENDED\":1}");
        assertThat(api.post("api/v1/watches/rewatch", both).path("counts").toString())
                .isEqualTo("{\"NEW_ROUND\":2}");
        JsonNode again = api.post("api/v1/watches/rewatch", both);
        assertThat(again.path("results").findValuesAsText("reason")).containsExactly("it runs", "it runs");
        assertThat(api.post("api/v1/watches/poll", "{\"all\": true}")
                        .path("counts")
                        .toString())
                .isEqualTo("{\"DUE\":2}");
        assertThat(api.post("api/v1/watches/cancel", "{\"all\": true}")
                        .path("counts")
                        .toString())
                .isEqualTo("{\"CANCELLED\":2}");
        assertThat(api.post("api/v1/watches/cancel", "{\"all\": true}").toString())
                .isEqualTo("{\"counts\":{},\"dryRun\":false,\"results\":[]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cancel | {} | neither ids nor a filter is given; all: true takes every watch that runs",
                "rewatch | {\"reason\": \"x\"} | neither ids nor a filter is given; all: true takes every watch that has ended",
                "poll | {\"all\": true, \"name\": \"a\"} | all stands beside a filter; keep one of the two",
                "poll | {\"all\": true, \"ids\": [\"a\"]} | ids stand beside a filter or all; keep one of them",
                "poll | {\"name\": \"a\", \"ids\": [\"a\"]} | ids stand beside a filter or all; keep one of them",
                "poll | {\"ids\": [null]} | ids has an empty entry",
                "poll | {\"match\": [null]} | match has an empty entry",
                "poll | {\"match\": [\"}\"]} | match: not a matcher: }; write name=\"value\" with =, !=, =~ or !~, one matcher an entry",
                "poll | {\"name\": \"\"} | a text of the filter is empty, or longer than 200 characters",
                "poll | {\"outcome\": \"PASSED\"} | poll takes running watches, which have neither outcome nor end: no outcome, no since",
                "cancel | {\"since\": \"2026-11-24T08:00:00Z\"} | cancel takes running watches, which have neither outcome nor end: no outcome, no since",
                "cancel | {\"state\": \"ENDED\"} | cancel takes watches with state WATCHING alone",
                "rewatch | {\"state\": \"WATCHING\"} | rewatch takes watches with state ENDED alone",
                "rewatch | {\"outcome\": \"BAD\"} | outcome is none of PASSED, WARNING, FAILED, ERROR, UNKNOWN, TIMED_OUT, ABANDONED, CANCELLED",
                "rewatch | {\"since\": \"soon\"} | since cannot be read as a time like 2026-11-24T08:15:30Z",
                "rewatch | {\"account\": \"nosuch\"} | there is no account nosuch; known are default, idle",
                "rewatch | {\"names\": \"a\"} | unknown key names; known are account, all, dryRun, ids, match, name, outcome, q, reason, region, since, sourceType, state",
                "rewatch | {\"all\": true, \"reason\": \"a\\nb\"} | reason is one line of at most 500 characters",
            })
    void what_names_no_watch_or_cannot_be_read_is_refused_and_changes_nothing(String act, String body, String detail) {
        running("a");
        ended("b", Outcome.PASSED, "v1");

        assertThat(api.postRefused("api/v1/watches/" + act, body, 400)).isEqualTo(detail);

        assertThat(store.counts()).containsEntry("WATCHING", 1L).containsEntry("ENDED", 1L);
        assertThat(database.texts("select kind as c from event order by id"))
                .containsExactly("REGISTERED", "REGISTERED", "ENDED");
    }

    @Test
    void an_empty_body_is_refused() {
        assertThat(api.postRefused("api/v1/watches/cancel", "", 400))
                .isEqualTo("the body is empty; it names ids, a filter, or all: true");
    }

    @Test
    void an_unknown_id_is_refused_and_nothing_is_done_to_the_others() {
        String id = running("orders-db");

        assertThat(api.postRefused("api/v1/watches/cancel", "{\"ids\": [\"" + id + "\", \"no\", \"none\"]}", 404))
                .isEqualTo("there is no watch no, nor 1 others of the ids");
        assertThat(api.postRefused("api/v1/watches/none/poll", "{}", 404)).isEqualTo("there is no watch none");
        assertThat(api.deleteRefused("api/v1/watches/none", 404)).isEqualTo("there is no watch none");

        assertThat(store.counts()).containsEntry("WATCHING", 1L);
    }

    @Test
    void an_ended_watch_is_forgotten() {
        String id = ended("orders-db", Outcome.FAILED, "v1");
        database.execute("update delivery set state = 'DELIVERED'");

        assertThat(api.delete("api/v1/watches/" + id + "?reason=typed%20by%20mistake")
                        .toString())
                .isEqualTo("{\"id\":\"" + id + "\",\"name\":\"orders-db\",\"result\":\"FORGOTTEN\"}");

        assertThat(api.refused("api/v1/watches/" + id, 404)).isEqualTo("there is no watch " + id);
        assertThat(api.get("api/v1/deliveries").path("deliveries")).isEmpty();
        assertThat(log.lines())
                .containsExactly("INFO forget watch=orders-db task=t-orders-db by=local from=127.0.0.1"
                        + " reason=\"typed by mistake\"");
    }

    @Test
    void what_runs_is_owed_or_is_named_by_a_file_is_not_forgotten() {
        String running = running("running");
        String owed = ended("owed", Outcome.FAILED, "v1");
        String named = ended(
                withRef(
                        spec("named"),
                        new PrecheckRef("t-000bc9nqwxsbyvod0001", "ebc895506c6911ed800000163e0e0001", "cn-hangzhou")),
                Outcome.FAILED,
                "v2");

        assertThat(api.deleteRefused("api/v1/watches/" + running, 409))
                .isEqualTo("the watch running runs; cancel it first");
        assertThat(api.deleteRefused("api/v1/watches/" + owed, 409))
                .isEqualTo("the watch owed has deliveries that are still to be sent, to log; wait until they are, or"
                        + " discard them first");
        assertThat(api.deleteRefused("api/v1/watches/" + named, 409))
                .isEqualTo("the watch named is named by a tasks file; remove it there first, or it would be registered"
                        + " anew");
        assertThat(api.deleteRefused("api/v1/watches/" + owed + "?why=x", 400))
                .isEqualTo("unknown query parameter why; known are reason");
        assertThat(store.counts()).containsEntry("WATCHING", 1L).containsEntry("ENDED", 2L);
    }

    private String running(String name) {
        String id = store.register(List.of(spec(name)), NOW, ids).get(0).watchId();
        Watch watch = store.claim("default", open(9), NOW, LEASE, 9).watches().get(0);
        store.record(List.of(recheck(watch, NOW.plusSeconds(5))));
        return id;
    }

    private String ended(String name, Outcome outcome, String verdictId) {
        return ended(spec(name), outcome, verdictId);
    }

    private String ended(WatchSpec spec, Outcome outcome, String verdictId) {
        String id = store.register(List.of(spec), NOW, ids).get(0).watchId();
        conclude(spec.account(), outcome, verdictId);
        return id;
    }

    private void conclude(String account, Outcome outcome, String verdictId) {
        Watch watch = store.claim(account, open(9), NOW, LEASE, 9).watches().get(0);
        store.conclude(List.of(conclusion(watch, outcome, verdictId, NOW.plusSeconds(1))));
    }

    private static WatchSpec account(WatchSpec s, String account) {
        return new WatchSpec(
                s.name(), s.ref(), account, s.labels(), s.runbook(), s.notifiers(), s.deadline(), s.polling());
    }

    private static WatchSpec withRef(WatchSpec s, PrecheckRef ref) {
        return new WatchSpec(
                s.name(), ref, s.account(), s.labels(), s.runbook(), s.notifiers(), s.deadline(), s.polling());
    }
}
