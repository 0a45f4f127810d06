package io.github.precheckwatcher.notify;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WebhookSchemaTest {
    private final String body = Notifications.message(Notifications.warning(), Notifications.watch(Map.of("a", "b")))
            .event();

    @Test
    void a_null_is_refused() {
        refuses(event -> data(event).putNull("state"));
    }

    @Test
    void an_empty_text_is_refused() {
        refuses(event -> data(event).put("requestId", ""));
    }

    @Test
    void an_empty_list_is_refused() {
        refuses(event -> data(event).putArray("instances"));
    }

    @Test
    void a_field_that_nobody_documented_is_refused_anywhere() {
        refuses(event -> event.put("more", "PT1S"));
        refuses(event -> data(event).put("more", 1));
        refuses(event -> ((ObjectNode) data(event).at("/instances/0/items/0")).put("more", 1));
    }

    @Test
    void a_time_with_an_offset_or_out_of_the_calendar_is_refused() {
        refuses(event -> event.put("time", "2026-11-24T08:15:30+08:00"));
        refuses(event -> event.put("time", "2026-13-24T08:15:30Z"));
    }

    @Test
    void a_problem_on_a_warning_is_refused() {
        refuses(event -> data(event).putObject("problem").put("code", "X"));
    }

    @Test
    void a_missing_field_is_refused() {
        refuses(event -> data(event).remove("summary"));
    }

    private void refuses(Consumer<ObjectNode> change) {
        ObjectNode event;
        try {
            event = (ObjectNode) new ObjectMapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        WebhookSchema.assertValid(event.toString());
        change.accept(event);
        assertThatThrownBy(() -> WebhookSchema.assertValid(event.toString())).isInstanceOf(AssertionError.class);
    }

    private static ObjectNode data(JsonNode event) {
        return (ObjectNode) event.path("data");
    }
}
