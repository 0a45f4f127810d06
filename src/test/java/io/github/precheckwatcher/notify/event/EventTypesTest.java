package io.github.precheckwatcher.notify.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Messages;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.WebhookSchema;
import io.github.precheckwatcher.notify.text.Translation;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EventTypesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void every_type_is_a_body_that_the_schema_takes_in_every_language() {
        for (Message message : Messages.all()) {
            WebhookSchema.assertValid(message.event());
            WebhookSchema.assertValid(Translation.of(message.event(), Language.ZH_CN));
        }
        var random = new Random(11);
        for (int i = 0; i < 100; i++) {
            WebhookSchema.assertValid(Messages.random(random, i).event());
        }
    }

    @Test
    void a_verdict_says_how_it_was_last_time_and_where_to_read_on() throws JsonProcessingException {
        JsonNode data = data(Messages.failed());
        assertThat(data.path("previous").toString())
                .isEqualTo("{\"outcome\":\"FAILED\",\"observedAt\":\"2026-11-24T06:15:30.123Z\","
                        + "\"fixed\":[\"MYSQL_VERSION\"],"
                        + "\"broken\":[\"SERVICE_CONNECTIVITY\",\"MYSQL_BINLOG\",\"BRAND_NEW\"]}");
        assertThat(data.at("/watch/runbook").asText()).isEqualTo("https://wiki.example.com/runbooks/mysql_binlog");
        assertThat(data.path("link").asText()).isEqualTo("https://precheck.example.com/base/verdicts/id-of-orders-db");
    }

    @Test
    void what_is_not_known_of_last_time_and_of_pages_is_absent() throws JsonProcessingException {
        JsonNode data = data(Notifications.message(Notifications.warning(), Notifications.watch(Map.of())));
        assertThat(data.has("previous")).isFalse();
        assertThat(data.has("link")).isFalse();
        assertThat(data.path("watch").has("runbook")).isFalse();
    }

    @Test
    void a_digest_counts_by_outcome_and_lists_the_most_severe_first() throws JsonProcessingException {
        var members = new ArrayList<Message>();
        for (Outcome outcome : Outcome.values()) {
            members.add(Messages.verdict("db-" + outcome, outcome, why(outcome), Optional.empty(), items(outcome)));
        }
        Message digest = EventBody.digest(Messages.SETTINGS.origin(), "d-1", members, Notifications.NOW);

        JsonNode data = data(digest);
        WebhookSchema.assertValid(digest.event());
        assertThat(digest.status()).isEqualTo(MessageStatus.FAILED);
        assertThat(digest.type()).isEqualTo(MessageType.DIGEST);
        assertThat(digest.id()).isEqualTo("d-1");
        assertThat(data.path("verdicts").findValuesAsText("outcome"))
                .containsExactly(
                        "FAILED", "ERROR", "UNKNOWN", "ABANDONED", "TIMED_OUT", "WARNING", "PASSED", "CANCELLED");
        assertThat(data.path("verdicts").get(0).toString())
                .isEqualTo(
                        "{\"id\":\"id-of-db-FAILED\",\"outcome\":\"FAILED\",\"subject\":\"db-FAILED\","
                                + "\"summary\":\"db-FAILED: 0 of 1 checks passed\",\"checks\":1,\"passed\":0,\"labels\":{\"env\":\"prod\"}}");
        assertThat(data.path("total").asInt()).isEqualTo(8);
        assertThat(data.path("counts").size()).isEqualTo(8);
    }

    @Test
    void what_a_mute_held_back_is_a_digest_that_names_the_mute_and_counts_what_it_does_not_list()
            throws JsonProcessingException {
        Message digest = Messages.muted();

        JsonNode data = data(digest);
        WebhookSchema.assertValid(digest.event());
        assertThat(digest.type()).isEqualTo(MessageType.DIGEST);
        assertThat(digest.status()).isEqualTo(MessageStatus.FAILED);
        assertThat(data.path("summary").asText()).isEqualTo("42 verdicts while muted: 2 FAILED, 40 PASSED");
        assertThat(data.path("total").asInt()).isEqualTo(42);
        assertThat(data.path("verdicts")).hasSize(2);
        assertThat(data.path("mute").path("id").asText()).isEqualTo("mute-1");
        assertThat(Event.of(digest).mute()).contains("mute-1");
        assertThat(Messages.view(digest, Messages.wording(Language.EN)).more()).isEqualTo(40);
        assertThat(Messages.view(digest, Messages.wording(Language.ZH_CN)).summary())
                .isEqualTo("静默期间共 42 条：2 FAILED、40 PASSED");
    }

    @Test
    void a_digest_of_nothing_is_refused() {
        assertThatThrownBy(() -> EventBody.digest(Messages.SETTINGS.origin(), "d", List.of(), Notifications.NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_operator_event_says_what_happened_and_why() throws JsonProcessingException {
        Message message = Messages.operator();
        assertThat(message.status()).isEqualTo(MessageStatus.ERROR);
        assertThat(message.subject()).isEqualTo("account/default");
        assertThat(data(message).toString())
                .isEqualTo("{\"event\":\"account.suspended\",\"severity\":\"ERROR\","
                        + "\"summary\":\"account default may not call\","
                        + "\"problem\":{\"code\":\"NoPermission\",\"message\":\"no permission\",\"requestId\":\"REQ-7\","
                        + "\"remedy\":\"grant yundun-sas:QueryPreCheckDatabase\"},\"watches\":37}");
    }

    @Test
    void a_test_says_first_that_it_is_one() throws JsonProcessingException {
        assertThat(Messages.test().status()).isEqualTo(MessageStatus.WARNING);
        assertThat(data(Messages.test()).path("summary").asText()).startsWith("TEST: ");
        assertThat(Messages.view(Messages.test(), Messages.wording(Language.ZH_CN))
                        .title())
                .isEqualTo("测试 WARNING sample-db");
    }

    @Test
    void the_schema_holds_each_type_to_its_own_shape() {
        refuses(Messages.digest(), event -> event.put("took", "PT1S"));
        refuses(Messages.digest(), event -> data(event).remove("total"));
        refuses(Messages.digest(), event -> data(event).putArray("verdicts"));
        refuses(Messages.digest(), event -> ((ObjectNode) data(event).path("counts")).put("FINE", 1));
        refuses(Messages.digest(), event -> data(event).put("more", 1));
        refuses(Messages.operator(), event -> data(event).put("severity", "BAD"));
        refuses(Messages.operator(), event -> data(event).put("watches", -1));
        refuses(Messages.operator(), event -> event.put("type", "io.github.precheckwatcher.verdict.v1"));
        refuses(Messages.test(), event -> data(event).remove("watch"));
        refuses(Messages.failed(), event -> event.put("type", "io.github.precheckwatcher.digest.v1"));
        refuses(Messages.failed(), event -> event.put("type", "io.github.precheckwatcher.verdict.v2"));
        refuses(Messages.failed(), event -> event.remove("took"));
        refuses(Messages.failed(), event -> ((ObjectNode) data(event).path("previous")).putArray("fixed"));
        refuses(Messages.failed(), event -> data(event).put("link", "javascript:alert(1)"));
    }

    private static void refuses(Message message, Consumer<ObjectNode> change) {
        ObjectNode event;
        try {
            event = (ObjectNode) JSON.readTree(message.event());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        change.accept(event);
        assertThatThrownBy(() -> WebhookSchema.assertValid(event.toString())).isInstanceOf(AssertionError.class);
    }

    private static Optional<Problem> why(Outcome outcome) {
        return outcome == Outcome.TIMED_OUT || outcome == Outcome.ABANDONED
                ? Optional.of(Notifications.problem("DEADLINE"))
                : Optional.empty();
    }

    private static CheckItem[] items(Outcome outcome) {
        return new CheckItem[] {Notifications.item("MYSQL_BINLOG", outcome == Outcome.PASSED ? "PASSED" : "FAILED")};
    }

    private static JsonNode data(Message message) throws JsonProcessingException {
        return JSON.readTree(message.event()).path("data");
    }

    private static ObjectNode data(ObjectNode event) {
        return (ObjectNode) event.path("data");
    }
}
