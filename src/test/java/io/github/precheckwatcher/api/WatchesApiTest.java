package io.github.precheckwatcher.api;

import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.open;
import static io.github.precheckwatcher.store.StoredWatches.recheck;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.database.Databases.Database;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchStore;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(ApiTestProfile.class)
class WatchesApiTest {
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
    void a_running_watch_says_how_far_it_is_and_when_and_why_it_is_polled_next() {
        Watch watch = running("orders-db");

        JsonNode shown = api.get("api/v1/watches").path("watches").path(0);

        assertThat(shown.path("name").asText()).isEqualTo("orders-db");
        assertThat(shown.path("precheck").toString())
                .isEqualTo("{\"taskId\":\"t-orders-db\",\"instanceUuid\":\"uuid-orders-db\","
                        + "\"uniRegionId\":\"cn-hangzhou\"}");
        assertThat(shown.path("state").asText()).isEqualTo("WATCHING");
        assertThat(shown.path("seen").toString())
                .isEqualTo("{\"state\":\"created\",\"progress\":40,\"requestId\":\"CE500770\"}");
        assertThat(shown.path("next").toString())
                .isEqualTo("{\"at\":\"2026-11-24T08:00:05Z\",\"policy\":\"BACKOFF\","
                        + "\"reason\":\"about 5s after poll 1; at most 1m\"}");
        assertThat(shown.has("waitsFor")).isFalse();
        assertThat(shown.has("verdict")).isFalse();
        assertThat(shown.path("id").asText()).isEqualTo(watch.id());
    }

    @Test
    void a_watch_of_an_account_that_may_not_call_says_what_it_waits_for() {
        running("orders-db");
        store.changeAccount("default", StoredWatches::suspended);

        JsonNode waits = api.get("api/v1/watches").path("watches").path(0).path("waitsFor");

        assertThat(waits.path("state").asText()).isEqualTo("SUSPENDED");
        assertThat(waits.path("problem").path("code").asText()).isEqualTo("NoPermission");
        assertThat(waits.path("problem").path("remedy").asText()).isEqualTo("grant the action");
    }

    @Test
    void an_ended_watch_is_shown_whole() {
        Watch watch = running("orders-db");
        store.openAccounts(Map.of("default", 10.0), NOW);
        Watch claimed = store.claim("default", open(9), NOW.plusSeconds(6), LEASE, 9)
                .watches()
                .get(0);
        store.conclude(List.of(StoredWatches.conclusion(claimed, Outcome.WARNING, "v1", NOW.plusSeconds(7))));

        JsonNode shown = api.get("api/v1/watches/" + watch.id());

        assertThat(shown.path("state").asText()).isEqualTo("ENDED");
        assertThat(shown.has("next")).isFalse();
        assertThat(shown.path("verdict").path("outcome").asText()).isEqualTo("WARNING");
        assertThat(shown.path("verdict").path("id").asText()).isEqualTo("v1");
        assertThat(shown.path("timeline").findValuesAsText("kind")).containsExactly("REGISTERED", "ENDED");
        assertThat(shown.path("report").path("instances").path(0).path("items").findValuesAsText("item"))
                .containsExactly("MYSQL_BINLOG", "MYSQL_VERSION");
        assertThat(shown.path("deliveries").findValuesAsText("notifier")).containsExactly("log");
    }

    @Test
    void pages_name_the_next_one() {
        for (String name : List.of("a~db", "b-db", "c-db")) {
            store.register(List.of(spec(name)), NOW, ids);
        }
        List<String> names = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = api.get("api/v1/watches?limit=1" + next);
            names.addAll(page.path("watches").findValuesAsText("name"));
            next = page.has("next") ? "&after=" + page.path("next").asText() : "";
        } while (!next.isEmpty());

        assertThat(names).containsExactly("a~db", "b-db", "c-db");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state=FOO | state is none of WATCHING, ENDED",
                "outcome=BAD | outcome is none of PASSED, WARNING, FAILED, ERROR, UNKNOWN, TIMED_OUT, ABANDONED, CANCELLED",
                "account=nosuch | there is no account nosuch; known are default, idle",
                "match=%7D | match: not a matcher: }; write name=\"value\" with =, !=, =~ or !~, one matcher an entry",
                "sort=SIZE | sort is none of NAME, DUE, ENDED",
                "sort=DUE&after=x~y | after is no cursor; take next of the page before",
                "after=x | after is no cursor; take next of the page before",
                "state=WATCHING&outcome=FAILED | a running watch has no outcome and no end: state, outcome and sort exclude each other",
                "state=ENDED&sort=DUE | a running watch has no outcome and no end: state, outcome and sort exclude each other",
                "limit=501 | limit is no number from 1 to 500",
            })
    void what_no_watch_can_have_is_refused(String query, String detail) {
        assertThat(api.refused("api/v1/watches?" + query, 400)).isEqualTo(detail);
    }

    @Test
    void there_is_no_watch_with_an_unknown_id() {
        assertThat(api.refused("api/v1/watches/none", 404)).isEqualTo("there is no watch none");
    }

    @Test
    void accounts_say_how_they_stand_and_how_many_watches_run_by_them() {
        running("orders-db");
        store.changeAccount("default", StoredWatches::suspended);

        JsonNode accounts = api.get("api/v1/accounts");

        assertThat(accounts.findValuesAsText("name")).containsExactly("default");
        assertThat(accounts.path(0).path("state").asText()).isEqualTo("SUSPENDED");
        assertThat(accounts.path(0).path("problem").path("code").asText()).isEqualTo("NoPermission");
        assertThat(accounts.path(0).path("configured").asDouble()).isEqualTo(10);
        assertThat(accounts.path(0).path("watches").asInt()).isEqualTo(1);
        assertThat(accounts.path(0).path("waiting").asInt()).isEqualTo(1);
    }

    @Test
    void a_probe_of_an_account_that_is_polled_or_is_not_there_says_so() {
        running("orders-db");

        JsonNode answer = api.post("api/v1/accounts/default/probe", "{\"reason\":\"the key is new\"}");

        assertThat(answer.path("result").asText()).isEqualTo("NOT_NEEDED");
        assertThat(answer.path("meaning").asText())
                .isEqualTo("account default is OK; its watches are polled as they come due");
        assertThat(answer.path("account").path("waiting").asInt()).isZero();
        assertThat(api.post("api/v1/accounts/default/probe", "").path("result").asText())
                .isEqualTo("NOT_NEEDED");
        assertThat(api.postRefused("api/v1/accounts/nosuch/probe", "", 404)).isEqualTo("there is no account nosuch");
        store.openAccounts(Map.of("idle", 5.0), NOW);
        store.changeAccount("idle", StoredWatches::suspended);
        assertThat(api.post("api/v1/accounts/idle/probe", "{}").path("meaning").asText())
                .isEqualTo("account idle is SUSPENDED: NoPermission; grant the action; no watch runs by it, so there is"
                        + " nothing to ask");
    }

    private Watch running(String name) {
        store.register(List.of(spec(name)), NOW, ids);
        Watch watch = store.claim("default", open(9), NOW, LEASE, 9).watches().get(0);
        store.record(List.of(recheck(watch, NOW.plusSeconds(5))));
        return watch;
    }
}
