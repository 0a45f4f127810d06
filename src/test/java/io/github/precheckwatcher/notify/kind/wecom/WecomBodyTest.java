package io.github.precheckwatcher.notify.kind.wecom;

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

class WecomBodyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Mentions MENTIONS = new Mentions(
            Map.of(
                    Outcome.WARNING, List.of("zhangsan", "li.si"),
                    Outcome.FAILED, List.of("wangwu"),
                    Outcome.ERROR, List.of("all")),
            List.of());

    @Test
    void a_verdict_is_a_markdown_message_that_opens_with_outcome_and_name() throws Exception {
        JsonNode body = body(warning("orders-db"), wording(Language.EN, Mentions.NONE));
        assertThat(body.path("msgtype").asText()).isEqualTo("markdown");
        assertThat(text(body))
                .startsWith("**WARNING orders-db**\n")
                .contains("\n`SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE`: **WARNING** (Recovery mode)\n")
                .contains("> RequestId: CE500770-42D3-442E-9DDD-156E0F9F3B45\n")
                .contains("(https://wiki.example.com/runbook?a=1&b=2)")
                .contains("[Details](https://prechecks.example.com/");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void both_languages_write_every_type_of_message(Language language) throws Exception {
        for (Message message : List.of(
                warning("orders-db"),
                EventBody.digest(SETTINGS.origin(), "digest-1", List.of(warning("a"), failed("b", 3)), Fixtures.NOW),
                EventBody.test(SETTINGS.origin(), "test-1", Fixtures.NOW))) {
            JsonNode body = body(message, wording(language, Mentions.NONE));
            assertThat(text(body))
                    .startsWith("**")
                    .contains(message.status().name())
                    .doesNotContain("{");
        }
    }

    @Test
    void who_is_called_stands_behind_the_text() throws Exception {
        JsonNode body = body(warning("orders-db"), wording(Language.EN, MENTIONS));
        assertThat(text(body)).endsWith("\n\n<@zhangsan><@li.si>");
    }

    @Test
    void all_are_called_by_a_text_message_of_their_own() throws Exception {
        Message error = message(Fixtures.verdict(
                Outcome.ERROR, List.of(), Optional.of(Fixtures.problem("PRECHECK_ERROR")), Optional.empty()));
        List<String> messages =
                WecomBody.messages(NotifierKind.WECOM.type().render(error, settings(wording(Language.EN, MENTIONS))));
        assertThat(messages).hasSize(2);
        assertThat(NotifierKind.WECOM.type().messages(String.join("\n", messages)))
                .isEqualTo(2);
        assertThat(text(JSON.readTree(messages.get(0)))).doesNotContain("@");
        assertThat(messages.get(1))
                .isEqualTo("{\"msgtype\":\"text\",\"text\":{\"content\":\"ERROR orders-db\","
                        + "\"mentioned_list\":[\"@all\"]}}");
    }

    @Test
    void an_endless_name_fits_the_second_message_too() throws Exception {
        Message error = message(
                Fixtures.verdict(Outcome.ERROR, List.of(), Optional.empty(), Optional.empty()), "名".repeat(3_000));
        List<String> messages =
                WecomBody.messages(NotifierKind.WECOM.type().render(error, settings(wording(Language.EN, MENTIONS))));
        assertThat(bytes(text(JSON.readTree(messages.get(0))))).isLessThanOrEqualTo(WecomBody.LIMIT);
        String call = JSON.readTree(messages.get(1)).at("/text/content").asText();
        assertThat(bytes(call)).isLessThanOrEqualTo(WecomBody.TEXT_LIMIT);
        assertThat(call).startsWith("ERROR 名名");
    }

    @Test
    void a_digest_calls_everyone_that_its_members_call_once() throws Exception {
        Message digest = EventBody.digest(
                SETTINGS.origin(), "digest-1", List.of(warning("a"), warning("b"), failed("c", 1)), Fixtures.NOW);
        assertThat(text(body(digest, wording(Language.EN, MENTIONS)))).endsWith("\n\n<@wangwu><@zhangsan><@li.si>");
    }

    @Test
    void nothing_from_outside_can_mention_link_or_mark_up() throws Exception {
        String evil = "<@zhangsan> @all [x](http://evil) <font color=red>*b* _i_ `c` \n# h &#64;all ![i](http://evil)";
        Message message = message(
                Fixtures.verdict(
                        Outcome.FAILED,
                        List.of(Fixtures.instance(new CheckItem(evil, Optional.of(evil)))),
                        Optional.empty(),
                        Optional.empty()),
                evil);
        JsonNode body = body(message, wording(Language.EN, Mentions.NONE));
        assertThat(text(body))
                .doesNotContain("@")
                .doesNotContain("](http://evil")
                .doesNotContain("<font")
                .doesNotContain("&#")
                .doesNotContain("\n# h")
                .contains("＜＠zhangsan>");
        assertThat(text(body)).contains("＊b＊ _i_ 'c'");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 20, 40, 41, 42, 43, 44, 45, 500, 3_000})
    void whatever_is_reported_fits_and_says_what_it_leaves_out(int items) throws Exception {
        for (Language language : Language.values()) {
            String body =
                    NotifierKind.WECOM.type().render(failed("orders-db", items), settings(wording(language, MENTIONS)));
            String text = text(JSON.readTree(body));
            assertThat(bytes(text)).isLessThanOrEqualTo(WecomBody.LIMIT);
            assertThat(text)
                    .startsWith("**FAILED orders-db**")
                    .contains("CE500770-42D3-442E-9DDD-156E0F9F3B45")
                    .contains("](https://prechecks.example.com/")
                    .endsWith("<@wangwu>");
            int shown = text.split("\\*\\*FAILED\\*\\*", -1).length - 1;
            if (shown < items) {
                assertThat(text)
                        .contains(
                                language == Language.EN
                                        ? "and " + (items - shown) + " more"
                                        : "另有 " + (items - shown) + " 项");
                assertThat(bytes(text)).isGreaterThan(WecomBody.LIMIT - 200);
            }
        }
    }

    @Test
    void a_digest_of_thousands_fits() throws Exception {
        List<Message> members = IntStream.range(0, 2_000)
                .mapToObj(i -> i % 3 == 0 ? failed("库-" + i, 1) : warning("库-" + i))
                .toList();
        Message digest = EventBody.digest(SETTINGS.origin(), "digest-1", members, Fixtures.NOW);
        String body = NotifierKind.WECOM.type().render(digest, settings(wording(Language.ZH_CN, MENTIONS)));
        assertThat(bytes(text(JSON.readTree(body)))).isBetween(WecomBody.LIMIT - 200, WecomBody.LIMIT);
        assertThat(text(JSON.readTree(body))).containsPattern("另有 \\d+ 项");
    }

    @Test
    void an_endless_name_and_hundreds_of_people_fit_too() throws Exception {
        List<String> many =
                IntStream.range(0, 1_000).mapToObj(i -> "member-" + i).toList();
        var mentions = new Mentions(Map.of(Outcome.WARNING, many), List.of());
        String body =
                NotifierKind.WECOM.type().render(warning("n".repeat(30_000)), settings(wording(Language.EN, mentions)));
        assertThat(bytes(text(JSON.readTree(body)))).isLessThanOrEqualTo(WecomBody.LIMIT);
        assertThat(text(JSON.readTree(body))).startsWith("**WARNING nnn").contains("CE500770");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void the_message_of_the_page_is_the_one_that_arrives(Language language) throws Exception {
        JsonNode body = body(Page.message(SETTINGS), wording(language, MENTIONS));
        Page.of("wecom").assertMessage(language, text(body));
    }

    private static NotifierSettings settings(Wording wording) {
        return Fixtures.robot(
                Fixtures.notifier("wecom", NotifierKind.WECOM, Optional.empty(), Duration.ofSeconds(10)),
                Secret.fixed(Optional.empty()),
                wording);
    }

    private static JsonNode body(Message message, Wording wording) throws Exception {
        return JSON.readTree(NotifierKind.WECOM.type().render(message, settings(wording)));
    }

    private static String text(JsonNode body) {
        return body.at("/markdown/content").asText();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
