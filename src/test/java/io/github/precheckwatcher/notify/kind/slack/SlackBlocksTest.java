package io.github.precheckwatcher.notify.kind.slack;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlackBlocksTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INJECTED = "<!channel> <@U1> <https://evil.example|x> <!date^0^x|y> & &lt;";

    private final SlackBlocks blocks = new SlackBlocks(MessageRenderer.of("slack", SlackText::escape));

    @Test
    void a_verdict_is_a_header_and_sections_with_a_text_for_notifications() throws Exception {
        JsonNode body = body(message(Fixtures.warning()), wording(Language.EN));

        assertThat(body.path("text").asText()).isEqualTo("WARNING orders-db");
        assertThat(body.at("/blocks/0")).isEqualTo(JSON.readTree("""
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
    void a_time_shows_in_each_readers_zone_and_in_the_notifiers_where_that_fails(Language language) throws Exception {
        assertThat(text(body(message(Fixtures.warning()), wording(language))))
                .containsPattern(
                        "<!date\\^1795508130\\^\\{date_short_pretty} \\{time}\\|2026-11-24 16:15:30[^<>|]*\\+08:00[^<>|]*>");
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
            assertThat(body.path("text").asText()).contains(message.status().name());
            assertThat(body.at("/blocks/0/text/text")).isEqualTo(body.path("text"));
            assertThat(text(body)).isNotBlank();
        }
    }

    @Test
    void whom_the_file_names_is_called_and_nobody_else() throws Exception {
        var mentions =
                new Mentions(Map.of(Outcome.FAILED, List.of("U1"), Outcome.WARNING, List.of("U2", "S3")), List.of());
        Message warning = message(Fixtures.warning());

        assertThat(last(body(warning, RobotMessages.wording(Language.EN, mentions))))
                .isEqualTo("<@U2> <!subteam^S3>");
        Message digest =
                EventBody.digest(SETTINGS.origin(), "d-1", List.of(warning, message(failed(1)), warning), Fixtures.NOW);
        assertThat(last(body(digest, RobotMessages.wording(Language.EN, mentions)))
                        .split(" "))
                .containsExactlyInAnyOrder("<@U1>", "<@U2>", "<!subteam^S3>");
        var all = new Mentions(Map.of(Outcome.WARNING, List.of("U2", "all")), List.of());
        assertThat(last(body(warning, RobotMessages.wording(Language.EN, all)))).isEqualTo("<!channel>");
    }

    @Test
    void of_hundreds_of_people_a_hundred_are_called_within_the_limits() throws Exception {
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
    void nothing_from_outside_becomes_a_tag() throws Exception {
        var problem = new Problem(INJECTED, INJECTED, Optional.of(INJECTED), Optional.of(INJECTED));
        var instance = Fixtures.instance(Fixtures.item(INJECTED, INJECTED), Fixtures.item("a\n<!here>", null));
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
                Optional.empty());
        var settings = new NotifySettings(INJECTED, Optional.empty(), "1", List.of());
        Message message = EventBody.verdict(settings.origin(), verdict, watch, Optional.empty());
        Message digest = EventBody.digest(settings.origin(), "d", List.of(message), Fixtures.NOW);

        for (Message each : List.of(message, digest)) {
            JsonNode body = body(each, wording(Language.EN));
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
    void a_body_comes_near_the_limits_and_never_breaks_them() throws Exception {
        int longest = 0;
        for (int items : List.of(1, 30, 60, 90, 150, 1_000)) {
            for (Language language : Language.values()) {
                String body = blocks.body(Event.of(message(failed(items))), wording(language));
                longest = Math.max(longest, body.length());
                assertThat(body)
                        .hasSizeLessThan(12_000)
                        .contains("FAILED orders-db")
                        .contains("CE500770-42D3-442E-9DDD-156E0F9F3B45")
                        .contains("https://prechecks.example.com/");
                JsonNode all = JSON.readTree(body).path("blocks");
                assertThat(all).hasSizeLessThanOrEqualTo(50);
                all.forEach(block -> assertThat(block.at("/text/text").asText()).hasSizeBetween(1, 3_000));
            }
        }
        assertThat(longest).as("items are left out only as far as needed").isGreaterThan(11_500);
        String much = text(body(message(failed(1_000)), wording(Language.EN)));
        int shown = much.split("\\*MYSQL_BINLOG", -1).length - 1;
        assertThat(much).contains("and " + (1_000 - shown) + " more");
    }

    @Test
    void a_name_too_long_for_a_header_stands_whole_in_the_text() throws Exception {
        var watch = Fixtures.watch(Map.of());
        String name = "orders<" + "&".repeat(180);
        var named = new WatchFacts(
                watch.id(), name, Map.of(), "default", Fixtures.NOW, 1, Duration.ZERO, List.of(), Optional.empty());

        JsonNode body = body(Fixtures.message(Fixtures.warning(), named), wording(Language.EN));

        assertThat(body.at("/blocks/0/text/text").asText())
                .startsWith("WARNING orders&lt;&amp;")
                .endsWith("&amp;…")
                .hasSizeLessThanOrEqualTo(150);
        assertThat(text(body)).startsWith("WARNING " + SlackText.escape(name) + '\n');
    }

    private JsonNode body(Message message, Wording wording) throws Exception {
        return JSON.readTree(blocks.body(Event.of(message), wording));
    }

    /** All sections, as one text. */
    private static String text(JsonNode body) {
        var sections = new ArrayList<String>();
        body.path("blocks").forEach(block -> {
            if (block.path("type").asText().equals("section")) {
                sections.add(block.at("/text/text").asText());
            }
        });
        return String.join("\n", sections);
    }

    private static String last(JsonNode body) {
        JsonNode blocks = body.path("blocks");
        return blocks.path(blocks.size() - 1).at("/text/text").asText();
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
