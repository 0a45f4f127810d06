package io.github.precheckwatcher.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.cloud.sas.ResultParser;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.text.MessageView;
import io.github.precheckwatcher.precheck.ByteBudget;
import io.github.precheckwatcher.precheck.Observation;
import io.github.precheckwatcher.precheck.Phase;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.precheck.VerdictRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is reported of a report that is larger than what is kept of it: bounded, with counts that are true. */
class UnlistedTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final NotifySettings SETTINGS = Notifications.settings(Notifications.log("log"));

    @Test
    void the_event_is_bounded_and_says_how_much_its_list_lacks() throws IOException {
        Message message = message(20_000, 2_000, 10_000);

        JsonNode data = JSON.readTree(message.event()).path("data");
        int listed = data.at("/instances/0/items").size();
        assertThat(message.event().getBytes(StandardCharsets.UTF_8).length).isLessThan(2 * ByteBudget.REPORT);
        assertThat(listed).isPositive();
        assertThat(data.path("unlisted").path("failed").asInt()).isEqualTo(20_000 - listed);
        assertThat(data.path("unlisted").path("warning").asInt()).isEqualTo(2_000);
        assertThat(data.path("unlisted").path("passed").asInt()).isEqualTo(10_000);
        WebhookSchema.assertValid(message.event());
    }

    @Test
    void an_event_that_lists_all_says_nothing_of_it() throws IOException {
        assertThat(JSON.readTree(message(3, 2, 1).event()).path("data").has("unlisted"))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void people_read_the_true_counts(Language language) {
        MessageView view = Messages.view(message(20_000, 2_000, 10_000), Messages.wording(language));

        assertThat(view.checks()).isEqualTo(32_000);
        assertThat(view.passed()).isEqualTo(10_000);
        assertThat(view.items().size() + view.more()).isEqualTo(22_000);
        assertThat(view.summary()).contains("10000").contains("32000");
    }

    @Test
    void a_digest_counts_what_its_members_do_not_list() throws IOException {
        Message digest =
                EventBody.digest(SETTINGS.origin(), "d", List.of(message(20_000, 2_000, 10_000)), Instant.EPOCH);

        JsonNode member = JSON.readTree(digest.event()).at("/data/verdicts/0");
        assertThat(member.path("checks").asInt()).isEqualTo(32_000);
        assertThat(member.path("passed").asInt()).isEqualTo(10_000);
        assertThat(digest.event().length()).isLessThan(5_000);
    }

    private static Message message(int failed, int warnings, int passed) {
        String items = IntStream.range(0, failed + warnings + passed)
                .mapToObj(i -> "{\"item\":\"I" + i + "\",\"result\":\""
                        + (i < passed ? "PASSED" : i < passed + warnings ? "WARNING" : "FAILED") + "\"}")
                .collect(Collectors.joining(","));
        Observation observation = new Observation(
                Phase.ENDED,
                "completed",
                OptionalInt.of(100),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ResultParser.parse("[{\"instanceId\":\"i-1\",\"results\":[" + items + "]}]"),
                Optional.of("R"));
        Verdict verdict = VerdictRule.judge("v-1", "db", new PrecheckRef("t", "i", "r"), observation, Instant.EPOCH);
        return EventBody.verdict(SETTINGS.origin(), verdict, Notifications.watch(Map.of()), Optional.empty());
    }
}
