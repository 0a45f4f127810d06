package io.github.precheckwatcher.notify.kind.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.RobotMessages;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.WatchFacts;
import io.github.precheckwatcher.notify.kind.CardContract;
import io.github.precheckwatcher.notify.text.MessageRenderer;
import io.github.precheckwatcher.precheck.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlackBlocksTest extends CardContract {
    private static final String INJECTED = "<!channel> <!here> <@U1> <https://evil.example|x> <!date^0^x|y> & &lt;";

    private final SlackBlocks blocks = new SlackBlocks(MessageRenderer.of("slack", SlackText::escape));

    SlackBlocksTest() {
        super(new Platform(
                Map.of(Outcome.FAILED, List.of("U1"), Outcome.WARNING, List.of("U2", "S3")),
                "<@U2> <!subteam^S3>",
                " ",
                List.of("<@U1>", "<@U2>", "<!subteam^S3>"),
                "<!channel>",
                "\\*MYSQL_BINLOG",
                11_500));
    }

    @Override
    protected String render(Message message, Wording wording) {
        return blocks.body(Event.of(message), wording);
    }

    @Override
    protected String title(JsonNode body) {
        return body.path("text").asText();
    }

    /** All sections, as one text. */
    @Override
    protected String text(JsonNode body) {
        var sections = new ArrayList<String>();
        body.path("blocks").forEach(block -> {
            if (block.path("type").asText().equals("section")) {
                sections.add(block.at("/text/text").asText());
            }
        });
        return String.join("\n", sections);
    }

    @Override
    protected String last(JsonNode body) {
        JsonNode parts = body.path("blocks");
        return parts.path(parts.size() - 1).at("/text/text").asText();
    }

    @Override
    protected void assertForm(JsonNode body) {
        assertThat(body.at("/blocks/0/text/text")).isEqualTo(body.path("text"));
    }

    @Override
    protected int assertWithinLimits(String body) {
        assertThat(body).hasSizeLessThan(12_000);
        JsonNode all = json(body).path("blocks");
        assertThat(all).hasSizeLessThanOrEqualTo(50);
        all.forEach(block -> assertThat(block.at("/text/text").asText()).hasSizeBetween(1, 3_000));
        return body.length();
    }

    @Test
    void a_verdict_is_a_header_and_sections_with_a_text_for_notifications() {
        JsonNode body = body(message(Notifications.warning()), wording(Language.EN));

        assertThat(body.path("text").asText()).isEqualTo("WARNING orders-db");
        assertThat(body.at("/blocks/0")).isEqualTo(json("""
                {"type":"header","text":{"type":"plain_text","text":"WARNING orders-db","emoji":false}}"""));
        assertThat(body.path("blocks")).hasSize(2);
        assertThat(body.at("/blocks/1/text/type").asText()).isEqualTo("mrkdwn");
        assertThat(body.at("/blocks/1/text/verbatim").asBoolean()).isTrue();
        assertThat(text(body))
                .contains("• *SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE*: WARNING (Recovery mode)")
                .contains("RequestId: CE500770-42D3-442E-9DDD-156E0F9F3B45")
                .contains("<https://wiki.example.com/prechecks?a=1&amp;b=2|Runbook>")
                .contains("<https://prechecks.example.com/")
                .doesNotContain("<@")
                .doesNotContain("<!channel");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void a_time_shows_in_each_readers_zone_and_in_the_notifiers_where_that_fails(Language language) {
        assertThat(text(body(message(Notifications.warning()), wording(language))))
                .containsPattern(
                        "<!date\\^1795508130\\^\\{date_short_pretty} \\{time}\\|2026-11-24 16:15:30[^<>|]*\\+08:00[^<>|]*>");
    }

    @Test
    void of_hundreds_of_people_a_hundred_are_called_within_the_limits() {
        for (String id : List.of("U%d", "S%dLONGESTGROUPIDTHATISALLOWED")) {
            List<String> many =
                    IntStream.range(100, 1_100).mapToObj(id::formatted).toList();
            var mentions = new Mentions(Map.of(Outcome.FAILED, many), List.of());

            JsonNode body = body(message(failed(150)), RobotMessages.wording(Language.EN, mentions));

            assertThat(body.toString()).hasSizeLessThan(12_000);
            assertThat(body.path("blocks"))
                    .allSatisfy(
                            block -> assertThat(block.at("/text/text").asText()).hasSizeLessThanOrEqualTo(3_000));
            assertThat(text(body).split("<(?=@|!subteam)", -1)).hasSize(101);
            assertThat(text(body)).contains("CE500770");
        }
    }

    @Test
    void nothing_from_outside_becomes_a_tag() {
        for (JsonNode body : injected(INJECTED, Optional.empty())) {
            assertThat(body.path("text").asText()
                            + body.at("/blocks/0/text/text").asText())
                    .doesNotContain("<")
                    .doesNotContain(">");
            assertThat(text(body)).contains("&lt;!channel&gt;");
            assertThat(text(body).replaceAll("<!date\\^17\\d+\\^[^<>]*>", ""))
                    .doesNotContain("<")
                    .doesNotContain(">");
        }
    }

    @Test
    void a_name_too_long_for_a_header_stands_whole_in_the_text() {
        var watch = Notifications.watch(Map.of());
        String name = "orders<" + "&".repeat(180);
        var named = new WatchFacts(
                watch.id(),
                name,
                Map.of(),
                "default",
                Notifications.NOW,
                1,
                Duration.ZERO,
                List.of(),
                Optional.empty());

        JsonNode body = body(Notifications.message(Notifications.warning(), named), wording(Language.EN));

        assertThat(body.at("/blocks/0/text/text").asText())
                .startsWith("WARNING orders&lt;&amp;")
                .endsWith("&amp;…")
                .hasSizeLessThanOrEqualTo(150);
        assertThat(text(body)).startsWith("WARNING " + SlackText.escape(name) + '\n');
    }
}
