package io.github.precheckwatcher.notify.kind.feishu;

import static io.github.precheckwatcher.notify.RobotMessages.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.notify.Fixtures;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.RobotMessages;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.notify.event.WatchFacts;
import io.github.precheckwatcher.notify.text.MessageRenderer;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.Verdict;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FeishuCardTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INJECTED =
            "<at id=all></at> [x](https://evil.example) **b** <font color='red'>r</font>";

    private final FeishuCard card = new FeishuCard(MessageRenderer.of("feishu", FeishuMarkdown::escape));

    @Test
    void a_verdict_is_a_card_with_title_colour_and_markdown() throws Exception {
        JsonNode body = body(message(Fixtures.warning()), wording(Language.EN));

        assertThat(body.path("msg_type").asText()).isEqualTo("interactive");
        JsonNode header = body.path("card").path("header");
        assertThat(header.path("template").asText()).isEqualTo("orange");
        assertThat(header.path("title").path("tag").asText()).isEqualTo("plain_text");
        assertThat(header.path("title").path("content").asText()).isEqualTo("WARNING orders-db");
        assertThat(body.path("card").path("elements")).hasSize(1);
        assertThat(text(body))
                .contains("**SQL&#95;SERVER&#95;DB&#95;IN&#95;SIMPLE&#95;RECOVERY&#95;MODE**: WARNING (Recovery mode)")
                .contains("RequestId: CE500770-42D3-442E-9DDD-156E0F9F3B45")
                .contains("2026-11-24 16&#58;15&#58;30")
                .contains("[Runbook](https://wiki.example.com/prechecks?a=1&b=2)")
                .contains("[Details](https://prechecks.example.com/")
                .doesNotContain("<at");
    }

    @ParameterizedTest
    @CsvSource({
        "PASSED, green",
        "WARNING, orange",
        "FAILED, red",
        "ERROR, red",
        "UNKNOWN, orange",
        "TIMED_OUT, orange",
        "ABANDONED, orange",
        "CANCELLED, grey"
    })
    void the_colour_says_the_outcome(Outcome outcome, String colour) throws Exception {
        var verdict = Fixtures.verdict(outcome, List.of(), Optional.empty(), Optional.empty());

        JsonNode body = body(message(verdict), wording(Language.ZH_CN));

        assertThat(body.at("/card/header/template").asText()).isEqualTo(colour);
        assertThat(body.at("/card/header/title/content").asText()).isEqualTo(outcome + " orders-db");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void every_type_of_message_can_be_sent(Language language) throws Exception {
        Message verdict = message(Fixtures.warning());
        var event = new OperatorEvent(
                "account/default",
                "account-suspended",
                OperatorEvent.Severity.ERROR,
                "37 watches wait",
                Optional.of(Fixtures.problem("NoPermission")),
                Optional.of(37L));
        List<Message> messages = List.of(
                verdict,
                EventBody.digest(SETTINGS.origin(), "d-1", List.of(verdict, message(failed(1))), Fixtures.NOW),
                EventBody.operator(SETTINGS.origin(), "o-1", event, Fixtures.NOW),
                EventBody.test(SETTINGS.origin(), "t-1", Fixtures.NOW));

        for (Message message : messages) {
            JsonNode body = body(message, wording(language));
            assertThat(body.at("/card/header/title/content").asText())
                    .contains(message.status().name());
            assertThat(text(body)).isNotBlank().doesNotContain("{").doesNotContain("&lt;");
        }
    }

    @Test
    void whom_the_file_names_is_called_and_nobody_else() throws Exception {
        var mentions = new Mentions(
                Map.of(Outcome.FAILED, List.of("ou_1"), Outcome.WARNING, List.of("ou_2", "b6xx")), List.of());
        Message warning = message(Fixtures.warning());

        assertThat(last(body(warning, RobotMessages.wording(Language.EN, mentions))))
                .isEqualTo("<at id=ou_2></at> <at id=b6xx></at>");
        Message digest =
                EventBody.digest(SETTINGS.origin(), "d-1", List.of(warning, message(failed(1)), warning), Fixtures.NOW);
        assertThat(last(body(digest, RobotMessages.wording(Language.EN, mentions)))
                        .split(" (?=<)"))
                .containsExactlyInAnyOrder("<at id=ou_1></at>", "<at id=ou_2></at>", "<at id=b6xx></at>");
    }

    @Test
    void everybody_is_called_by_one_tag() throws Exception {
        var mentions = new Mentions(Map.of(Outcome.WARNING, List.of("ou_1", "all")), List.of());

        assertThat(last(body(message(Fixtures.warning()), RobotMessages.wording(Language.EN, mentions))))
                .isEqualTo("<at id=all></at>");
    }

    @Test
    void of_hundreds_of_people_a_hundred_are_called_within_the_limit() throws Exception {
        List<String> many = IntStream.range(100, 1_100)
                .mapToObj(i -> "ou_" + i + "x".repeat(58))
                .toList();
        var mentions = new Mentions(Map.of(Outcome.FAILED, many), List.of());

        String body = card.body(Event.of(message(failed(150))), RobotMessages.wording(Language.EN, mentions));

        assertThat(body.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(20_000);
        assertThat(last(JSON.readTree(body)).split("<at ", -1)).hasSize(101);
        assertThat(text(JSON.readTree(body))).contains("CE500770");
    }

    @Test
    void nothing_from_outside_becomes_a_tag_a_link_or_mark_up() throws Exception {
        var problem = new Problem(INJECTED, INJECTED, Optional.of(INJECTED), Optional.of(INJECTED));
        var instance = Fixtures.instance(Fixtures.item(INJECTED, INJECTED), Fixtures.item("a\n<at id=all></at>", null));
        Verdict verdict =
                Fixtures.verdict(Outcome.UNKNOWN, List.of(instance), Optional.of(problem), Optional.of(INJECTED));
        var watch = new WatchFacts(
                "id",
                INJECTED,
                Map.of("team", INJECTED),
                INJECTED,
                Fixtures.NOW,
                1,
                Duration.ofSeconds(1),
                List.of(),
                Optional.of(URI.create("https://wiki.example.com/)(x)*y*")));
        var settings = new NotifySettings(INJECTED, Optional.empty(), "1", List.of());
        Message message = EventBody.verdict(settings.origin(), verdict, watch, Optional.empty());
        Message digest = EventBody.digest(settings.origin(), "d", List.of(message), Fixtures.NOW);

        for (Message each : List.of(message, digest)) {
            String text = text(body(each, wording(Language.EN)));
            assertThat(text).contains("&#60;at id=all&#62;").doesNotContain("<").doesNotContain("](https://evil");
            // our own bold marks stand in pairs around an item or outcome, at the beginning of a line
            assertThat(text.replaceAll("(?m)^\\*\\*[^*\n]+\\*\\*", "")).doesNotContain("**");
        }
    }

    @Test
    void a_body_fills_the_limit_and_never_breaks_it() throws Exception {
        int longest = 0;
        for (int items : List.of(1, 30, 60, 90, 150, 1_000)) {
            Message message = message(failed(items));
            for (Language language : Language.values()) {
                String signed =
                        FeishuSignature.into(card.body(Event.of(message), wording(language)), "a secret", Fixtures.NOW);
                int bytes = signed.getBytes(StandardCharsets.UTF_8).length;
                assertThat(bytes).isLessThanOrEqualTo(20_000);
                longest = Math.max(longest, bytes);
                assertThat(signed)
                        .contains("FAILED orders-db")
                        .contains("CE500770-42D3-442E-9DDD-156E0F9F3B45")
                        .contains("https://prechecks.example.com/");
            }
        }
        assertThat(longest).as("items are left out only as far as needed").isGreaterThan(19_500);
        String much = text(body(message(failed(1_000)), wording(Language.EN)));
        int shown = much.split("\\*\\*MYSQL&#95;BINLOG", -1).length - 1;
        assertThat(much).contains("and " + (1_000 - shown) + " more");
    }

    @Test
    void a_template_of_the_operators_own_that_fails_gives_way_to_ours() throws Exception {
        var broken =
                RobotMessages.wording(Language.EN, Optional.of("{nothing.like.that}"), Optional.empty(), Mentions.NONE);

        assertThat(text(body(message(Fixtures.warning()), broken))).contains("RequestId: CE500770");
    }

    private JsonNode body(Message message, Wording wording) throws Exception {
        return JSON.readTree(card.body(Event.of(message), wording));
    }

    private static String text(JsonNode body) {
        return body.at("/card/elements/0/content").asText();
    }

    private static String last(JsonNode body) {
        JsonNode elements = body.at("/card/elements");
        assertThat(elements).hasSize(2);
        return elements.path(1).path("content").asText();
    }

    private static Verdict failed(int items) {
        return RobotMessages.failing(items, i -> i % 2 == 0 ? "MYSQL_BINLOG" : "MYSQL_BINLOG_" + i);
    }

    private static Message message(Verdict verdict) {
        WatchFacts watch = Fixtures.withRunbook(
                Fixtures.watch(Map.of("env", "prod")), "https://wiki.example.com/prechecks?a=1&b=2");
        return EventBody.verdict(SETTINGS.origin(), verdict, watch, Optional.empty());
    }

    private static Wording wording(Language language) {
        return RobotMessages.wording(language, Mentions.NONE);
    }
}
