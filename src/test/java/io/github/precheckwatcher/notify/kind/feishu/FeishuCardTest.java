package io.github.precheckwatcher.notify.kind.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.RobotMessages;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.kind.CardContract;
import io.github.precheckwatcher.notify.text.MessageRenderer;
import io.github.precheckwatcher.precheck.Outcome;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeishuCardTest extends CardContract {
    private static final int LIMIT = 20_000;
    private static final String INJECTED =
            "<at id=all></at> [x](https://evil.example) **b** <font color='red'>r</font>";

    private final FeishuCard card = new FeishuCard(MessageRenderer.of("feishu", FeishuMarkdown::escape));

    FeishuCardTest() {
        super(new Platform(
                Map.of(Outcome.FAILED, List.of("ou_1"), Outcome.WARNING, List.of("ou_2", "b6xx")),
                "<at id=ou_2></at> <at id=b6xx></at>",
                " (?=<)",
                List.of("<at id=ou_1></at>", "<at id=ou_2></at>", "<at id=b6xx></at>"),
                "<at id=all></at>",
                "\\*\\*MYSQL&#95;BINLOG",
                19_500));
    }

    @Override
    protected String render(Message message, Wording wording) {
        return card.body(Event.of(message), wording);
    }

    @Override
    protected String title(JsonNode body) {
        return body.at("/card/header/title/content").asText();
    }

    @Override
    protected String text(JsonNode body) {
        return body.at("/card/elements/0/content").asText();
    }

    @Override
    protected String last(JsonNode body) {
        JsonNode elements = body.at("/card/elements");
        assertThat(elements).hasSize(2);
        return elements.path(1).path("content").asText();
    }

    @Override
    protected void assertForm(JsonNode body) {
        assertThat(text(body)).doesNotContain("{").doesNotContain("&lt;");
    }

    /** The signature counts. */
    @Override
    protected int assertWithinLimits(String body) {
        int bytes = bytes(FeishuSignature.into(body, "a secret", Notifications.NOW));
        assertThat(bytes).isLessThanOrEqualTo(LIMIT);
        return bytes;
    }

    @Test
    void a_verdict_is_a_card_with_title_colour_and_markdown() {
        JsonNode body = body(message(Notifications.warning()), wording(Language.EN));

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
    void the_colour_says_the_outcome(Outcome outcome, String colour) {
        var verdict = Notifications.verdict(outcome, List.of(), Optional.empty(), Optional.empty());

        JsonNode body = body(message(verdict), wording(Language.ZH_CN));

        assertThat(body.at("/card/header/template").asText()).isEqualTo(colour);
        assertThat(body.at("/card/header/title/content").asText()).isEqualTo(outcome + " orders-db");
    }

    @Test
    void of_hundreds_of_people_a_hundred_are_called_within_the_limit() {
        List<String> many = IntStream.range(100, 1_100)
                .mapToObj(i -> "ou_" + i + "x".repeat(58))
                .toList();
        var mentions = new Mentions(Map.of(Outcome.FAILED, many), List.of());

        String body = render(message(failed(150)), RobotMessages.wording(Language.EN, mentions));

        assertThat(bytes(body)).isLessThanOrEqualTo(LIMIT);
        assertThat(last(json(body)).split("<at ", -1)).hasSize(101);
        assertThat(text(json(body))).contains("CE500770");
    }

    @Test
    void nothing_from_outside_becomes_a_tag_a_link_or_mark_up() {
        for (JsonNode body : injected(INJECTED, Optional.of(URI.create("https://wiki.example.com/)(x)*y*")))) {
            String text = text(body);
            assertThat(text).contains("&#60;at id=all&#62;").doesNotContain("<").doesNotContain("](https://evil");
            // our own bold marks stand in pairs around an item or outcome, at the beginning of a line
            assertThat(text.replaceAll("(?m)^\\*\\*[^*\n]+\\*\\*", "")).doesNotContain("**");
        }
    }

    @Test
    void a_template_of_the_operators_own_that_fails_gives_way_to_ours() {
        var broken =
                RobotMessages.wording(Language.EN, Optional.of("{nothing.like.that}"), Optional.empty(), Mentions.NONE);

        assertThat(text(body(message(Notifications.warning()), broken))).contains("RequestId: CE500770");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
