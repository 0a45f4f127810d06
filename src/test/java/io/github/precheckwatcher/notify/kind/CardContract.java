package io.github.precheckwatcher.notify.kind;

import static io.github.precheckwatcher.notify.RobotMessages.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.RobotMessages;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.notify.event.WatchFacts;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.Verdict;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the body of each chat platform that takes a title and parts holds, and that it fits. */
public abstract class CardContract {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Platform platform;

    /**
     * What differs between the platforms.
     *
     * @param called whom a file may name at WARNING and FAILED
     * @param atWarning how those are called by a warning
     * @param between what stands between two calls
     * @param atBoth how all of them are called by a digest, in any order
     * @param everybody how all people are called
     * @param item how an item's name begins in the text
     * @param near at least so long is the longest body
     */
    public record Platform(
            Map<Outcome, List<String>> called,
            String atWarning,
            String between,
            List<String> atBoth,
            String everybody,
            String item,
            int near) {}

    protected CardContract(Platform platform) {
        this.platform = platform;
    }

    protected abstract String render(Message message, Wording wording);

    protected abstract String title(JsonNode body);

    /** All that is below the title and above the calls. */
    protected abstract String text(JsonNode body);

    /** The calls. */
    protected abstract String last(JsonNode body);

    /** Holds for a body of each type of message. */
    protected abstract void assertForm(JsonNode body);

    /** A body that is sent is within the limits; its length, as the platform counts. */
    protected abstract int assertWithinLimits(String body);

    @ParameterizedTest
    @EnumSource(Language.class)
    void every_type_of_message_can_be_sent(Language language) {
        Message verdict = message(Notifications.warning());
        var event = new OperatorEvent(
                "account/default",
                "account-suspended",
                OperatorEvent.Severity.ERROR,
                "37 watches wait",
                Optional.of(Notifications.problem("NoPermission")),
                Optional.of(37L));
        List<Message> messages = List.of(
                verdict,
                EventBody.digest(SETTINGS.origin(), "d-1", List.of(verdict, message(failed(1))), Notifications.NOW),
                EventBody.operator(SETTINGS.origin(), "o-1", event, Notifications.NOW),
                EventBody.test(SETTINGS.origin(), "t-1", Notifications.NOW));

        for (Message message : messages) {
            JsonNode body = body(message, wording(language));
            assertThat(title(body)).contains(message.status().name());
            assertThat(text(body)).isNotBlank();
            assertForm(body);
        }
    }

    @Test
    void whom_the_file_names_is_called_and_nobody_else() {
        Wording wording = RobotMessages.wording(Language.EN, new Mentions(platform.called(), List.of()));
        Message warning = message(Notifications.warning());

        assertThat(last(body(warning, wording))).isEqualTo(platform.atWarning());
        Message digest = EventBody.digest(
                SETTINGS.origin(), "d-1", List.of(warning, message(failed(1)), warning), Notifications.NOW);
        assertThat(last(body(digest, wording)).split(platform.between()))
                .containsExactlyInAnyOrderElementsOf(platform.atBoth());
    }

    @Test
    void everybody_is_called_by_one_tag() {
        String one = platform.called().get(Outcome.WARNING).get(0);
        var mentions = new Mentions(Map.of(Outcome.WARNING, List.of(one, "all")), List.of());

        assertThat(last(body(message(Notifications.warning()), RobotMessages.wording(Language.EN, mentions))))
                .isEqualTo(platform.everybody());
    }

    @Test
    void a_body_comes_near_the_limits_and_never_breaks_them() {
        int longest = 0;
        for (int items : List.of(1, 30, 60, 90, 150, 1_000)) {
            for (Language language : Language.values()) {
                String body = render(message(failed(items)), wording(language));
                longest = Math.max(longest, assertWithinLimits(body));
                assertThat(body)
                        .contains("FAILED orders-db")
                        .contains("CE500770-42D3-442E-9DDD-156E0F9F3B45")
                        .contains("https://prechecks.example.com/");
            }
        }
        assertThat(longest).as("items are left out only as far as needed").isGreaterThan(platform.near());
        String much = text(body(message(failed(1_000)), wording(Language.EN)));
        int shown = much.split(platform.item(), -1).length - 1;
        assertThat(much).contains("and " + (1_000 - shown) + " more");
    }

    /** Bodies that hold these words wherever words come from outside. */
    protected List<JsonNode> injected(String words, Optional<URI> runbook) {
        var problem = new Problem(words, words, Optional.of(words), Optional.of(words));
        var instance =
                Notifications.instance(Notifications.item(words, words), Notifications.item("a\n" + words, null));
        Verdict verdict =
                Notifications.verdict(Outcome.UNKNOWN, List.of(instance), Optional.of(problem), Optional.of(words));
        var watch = new WatchFacts(
                "id",
                words,
                Map.of("team", words),
                words,
                Notifications.NOW,
                1,
                Duration.ofSeconds(1),
                List.of(),
                runbook);
        var settings = new NotifySettings(words, Optional.empty(), "1", List.of());
        Message message = EventBody.verdict(settings.origin(), verdict, watch, Optional.empty());
        Message digest = EventBody.digest(settings.origin(), "d", List.of(message), Notifications.NOW);
        return List.of(body(message, wording(Language.EN)), body(digest, wording(Language.EN)));
    }

    protected JsonNode body(Message message, Wording wording) {
        return json(render(message, wording));
    }

    protected static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(body, e);
        }
    }

    protected static Verdict failed(int items) {
        return RobotMessages.failing(items, i -> i % 2 == 0 ? "MYSQL_BINLOG" : "MYSQL_BINLOG_" + i);
    }

    protected static Message message(Verdict verdict) {
        WatchFacts watch = Notifications.withRunbook(
                Notifications.watch(Map.of("env", "prod")), "https://wiki.example.com/prechecks?a=1&b=2");
        return EventBody.verdict(SETTINGS.origin(), verdict, watch, Optional.empty());
    }

    protected static Wording wording(Language language) {
        return RobotMessages.wording(language, Mentions.NONE);
    }
}
