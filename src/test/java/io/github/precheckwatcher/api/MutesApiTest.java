package io.github.precheckwatcher.api;

import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.open;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.precheckwatcher.api.mute.MutesResource;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.mute.Mute;
import io.github.precheckwatcher.notify.mute.MuteStore;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(ApiTestProfile.class)
class MutesApiTest {
    private static final String MUTES = "api/v1/mutes";

    @TestHTTPResource("/")
    URI root;

    @Inject
    Database database;

    @Inject
    WatchStore store;

    @Inject
    MuteStore mutes;

    @Inject
    Clock clock;

    private final Supplier<String> ids = StoredWatches.ids();
    private ApiCaller api;

    @BeforeEach
    void empty() {
        database.execute("update delivery set fencing = fencing + 1; delete from attempt; delete from delivery");
        for (String table :
                List.of("message", "notifier", "mute", "verdict", "event", "last_verdict", "watch", "account")) {
            database.execute("delete from " + table);
        }
        store.openAccounts(Map.of("default", 10.0), NOW);
        api = new ApiCaller(root);
    }

    @Test
    void a_mute_of_labels_says_what_it_hits_and_is_listed_logged_and_kept_in_the_history() {
        store.register(List.of(spec("orders"), spec("billing")), NOW, ids);

        try (LogLines log = LogLines.of(MutesResource.class)) {
            JsonNode answer =
                    api.post(MUTES, "{\"match\":[\"env=\\\"prod\\\"\"],\"for\":\"2h\",\"reason\":\" moves \"}");

            assertThat(answer.path("running").asInt()).isEqualTo(2);
            JsonNode mute = answer.path("mute");
            assertThat(mute.path("match").toString()).isEqualTo("[\"env=\\\"prod\\\"\"]");
            assertThat(mute.path("by").toString())
                    .isEqualTo("{\"name\":\"local:alice\",\"from\":\"127.0.0.1\",\"reason\":\"moves\"}");
            assertThat(Duration.between(time(mute, "createdAt"), time(mute, "until")))
                    .isEqualTo(Duration.ofHours(2));
            assertThat(api.get(MUTES).path(0)).isEqualTo(mute);
            assertThat(api.get(MUTES + "/" + mute.path("id").asText())).isEqualTo(mute);
            assertThat(log.lines())
                    .containsExactly("INFO mute mute=" + mute.path("id").asText()
                            + " state=ACTIVE match=\"env=\\\"prod\\\"\" until="
                            + mute.path("until").asText()
                            + " watches=2 by=local:alice from=127.0.0.1 reason=moves");
        }
        assertThat(database.texts("select kind as c from event where watch_id is null"))
                .containsExactly("MUTED");
    }

    @Test
    void a_mute_of_watches_knows_their_names() {
        String id = store.register(List.of(spec("orders")), NOW, ids).get(0).watchId();

        JsonNode answer = api.post(MUTES, "{\"ids\":[\"" + id + "\"],\"for\":\"PT30M\"}");

        assertThat(answer.path("running").asInt()).isEqualTo(1);
        assertThat(answer.path("mute").path("watches").toString())
                .isEqualTo("[{\"id\":\"" + id + "\",\"name\":\"orders\"}]");
        assertThat(api.get("api/v1/watches/" + id).path("timeline").findValuesAsText("kind"))
                .containsExactly("REGISTERED", "MUTED");
    }

    @Test
    void a_dry_run_counts_and_changes_nothing() {
        store.register(List.of(spec("orders")), NOW, ids);

        JsonNode answer = api.post(MUTES, "{\"match\":[\"env=prod\"],\"for\":\"2h\",\"dryRun\":true}");

        assertThat(answer.toString()).isEqualTo("{\"running\":1,\"dryRun\":true}");
        assertThat(mutes.alive()).isEmpty();
        assertThat(database.texts("select kind as c from event")).containsExactly("REGISTERED");
    }

    @Test
    void an_unmute_ends_it_now_and_it_is_listed_among_the_ended_ones() {
        String id = muted();

        try (LogLines log = LogLines.of(MutesResource.class)) {
            JsonNode ended = api.delete(MUTES + "/" + id + "?reason=done%20early");

            assertThat(ended.path("endedBy").path("reason").asText()).isEqualTo("done early");
            assertThat(ended.has("endedAt")).isTrue();
            assertThat(log.lines())
                    .containsExactly("INFO mute mute=" + id + " state=ENDED match=\"env=\\\"prod\\\"\" verdicts=0"
                            + " by=local from=127.0.0.1 reason=\"done early\"");
        }

        assertThat(api.get(MUTES)).isEmpty();
        assertThat(api.get(MUTES + "?ended=true").findValuesAsText("id")).containsExactly(id);
        assertThat(api.deleteRefused(MUTES + "/" + id, 409)).isEqualTo("the mute " + id + " has ended before");
        assertThat(api.deleteRefused(MUTES + "/none", 404)).isEqualTo("there is no mute none");
        assertThat(api.refused(MUTES + "/none", 404)).isEqualTo("there is no mute none");
    }

    @Test
    void a_watch_says_that_it_is_muted_and_its_verdict_which_mutes_it_fell_under() {
        String watch = store.register(List.of(spec("orders")), NOW, ids).get(0).watchId();
        String id = muted();

        JsonNode running = api.get("api/v1/watches").path("watches").path(0);
        assertThat(running.path("muted").path("id").asText()).isEqualTo(id);
        assertThat(running.path("muted").path("by").path("name").asText()).isEqualTo("local:alice");
        assertThat(running.path("muted").has("until")).isTrue();

        Watch claimed = store.claim("default", open(9), NOW, LEASE, 9).watches().get(0);
        store.conclude(List.of(StoredWatches.conclusion(claimed, Outcome.FAILED, "v1", NOW)));
        JsonNode ended = api.get("api/v1/watches/" + watch);
        assertThat(ended.path("muted").path("id").asText()).isEqualTo(id);
        assertThat(ended.path("verdict").path("mutes").path(0).asText()).isEqualTo(id);
        assertThat(ended.path("deliveries").path(0).path("state").asText()).isEqualTo("MUTED");
        assertThat(ended.path("deliveries").path(0).path("nextAt"))
                .isEqualTo(ended.path("muted").path("until"));
        assertThat(api.get("api/v1/deliveries?state=MUTED").path("deliveries")).hasSize(1);

        String delivery = ended.path("deliveries").path(0).path("id").asText();
        assertThat(api.postRefused(
                        "api/v1/deliveries/replay", "{\"state\":\"MUTED\",\"ids\":[\"" + delivery + "\"]}", 400))
                .isEqualTo("state is none of DEAD, DELIVERED: what is MUTED is sent anyway");
        assertThat(api.postRefused("api/v1/deliveries/discard", "{\"ids\":[\"" + delivery + "\"]}", 409))
                .endsWith("is MUTED; only what is PENDING is discarded");

        api.delete(MUTES + "/" + id);
        JsonNode after = api.get("api/v1/watches/" + watch);
        assertThat(after.has("muted")).isFalse();
        assertThat(after.path("verdict").path("mutes").path(0).asText()).isEqualTo(id);
    }

    @Test
    void verdicts_say_which_mutes_they_fell_under_even_when_those_have_ended() {
        store.register(List.of(spec("free")), NOW, ids);
        Watch free = store.claim("default", open(9), NOW, LEASE, 9).watches().get(0);
        store.conclude(List.of(StoredWatches.conclusion(free, Outcome.FAILED, "v0", NOW)));
        store.register(List.of(spec("orders")), NOW, ids);
        List<String> two = List.of(muted(), muted());
        Watch orders = store.claim("default", open(9), NOW, LEASE, 9).watches().get(0);
        store.conclude(List.of(StoredWatches.conclusion(orders, Outcome.FAILED, "v1", NOW.plusSeconds(1))));
        two.forEach(id -> api.delete(MUTES + "/" + id));

        JsonNode verdicts = api.get("api/v1/verdicts").path("verdicts");
        JsonNode marks = verdicts.path(0).path("mutes");

        assertThat(marks).extracting(JsonNode::asText).containsExactlyInAnyOrderElementsOf(two);
        assertThat(verdicts.path(1).path("id").asText()).isEqualTo("v0");
        assertThat(verdicts.path(1).has("mutes")).isFalse();
        assertThat(api.get("api/v1/verdicts/v1").path("mutes")).isEqualTo(marks);
        assertThat(api.get("api/v1/verdicts/v0").has("mutes")).isFalse();
        assertThat(api.get("api/v1/verdicts", "text/csv").body().lines())
                .satisfiesExactly(
                        names -> assertThat(names).endsWith(",request_id,mutes"),
                        line -> assertThat(line)
                                .endsWith("," + marks.path(0).asText() + " "
                                        + marks.path(1).asText()),
                        line -> assertThat(line).contains(",v0,").endsWith(","));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"for\":\"2h\"} | the body names no watches: give match or ids",
                "{\"match\":[\"a=b\"],\"ids\":[\"w\"],\"for\":\"2h\"} | match and ids stand beside each other; keep one of the two",
                "{\"match\":[\"a=b\"]} | for is no duration above zero and up to 90d; write 30m, 2h or 7d",
                "{\"match\":[\"a=b\"],\"for\":\"soon\"} | for is no duration above zero and up to 90d; write 30m, 2h or 7d",
                "{\"match\":[\"a=b\"],\"for\":\"0s\"} | for is no duration above zero and up to 90d; write 30m, 2h or 7d",
                "{\"match\":[\"a=b\"],\"for\":\"-5m\"} | for is no duration above zero and up to 90d; write 30m, 2h or 7d",
                "{\"match\":[\"a=b\"],\"for\":\"91d\"} | for is no duration above zero and up to 90d; write 30m, 2h or 7d",
                "{\"match\":[\"}\"],\"for\":\"2h\"} | match: not a matcher: }; write name=\"value\" with =, !=, =~ or !~, one matcher an entry",
                "{\"match\":[\"a=b\"],\"for\":\"2h\",\"reason\":\"a\\nb\"} | reason is one line of at most 500 characters",
            })
    void what_cannot_be_muted_is_refused(String body, String detail) {
        assertThat(api.postRefused(MUTES, body, 400)).isEqualTo(detail);
        assertThat(mutes.alive()).isEmpty();
    }

    @Test
    void a_watch_that_is_not_there_is_refused() {
        assertThat(api.postRefused(MUTES, "{\"ids\":[\"none\"],\"for\":\"2h\"}", 404))
                .isEqualTo("there is no watch none");
    }

    @Test
    void a_query_that_cannot_be_read_is_refused() {
        assertThat(api.refused(MUTES + "?ended=yes", 400)).isEqualTo("ended is none of true, false");
    }

    @Test
    void no_more_mutes_are_alive_than_there_may_be() {
        Instant now = clock.instant();
        for (int i = 0; i < Mute.MOST_ALIVE; i++) {
            mutes.add(new Mute(
                    "m" + i,
                    List.of(),
                    Map.of("w", "orders"),
                    now,
                    now.plusSeconds(60),
                    new Requester("local", "::1", Optional.empty()),
                    Optional.empty()));
        }

        assertThat(api.postRefused(MUTES, "{\"match\":[\"env=prod\"],\"for\":\"2h\"}", 409))
                .startsWith("1000 mutes are alive");
    }

    private String muted() {
        return api.post(MUTES, "{\"match\":[\"env=prod\"],\"for\":\"2h\"}")
                .path("mute")
                .path("id")
                .asText();
    }

    private static Instant time(JsonNode node, String field) {
        return Instant.parse(node.path(field).asText());
    }
}
