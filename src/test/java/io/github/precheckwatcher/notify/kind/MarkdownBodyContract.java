package io.github.precheckwatcher.notify.kind;

import static io.github.precheckwatcher.notify.RobotMessages.SETTINGS;
import static io.github.precheckwatcher.notify.RobotMessages.failed;
import static io.github.precheckwatcher.notify.RobotMessages.message;
import static io.github.precheckwatcher.notify.RobotMessages.warning;
import static io.github.precheckwatcher.notify.RobotMessages.wording;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.Page;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the body of each chat platform that takes Markdown alone holds, and that it fits. */
public abstract class MarkdownBodyContract {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Platform platform;

    /** Calls those of the platform at WARNING and FAILED, and all at ERROR. */
    protected final Mentions mentions;

    /**
     * What differs between the platforms.
     *
     * @param text where the Markdown stands in the body
     * @param opening what stands before outcome and name
     * @param closing what stands behind them
     * @param lines parts of the text of a verdict
     * @param warned who is called at WARNING
     * @param failed who is called at FAILED
     * @param call how the text ends then
     * @param person one of very many to call
     * @param limit of bytes
     * @param wholeBody whether it counts the whole body, not the Markdown alone
     * @param slack how many bytes at most stay unused where something is left out
     */
    public record Platform(
            NotifierKind kind,
            String text,
            String opening,
            String closing,
            List<String> lines,
            List<String> warned,
            String failed,
            String call,
            IntFunction<String> person,
            int limit,
            boolean wholeBody,
            int slack) {}

    protected MarkdownBodyContract(Platform platform) {
        this.platform = platform;
        this.mentions = new Mentions(
                Map.of(
                        Outcome.WARNING,
                        platform.warned(),
                        Outcome.FAILED,
                        List.of(platform.failed()),
                        Outcome.ERROR,
                        List.of("all")),
                List.of());
    }

    @Test
    void a_verdict_is_a_markdown_message_that_opens_with_outcome_and_name() {
        JsonNode body = body(warning("orders-db"), wording(Language.EN, Mentions.NONE));
        assertThat(body.path("msgtype").asText()).isEqualTo("markdown");
        assertThat(text(body))
                .startsWith(platform.opening() + "WARNING orders-db" + platform.closing())
                .contains(platform.lines())
                .contains("(https://wiki.example.com/runbook?a=1&b=2)")
                .contains("[Details](https://prechecks.example.com/");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void both_languages_write_every_type_of_message(Language language) {
        for (Message message : List.of(
                warning("orders-db"),
                EventBody.digest(
                        SETTINGS.origin(), "digest-1", List.of(warning("a"), failed("b", 3)), Notifications.NOW),
                EventBody.test(SETTINGS.origin(), "test-1", Notifications.NOW))) {
            assertThat(text(body(message, wording(language, Mentions.NONE))))
                    .startsWith(platform.opening())
                    .contains(message.status().name())
                    .doesNotContain("{");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 20, 30, 40, 41, 42, 43, 44, 45, 60, 90, 91, 92, 93, 94, 95, 500, 3_000})
    void whatever_is_reported_fits_and_says_what_it_leaves_out(int items) {
        for (Language language : Language.values()) {
            String body = render(failed("orders-db", items), wording(language, mentions));
            assertThat(size(body)).isLessThanOrEqualTo(platform.limit());
            String text = text(json(body));
            assertThat(text)
                    .startsWith(platform.opening() + "FAILED orders-db" + platform.closing())
                    .contains("CE500770-42D3-442E-9DDD-156E0F9F3B45")
                    .contains("](https://prechecks.example.com/")
                    .endsWith(platform.call());
            int shown = text.split("\\*\\*FAILED\\*\\*", -1).length - 1;
            if (shown < items) {
                assertThat(text)
                        .contains(
                                language == Language.EN
                                        ? "and " + (items - shown) + " more"
                                        : "另有 " + (items - shown) + " 项");
                assertThat(size(body)).isGreaterThan(platform.limit() - platform.slack());
            }
        }
    }

    @Test
    void a_digest_of_thousands_fits() {
        List<Message> members = IntStream.range(0, 2_000)
                .mapToObj(i -> i % 3 == 0 ? failed("库-" + i, 1) : warning("库-" + i))
                .toList();
        Message digest = EventBody.digest(SETTINGS.origin(), "digest-1", members, Notifications.NOW);
        String body = render(digest, wording(Language.ZH_CN, mentions));
        assertThat(size(body)).isBetween(platform.limit() - platform.slack(), platform.limit());
        assertThat(text(json(body))).containsPattern("另有 \\d+ 项");
    }

    @Test
    void an_endless_name_and_hundreds_of_people_fit_too() {
        List<String> many =
                IntStream.range(0, 1_000).mapToObj(platform.person()).toList();
        String body = render(
                warning("n".repeat(30_000)),
                wording(Language.EN, new Mentions(Map.of(Outcome.WARNING, many), List.of())));
        assertThat(size(body)).isLessThanOrEqualTo(platform.limit());
        assertThat(text(json(body)))
                .startsWith(platform.opening() + "WARNING nnn")
                .contains("CE500770");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void the_message_of_the_page_is_the_one_that_arrives(Language language) throws IOException {
        Page.of(platform.kind().name().toLowerCase(Locale.ROOT))
                .assertMessage(language, text(body(Page.message(SETTINGS), wording(language, mentions))));
    }

    /** A failure whose name and whose item are these words: the body that nobody is called by, or led away from. */
    protected JsonNode hostile(String words) {
        JsonNode body = body(
                message(
                        Notifications.verdict(
                                Outcome.FAILED,
                                List.of(Notifications.instance(new CheckItem(words, Optional.of(words)))),
                                Optional.empty(),
                                Optional.empty()),
                        words),
                wording(Language.EN, Mentions.NONE));
        assertThat(body.has("at")).isFalse();
        assertThat(text(body) + body.at("/markdown/title").asText())
                .doesNotContain("@")
                .doesNotContain("](http://evil")
                .doesNotContain("<font")
                .doesNotContain("&#")
                .doesNotContain("\n# h");
        return body;
    }

    protected String render(Message message, Wording wording) {
        return platform.kind()
                .type()
                .render(
                        message,
                        Notifications.robot(
                                Notifications.notifier("n", platform.kind(), Optional.empty(), Duration.ofSeconds(10)),
                                Secret.fixed(Optional.empty()),
                                wording));
    }

    protected JsonNode body(Message message, Wording wording) {
        return json(render(message, wording));
    }

    protected String text(JsonNode body) {
        return body.at(platform.text()).asText();
    }

    protected static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(body, e);
        }
    }

    protected static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private int size(String body) {
        return bytes(platform.wholeBody() ? body : text(json(body)));
    }
}
