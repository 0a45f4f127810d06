package io.github.precheckwatcher.notify.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.precheck.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MentionResolverTest {
    private static final Mentions MENTIONS = new Mentions(
            Map.of(Outcome.WARNING, List.of("w"), Outcome.FAILED, List.of("f", "w"), Outcome.ERROR, List.of("all")),
            List.of(new Mentions.ByLabel(
                    List.of(LabelMatcher.parse("team=\"payments\"")),
                    Map.of(Outcome.WARNING, List.of("p"), Outcome.PASSED, List.of("x")))));

    @Test
    void a_verdict_calls_those_of_its_outcome_and_labels() {
        assertThat(called(Map.of())).containsExactly("w");
        assertThat(called(Map.of("team", "payments"))).containsExactly("w", "p");
        assertThat(called(Map.of("team", "other"))).containsExactly("w");
    }

    @Test
    void a_digest_calls_those_of_all_its_members_each_once() {
        assertThat(called(digest("FAILED", "WARNING", "PASSED", "INFO"))).containsExactly("f", "w");
        assertThat(called(digest("WARNING", "ERROR"))).containsExactly("all");
        assertThat(called(digest("PASSED", "CANCELLED"))).isEmpty();
    }

    @Test
    void a_member_of_a_digest_may_bring_its_labels() {
        Message digest = new Message("m", MessageType.DIGEST, "digest", MessageStatus.WARNING, Notifications.NOW, """
                {"data":{"verdicts":[{"outcome":"WARNING","labels":{"team":"payments"}}]}}""");
        assertThat(called(digest)).containsExactly("w", "p");
    }

    @Test
    void a_sample_and_an_operator_event_call_nobody() {
        for (MessageType type : List.of(MessageType.TEST, MessageType.OPERATOR)) {
            String event = Notifications.message("id").event();
            assertThat(called(new Message("m", type, "s", MessageStatus.ERROR, Notifications.NOW, event)))
                    .isEmpty();
        }
    }

    @Test
    void an_event_without_outcome_calls_nobody() {
        for (String event : List.of("", "{}", "[]", "{\"data\":{\"outcome\":7}}")) {
            assertThat(called(
                            new Message("m", MessageType.VERDICT, "s", MessageStatus.ERROR, Notifications.NOW, event)))
                    .isEmpty();
        }
    }

    private static Iterable<String> called(Map<String, String> labels) {
        Message message = EventBody.verdict(
                Notifications.settings().origin(),
                Notifications.warning(),
                Notifications.watch(labels),
                Optional.empty());
        return called(message);
    }

    private static Set<String> called(Message message) {
        return MentionResolver.by(Event.of(message), MENTIONS);
    }

    private static Message digest(String... outcomes) {
        String members = String.join(
                ",",
                List.of(outcomes).stream()
                        .map(outcome -> "{\"id\":\"i\",\"outcome\":\"" + outcome + "\",\"subject\":\"s\"}")
                        .toList());
        return new Message(
                "m",
                MessageType.DIGEST,
                "digest",
                MessageStatus.valueOf(outcomes[0]),
                Notifications.NOW,
                "{\"data\":{\"outcome\":\"FAILED\",\"verdicts\":[" + members + "]}}");
    }
}
