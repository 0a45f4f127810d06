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
import org.junit.jupiter.api.AfterEach;
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

    @Inject
    ApiClock clock;

    @AfterEach
    void letTheClockRun() {
        clock.run();
    }

    @BeforeEach
    void empty() {
        database.execute("update delivery set fencing = fencing + 1; delete from attempt; delete from delivery");
        for (String table : List.of("message", "notifier", "verdict", "event", "last_verdict", "watch", "account")) {
            database.execute("delete from " + table);
        }
        store.openAccounts(Map.of("default", 10.0), NOW);
        api = new ApiCaller(root);
        clock.stopAt(NOW.plusSeconds(1));
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
                .isEqualTo(
                        "{\"state\":\"created\",\"progress\":40,\"at\":\"2026-11-24T08:00:00Z\",\"requestId\":\"CE500770\"}");
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
        assertThat(waits.path("since").asText()).isEqualTo("2026-11-24T08:00:00Z");
        assertThat(waits.path("until").asText()).isEqualTo("2026-11-24T08:01:00Z");
        assertThat(waits.path("reason").asText())
                .isEqualTo("account default may not call (NoPermission); one watch is polled as a probe, and all go on"
                        + " when that works");
        assertThat(waits.path("problem").path("code").asText()).isEqualTo("NoPermission");
        assertThat(waits.path("problem").path("remedy").asText()).isEqualTo("grant the action");
    }

    @Test
    void a_watch_that_is_being_polled_waits_for_the_answer() {
        store.register(List.of(spec("orders-db")), NOW, ids);
        store.claim("default", open(9), NOW, LEASE, 9);

        JsonNode shown = api.get("api/v1/watches?sort=DUE").path("watches").path(0);

        assertThat(shown.path("waitsFor").toString())
                .isEqualTo(
                        "{\"account\":\"default\",\"state\":\"ANSWER\",\"until\":\"2026-11-24T08:00:30Z\","
                                + "\"reason\":\"it is being polled; without an answer it is due again at 2026-11-24T08:00:30Z\"}");
    }

    @Test
    void an_overdue_watch_says_how_many_are_before_it_when_it_is_shown_alone() {
        Watch watch = running("orders-db");
        store.register(List.of(spec("a-db"), spec("b-db")), NOW, ids);
        clock.stopAt(NOW.plusSeconds(20));

        JsonNode listed =
                api.get("api/v1/watches?name=orders-db").path("watches").path(0).path("waitsFor");
        JsonNode alone = api.get("api/v1/watches/" + watch.id()).path("waitsFor");

        assertThat(listed.path("state").asText()).isEqualTo("BUDGET");
        assertThat(listed.path("reason").asText())
                .isEqualTo("due for 15s: account default makes 10 calls a second, for the longest overdue first");
        assertThat(alone.path("reason").asText())
                .isEqualTo(listed.path("reason").asText() + "; 2 others are before it");
    }

    @Test
    void a_watch_of_an_account_that_no_file_names_says_so() {
        running("orders-db");
        database.execute("update watch set account = 'gone'");

        JsonNode waits = api.get("api/v1/watches").path("watches").path(0).path("waitsFor");

        assertThat(waits.path("state").asText()).isEqualTo("NOT_CONFIGURED");
        assertThat(waits.path("problem").path("code").asText()).isEqualTo("NoAccount");
        assertThat(waits.path("reason").asText()).isEqualTo("this node's file does not name account gone");
    }

    @Test
    void one_watch_shows_how_its_progress_went() {
        Watch watch = running("orders-db");
        Watch claimed = store.claim("default", open(9), NOW.plusSeconds(6), LEASE, 9)
                .watches()
                .get(0);
        store.conclude(List.of(StoredWatches.conclusion(claimed, Outcome.WARNING, "v1", NOW.plusSeconds(7))));

        assertThat(api.get("api/v1/watches/" + watch.id()).path("progress").toString())
                .isEqualTo("[{\"at\":\"2026-11-24T08:00:00Z\",\"progress\":40},"
                        + "{\"at\":\"2026-11-24T08:00:07Z\",\"progress\":100}]");
        assertThat(api.get("api/v1/watches").path("watches").path(0).has("progress"))
                .isFalse();
    }

    @Test
    void watches_are_found_by_the_database_type_that_a_report_named() {
        an_ended_watch_is_shown_whole();
        store.register(List.of(spec("other-db")), NOW, ids);

        JsonNode found = api.get("api/v1/watches?source-type=mysql").path("watches");

        assertThat(found.findValuesAsText("name")).containsExactly("orders-db");
        assertThat(found.path(0).path("sourceType").asText()).isEqualTo("MYSQL");
        assertThat(api.get("api/v1/watches?source-type=ORACLE").path("watches")).isEmpty();
        database.execute("update watch set source_type = 'Postgres' where name = 'other-db'");
        assertThat(api.get("api/v1/watches?source-type=POSTGRES")
                        .path("watches")
                        .findValuesAsText("name"))
                .containsExactly("other-db");
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
                "account= | account is empty; leave it out for all",
                "region=cn%20hangzhou | region is no id of the vendor's: ASCII without spaces",
                "region=%E5%8C%97%E4%BA%AC | region is no id of the vendor's: ASCII without spaces",
                "source-type=PRINTER | no report names the source type PRINTER; documented are MSSQL, ORACLE, MYSQL",
                "source-type=MYSQL,ORACLE | source-type is one database type, without a comma",
                "source-type=%20 | source-type is empty; leave it out for all",
                "name=%20 | name is empty; leave it out for all",
                "q= | q is empty; leave it out for all",
                "match= | match is empty; leave it out for all",
                "state=ENDED&state=WATCHING | state stands in the query more than once",
                "source-type=MYSQL&source-type=MYSQL | source-type stands in the query more than once",
                "sort=ENDED&after=2026-02-30T00:00:00Z~y | after is no cursor; take next of the page before",
                "limit=0 | limit is no number from 1 to 500",
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
