package io.github.precheckwatcher.notify.kind.dingtalk;

import static io.github.precheckwatcher.notify.RobotMessages.SETTINGS;
import static io.github.precheckwatcher.notify.RobotMessages.failed;
import static io.github.precheckwatcher.notify.RobotMessages.message;
import static io.github.precheckwatcher.notify.RobotMessages.warning;
import static io.github.precheckwatcher.notify.RobotMessages.wording;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.notify.Fixtures;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.Page;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DingTalkBodyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Mentions MENTIONS = new Mentions(
            Map.of(
                    Outcome.WARNING, List.of("13800000000", "+852-50000000"),
                    Outcome.FAILED, List.of("13900000000"),
                    Outcome.ERROR, List.of("all")),
            List.of());

    @Test
    void a_verdict_is_a_markdown_message_that_opens_with_outcome_and_name() throws Exception {
        JsonNode body = body(warning("orders-db"), wording(Language.EN, Mentions.NONE));
        assertThat(body.path("msgtype").asText()).isEqualTo("markdown");
        assertThat(body.at("/markdown/title").asText()).isEqualTo("WARNING orders-db");
        assertThat(text(body))
                .startsWith("### WARNING orders-db\n\n")
                .contains("\n\n**SQL\\_SERVER\\_DB\\_IN\\_SIMPLE\\_RECOVERY\\_MODE**: **WARNING** (Recovery mode)\n\n")
                .contains("- RequestId: CE500770-42D3-442E-9DDD-156E0F9F3B45\n")
                .contains("(https://wiki.example.com/runbook?a=1&b=2)")
                .contains("[Details](https://prechecks.example.com/");
        assertThat(body.has("at")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void both_languages_write_every_type_of_message(Language language) throws Exception {
        for (Message message : List.of(
                warning("orders-db"),
                EventBody.digest(SETTINGS.origin(), "digest-1", List.of(warning("a"), failed("b", 3)), Fixtures.NOW),
                EventBody.test(SETTINGS.origin(), "test-1", Fixtures.NOW))) {
            JsonNode body = body(message, wording(language, Mentions.NONE));
            assertThat(body.at("/markdown/title").asText())
                    .contains(message.status().name());
            assertThat(text(body))
                    .startsWith("### ")
                    .contains(message.status().name())
                    .doesNotContain("{");
        }
    }

    @Test
    void who_is_called_stands_in_at_and_in_the_text() throws Exception {
        JsonNode body = body(warning("orders-db"), wording(Language.EN, MENTIONS));
        assertThat(body.path("at").toString())
                .isEqualTo("{\"atMobiles\":[\"13800000000\",\"+852-50000000\"],\"isAtAll\":false}");
        assertThat(text(body)).endsWith("\n\n@13800000000 @+852-50000000");
    }

    @Test
    void all_are_called_by_the_platforms_word_for_them() throws Exception {
        Message error = message(Fixtures.verdict(
                Outcome.ERROR, List.of(), Optional.of(Fixtures.problem("PRECHECK_ERROR")), Optional.empty()));
        JsonNode body = body(error, wording(Language.EN, MENTIONS));
        assertThat(body.path("at").toString()).isEqualTo("{\"atMobiles\":[],\"isAtAll\":true}");
        assertThat(text(body)).endsWith("\n\n@所有人");
    }

    @Test
    void a_digest_calls_everyone_that_its_members_call_once() throws Exception {
        Message digest = EventBody.digest(
                SETTINGS.origin(), "digest-1", List.of(warning("a"), warning("b"), failed("c", 1)), Fixtures.NOW);
        JsonNode body = body(digest, wording(Language.EN, MENTIONS));
        assertThat(body.at("/at/atMobiles").toString())
                .isEqualTo("[\"13900000000\",\"13800000000\",\"+852-50000000\"]");
    }

    @Test
    void nothing_from_outside_can_mention_link_or_mark_up() throws Exception {
        String evil = "@13800000000 @所有人 [x](http://evil) <font color=red>*b* _i_ `c` \n# h &#64;all ![i](http://evil)";
        Message message = message(
                Fixtures.verdict(
                        Outcome.FAILED,
                        List.of(Fixtures.instance(new CheckItem(evil, Optional.of(evil)))),
                        Optional.empty(),
                        Optional.empty()),
                evil);
        JsonNode body = body(message, wording(Language.EN, Mentions.NONE));
        assertThat(body.has("at")).isFalse();
        assertThat(text(body) + body.at("/markdown/title").asText())
                .doesNotContain("@")
                .doesNotContain("](http://evil")
                .doesNotContain("<font")
                .doesNotContain("&#")
                .doesNotContain("\n# h")
                .contains("＠13800000000");
        assertThat(text(body)).doesNotContain(" *b*").doesNotContain(" _i_").contains("\\*b\\* \\_i\\_ \\`c\\`");
    }

    @Test
    void the_keyword_is_added_where_the_text_does_not_hold_it() throws Exception {
        assertThat(text(body(warning("orders-db"), keyword("预检")))).endsWith("\n\n预检");
        assertThat(text(body(warning("orders-db"), keyword("orders")))).doesNotEndWith("orders");
        assertThat(text(body(warning("orders_db"), keyword("orders_db")))).endsWith("\n\norders_db");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30, 60, 90, 91, 92, 93, 94, 95, 500, 3_000})
    void whatever_is_reported_fits_and_says_what_it_leaves_out(int items) throws Exception {
        for (Language language : Language.values()) {
            String body = NotifierKind.DINGTALK
                    .type()
                    .render(failed("orders-db", items), settings(wording(language, MENTIONS)));
            assertThat(bytes(body)).isLessThanOrEqualTo(DingTalkBody.LIMIT);
            String text = text(JSON.readTree(body));
            assertThat(text)
                    .startsWith("### FAILED orders-db")
                    .contains("CE500770-42D3-442E-9DDD-156E0F9F3B45")
                    .contains("](https://prechecks.example.com/")
                    .endsWith("@13900000000");
            int shown = text.split("FAILED\\*\\*", -1).length - 1;
            if (shown < items) {
                assertThat(text)
                        .contains(
                                language == Language.EN
                                        ? "and " + (items - shown) + " more"
                                        : "另有 " + (items - shown) + " 项");
                assertThat(bytes(body)).isGreaterThan(DingTalkBody.LIMIT - 400);
            }
        }
    }

    @Test
    void a_digest_of_thousands_fits() throws Exception {
        List<Message> members = IntStream.range(0, 2_000)
                .mapToObj(i -> i % 3 == 0 ? failed("库-" + i, 1) : warning("库-" + i))
                .toList();
        Message digest = EventBody.digest(SETTINGS.origin(), "digest-1", members, Fixtures.NOW);
        String body = NotifierKind.DINGTALK.type().render(digest, settings(wording(Language.ZH_CN, MENTIONS)));
        assertThat(bytes(body)).isBetween(DingTalkBody.LIMIT - 400, DingTalkBody.LIMIT);
        assertThat(text(JSON.readTree(body))).containsPattern("另有 \\d+ 项");
    }

    @Test
    void an_endless_name_and_hundreds_of_people_fit_too() throws Exception {
        List<String> many = IntStream.range(0, 1_000)
                .mapToObj(i -> "+852-" + (50_000_000 + i))
                .toList();
        var mentions = new Mentions(Map.of(Outcome.WARNING, many), List.of());
        String body = NotifierKind.DINGTALK
                .type()
                .render(warning("n".repeat(30_000)), settings(wording(Language.EN, mentions)));
        assertThat(bytes(body)).isLessThanOrEqualTo(DingTalkBody.LIMIT);
        assertThat(text(JSON.readTree(body))).startsWith("### WARNING nnn").contains("CE500770");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void the_message_of_the_page_is_the_one_that_arrives(Language language) throws Exception {
        JsonNode body = body(Page.message(SETTINGS), wording(language, MENTIONS));
        Page.of("dingtalk").assertMessage(language, text(body));
    }

    private static Wording keyword(String word) {
        return wording(Language.EN, Optional.empty(), Optional.of(word), Mentions.NONE);
    }

    private static NotifierSettings settings(Wording wording) {
        return Fixtures.robot(
                Fixtures.notifier("ding", NotifierKind.DINGTALK, Optional.empty(), Duration.ofSeconds(10)),
                Secret.fixed(Optional.empty()),
                wording);
    }

    private static JsonNode body(Message message, Wording wording) throws Exception {
        return JSON.readTree(NotifierKind.DINGTALK.type().render(message, settings(wording)));
    }

    private static String text(JsonNode body) {
        return body.at("/markdown/text").asText();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
