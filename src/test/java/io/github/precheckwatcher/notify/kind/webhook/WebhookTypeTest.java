package io.github.precheckwatcher.notify.kind.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.Messages;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType.Mistake;
import io.github.precheckwatcher.notify.Page;
import io.github.precheckwatcher.notify.SettingsBuilder;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.notify.text.MessageRenderer;
import io.github.precheckwatcher.precheck.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTypeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEAMS = """
            {
              "title": "{title}",
              "priority": {#if outcome == 'FAILED'}5{#else}3{/if},
              "facts": [{#for i in items}{"name": "{i.item}", "value": "{i.result ?: '-'}"}{#if i_hasNext},{/if}{/for}],
              "text": "{summary}{#if link}: {link}{/if}"
            }
            """;

    private final WebhookType type = new WebhookType();

    @Test
    void without_language_and_template_the_body_is_the_event_byte_for_byte() {
        for (Message message : Messages.all()) {
            assertThat(type.render(message, settings(Language.EN, Optional.empty(), "application/json")))
                    .isEqualTo(message.event());
        }
    }

    @Test
    void the_page_shows_a_body_as_it_arrives() throws IOException {
        String body = type.render(Page.failed(), settings(Language.EN, Optional.empty(), "application/json"));

        Page.of("webhook").assertMessage(Language.EN, JSON.readTree(body).toPrettyString());
    }

    @Test
    void the_language_turns_title_meaning_and_remedy_and_nothing_else() throws JsonProcessingException {
        NotifierSettings chinese = settings(Language.ZH_CN, Optional.empty(), "application/json");
        JsonNode english = JSON.readTree(Messages.failed().event());
        JsonNode body = JSON.readTree(type.render(Messages.failed(), chinese));

        JsonNode binlog = body.at("/data/instances/0/items/2");
        assertThat(binlog.path("item").asText()).isEqualTo("MYSQL_BINLOG");
        assertThat(binlog.path("meaning").asText()).startsWith("MySQL 没有开启二进制日志");
        assertThat(binlog.path("remedy").asText()).contains("重启 MySQL");
        assertThat(body.at("/data/instances/0/items/1").has("meaning")).isFalse();
        assertThat(body.at("/data/instances/0/items/1/title").asText()).isEqualTo("MySQL 版本");
        assertThat(body.at("/data/summary")).isEqualTo(english.at("/data/summary"));
        assertThat(without(body)).isEqualTo(without(english));
    }

    @Test
    void a_template_of_ones_own_writes_the_whole_body_and_whatever_a_message_says_it_stays_json() throws Exception {
        NotifierSettings teams = settings(Language.EN, Optional.of(TEAMS), "application/json");
        assertThat(type.mistakes(teams)).isEmpty();

        JsonNode body = JSON.readTree(type.render(Messages.failed(), teams));
        assertThat(body.path("title").asText()).isEqualTo("FAILED orders-db");
        assertThat(body.path("priority").asInt()).isEqualTo(5);
        assertThat(body.path("facts")).hasSize(3);

        var random = new Random(7);
        for (int i = 0; i < 200; i++) {
            Message message = Messages.random(random, i);
            assertThat(JSON.readTree(type.render(message, teams)).path("title").asText())
                    .startsWith(message.status().name());
        }
        Message hostile = Messages.verdict(
                "a\"b\\c\u0000\n\u2028</script>",
                Outcome.FAILED,
                Optional.empty(),
                Optional.empty(),
                Notifications.item("\",\"x\":\"", "FAILED"));
        JsonNode written = JSON.readTree(type.render(hostile, teams));
        assertThat(written.size()).isEqualTo(4);
        assertThat(written.path("facts").get(0).path("name").asText()).isEqualTo("\",\"x\":\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\": {summary}}",
                "{\"text\": \"{summary}\"",
                "{\"text\": \"{summary}\"} trailing",
                "{#if items}{\"a\": 1}{/if}",
                "{\"a\": [{#for i in items}\"{i.item}\",{/for}]}"
            })
    void a_template_that_makes_no_json_is_a_mistake_at_start(String template) {
        assertThat(type.mistakes(settings(Language.EN, Optional.of(template), "application/cloudevents+json")))
                .singleElement()
                .satisfies(mistake -> {
                    assertThat(mistake.key()).isEqualTo("template-file");
                    assertThat(mistake.words()).contains("JSON").doesNotContain("sample-db");
                });
        assertThat(type.mistakes(settings(Language.EN, Optional.of(template), "text/plain")))
                .isEmpty();
    }

    @Test
    void a_name_that_does_not_exist_is_a_mistake_with_its_line() {
        assertThat(type.mistakes(settings(Language.EN, Optional.of("{\n\"a\": \"{tittle}\"}"), "application/json")))
                .extracting(Mistake::words)
                .containsExactly("line 2: Property \"tittle\" not found in expression {tittle}");
    }

    @Test
    void a_template_that_makes_no_json_of_some_message_gives_way_to_the_event_and_the_log_says_so() {
        String template = "{\"n\": {#if subject == 'orders-db'}oops{#else}1{/if}}";
        NotifierSettings settings = settings(Language.EN, Optional.of(template), "application/json");
        assertThat(type.mistakes(settings)).isEmpty();
        try (var lines = LogLines.of(MessageRenderer.class)) {
            assertThat(type.render(Messages.failed(), settings))
                    .isEqualTo(Messages.failed().event());
            assertThat(lines.lines())
                    .hasSizeLessThanOrEqualTo(1)
                    .allMatch(line ->
                            line.startsWith("WARN template kind=webhook key=watcher.notifiers.ops.template-file"));
        }
    }

    @Test
    void each_of_several_lines_of_json_is_tried() {
        Message quoted = Messages.verdict("a \"b\"", Outcome.PASSED, Optional.empty(), Optional.empty());
        String good = "{\"index\": {}}\n{\"name\": \"{subject}\"}";
        assertThat(body(quoted, good, "application/x-ndjson"))
                .isEqualTo("{\"index\": {}}\n{\"name\": \"a \\\"b\\\"\"}\n");
        assertThat(type.mistakes(settings(Language.EN, Optional.of("{\"a\": 1}\noops"), "application/x-ndjson")))
                .extracting(Mistake::words)
                .singleElement()
                .asString()
                .contains("no JSON: its line 2");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json,JSON",
        "application/json; charset=utf-8,JSON",
        "Application/CloudEvents+JSON,JSON",
        "application/x-ndjson,JSON_LINES",
        "application/jsonl; charset=utf-8,JSON_LINES",
        "text/xml,XML",
        "application/soap+xml,XML",
        "text/html,XML",
        "application/x-www-form-urlencoded,FORM",
        "text/plain,TEXT"
    })
    void the_content_type_says_how_values_are_escaped(String contentType, BodyForm form) {
        assertThat(BodyForm.of(contentType)).isEqualTo(form);
    }

    @Test
    void values_are_escaped_as_the_form_needs() {
        Message message = Messages.verdict("a&b<c>\"d\"", Outcome.PASSED, Optional.empty(), Optional.empty());
        assertThat(body(message, "<t>{subject}</t>", "text/xml")).isEqualTo("<t>a&amp;b&lt;c&gt;&quot;d&quot;</t>");
        assertThat(body(message, "t={subject}", "application/x-www-form-urlencoded"))
                .isEqualTo("t=a%26b%3Cc%3E%22d%22");
        assertThat(body(message, "{subject}", "text/plain")).isEqualTo("a&b<c>\"d\"");
    }

    private String body(Message message, String template, String contentType) {
        return type.render(message, settings(Language.EN, Optional.of(template), contentType));
    }

    private static JsonNode without(JsonNode event) {
        event.at("/data/instances/0/items")
                .forEach(item -> ((ObjectNode) item).remove(List.of("title", "meaning", "remedy")));
        return event;
    }

    private static NotifierSettings settings(Language language, Optional<String> template, String contentType) {
        NotifierSettings s =
                Notifications.notifier("ops", NotifierKind.WEBHOOK, Optional.empty(), Duration.ofSeconds(10));
        return SettingsBuilder.of(s)
                .wording(new Wording(
                        language,
                        ZoneOffset.UTC,
                        template.map(Notifications::template),
                        contentType,
                        Optional.empty(),
                        Mentions.NONE))
                .build();
    }
}
