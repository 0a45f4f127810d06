package io.github.precheckwatcher.api;

import static io.github.precheckwatcher.notify.Notifications.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.precheckwatcher.api.delivery.DeliveriesResource;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.github.precheckwatcher.store.database.Databases.Database;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sending again what was delivered, and giving up what waits. */
@QuarkusTest
@TestProfile(ApiTestProfile.class)
class DeliveryActsApiTest {
    private static final Instant FUTURE = NOW.plus(Duration.ofDays(3650));

    @TestHTTPResource("/")
    URI root;

    @Inject
    Database database;

    @Inject
    Outbox outbox;

    @Inject
    TestReceiver receiver;

    private ApiCaller api;

    @BeforeEach
    void empty() {
        database.execute("update delivery set fencing = fencing + 1; delete from attempt; delete from delivery");
        List.of("message", "notifier", "event").forEach(table -> database.execute("delete from " + table));
        receiver.answering(204);
        api = new ApiCaller(root);
    }

    @Test
    void what_was_delivered_is_sent_again_by_its_id_on_purpose_with_its_old_id_and_body() {
        owe("d1", "ops", "DELIVERED");

        assertThat(api.postRefused("api/v1/deliveries/d1/replay", "", 409))
                .isEqualTo("the delivery d1 is DELIVERED; to send it again on purpose say state: DELIVERED");
        assertThat(api.post(
                                "api/v1/deliveries/d1/replay",
                                "{\"state\":\"DELIVERED\",\"reason\":\"it was lost at our side\"}")
                        .path("count")
                        .asInt())
                .isEqualTo(1);

        await().until(() -> !receiver.received().isEmpty());
        assertThat(receiver.received()).singleElement().satisfies(webhook -> {
            assertThat(webhook.id()).contains("event-d1");
            assertThat(webhook.body()).isEqualTo("{\"body\":\"d1\"}");
        });
        assertThat(history())
                .containsExactly("REPLAYED event-d1 to ops, was DELIVERED local:alice it was lost at our side");
    }

    @Test
    void several_that_were_delivered_are_counted_first() {
        owe("d1", "log", "DELIVERED");
        owe("d2", "log", "DELIVERED");
        String body = "{\"ids\":[\"d1\",\"d2\"],\"state\":\"DELIVERED\",\"dryRun\":%s}";

        assertThat(api.post("api/v1/deliveries/replay", body.formatted(true)).toString())
                .isEqualTo("{\"count\":2,\"dryRun\":true}");
        assertThat(history()).isEmpty();
        assertThat(api.post("api/v1/deliveries/replay", body.formatted(false))
                        .path("count")
                        .asInt())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "replay | {\"state\":\"DELIVERED\",\"notifier\":\"ops\"} | 400 | what was DELIVERED is sent again by ids alone: name each of them",
                "replay | {\"state\":\"DELIVERED\",\"ids\":[\"done\"],\"notifier\":\"ops\"} | 400 | what was DELIVERED is sent again by ids alone: name each of them",
                "replay | {\"state\":\"DELIVERED\",\"all\":true} | 400 | what was DELIVERED is sent again by ids alone: name each of them",
                "replay | {\"state\":\"PENDING\",\"ids\":[\"waits\"]} | 400 | state is none of DEAD, DELIVERED: what is PENDING is sent anyway",
                "replay | {\"ids\":[\"waits\",\"nobody\"]} | 400 | there is no delivery nobody",
                "replay | {\"ids\":[\"waits\"]} | 409 | the delivery waits is PENDING; only what has ended is sent again",
                "replay | {\"state\":\"DELIVERED\",\"ids\":[\"dead\"]} | 409 | the delivery dead is DEAD; state: DELIVERED sends again what is DELIVERED",
                "replay | {\"outcome\":\"BAD\"} | 400 | outcome is none of PASSED, WARNING, FAILED, ERROR, UNKNOWN, TIMED_OUT, ABANDONED, CANCELLED, INFO",
                "replay | {\"notifier\":\"nosuch\"} | 400 | there is no notifier nosuch; known are gone, log, ops",
                "replay | {\"all\":true,\"reason\":\"two\\nlines\"} | 400 | reason is one line of at most 500 characters",
                "discard | {} | 400 | no filter is given; all: true discards every PENDING delivery",
                "discard | `` | 400 | the body is empty; it names a filter, or all: true",
                "discard | {\"all\":true,\"subject\":\"x\"} | 400 | all stands beside a filter; keep one of the two",
                "discard | {\"ids\":[\"nobody\"]} | 400 | there is no delivery nobody",
                "discard | {\"ids\":[\"done\"]} | 409 | the delivery done is DELIVERED; only what is PENDING is discarded",
                "discard | {\"ids\":[\"member\"]} | 409 | the delivery member goes out with the digest waits; discard that one",
                "discard | {\"since\":\"2026-11-24T09:00:00Z\",\"until\":\"2026-11-24T08:00:00Z\"} | 400 | until is not after since, so no event is between them",
                "discard | {\"state\":\"DEAD\"} | 400 | unknown key state; known are all, dryRun, ids, notifier, outcome, reason, since, subject, until",
            })
    void what_cannot_be_done_is_refused_and_changes_nothing(String act, String body, int status, String detail) {
        owe("waits", "ops", "PENDING");
        owe("member", "ops", "PENDING");
        owe("done", "ops", "DELIVERED");
        owe("dead", "ops", "DEAD");
        owe("other", "gone", "PENDING");
        database.execute("update delivery set digest_id = 'waits' where id = 'member'");

        assertThat(api.postRefused("api/v1/deliveries/" + act, body, status)).isEqualTo(detail);

        assertThat(database.texts("select id || ' ' || state as c from delivery order by id"))
                .containsExactly("dead DEAD", "done DELIVERED", "member PENDING", "other PENDING", "waits PENDING");
        assertThat(history()).isEmpty();
    }

    @Test
    void what_waits_for_a_receiver_that_is_gone_is_discarded() {
        owe("d1", "gone", "PENDING");
        owe("d2", "gone", "PENDING");
        owe("d3", "log", "PENDING");

        assertThat(api.post("api/v1/deliveries/discard", "{\"notifier\":\"gone\",\"dryRun\":true}")
                        .toString())
                .isEqualTo("{\"count\":2,\"dryRun\":true}");
        try (LogLines log = LogLines.of(DeliveriesResource.class)) {
            JsonNode answer =
                    api.post("api/v1/deliveries/discard", "{\"notifier\":\"gone\",\"reason\":\"the robot is gone\"}");

            assertThat(answer.toString()).isEqualTo("{\"count\":2,\"dryRun\":false}");
            assertThat(log.lines())
                    .containsExactly("INFO discard deliveries=2 was=PENDING notifier=gone by=local:alice from=127.0.0.1"
                            + " reason=\"the robot is gone\"");
        }

        assertThat(outbox.counts())
                .containsOnlyKeys(new Outbox.Key("gone", State.DEAD), new Outbox.Key("log", State.PENDING));
        assertThat(api.get("api/v1/deliveries/d1").path("error").asText())
                .isEqualTo("discarded by local:alice: the robot is gone");
        assertThat(history())
                .containsExactly(
                        "DISCARDED event-d1 to gone, was PENDING local:alice the robot is gone",
                        "DISCARDED event-d2 to gone, was PENDING local:alice the robot is gone");
    }

    private List<String> history() {
        return database.texts("select kind || ' ' || detail || ' ' || requested_by || ' ' || coalesce(reason, '') as c"
                + " from event order by id");
    }

    private void owe(String id, String notifier, String state) {
        Message message = new Message("event-" + id, MessageType.VERDICT, "orders-db", MessageStatus.FAILED, NOW, "{}");
        outbox.post(List.of(new NewDelivery(id, message, notifier, "{\"body\":\"" + id + "\"}", NOW, FUTURE, "")));
        database.execute("update delivery set tried = true, state = '" + state + "' where id = '" + id + "'");
    }
}
