package io.github.precheckwatcher.notify.kind.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.notify.AlertTimes;
import io.github.precheckwatcher.notify.Messages;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType.Mistake;
import io.github.precheckwatcher.notify.Routing;
import io.github.precheckwatcher.notify.SettingsBuilder;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.precheck.Outcome;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertmanagerTypeTest {
    private static final Set<Outcome> TOLD = EnumSet.of(Outcome.PASSED, Outcome.WARNING, Outcome.FAILED, Outcome.ERROR);

    private final AlertmanagerType type = new AlertmanagerType();

    @Test
    void the_defaults_are_right() {
        assertThat(type.mistakes(settings(AlertTimes.DEFAULT, Routing.DEFAULT))).isEmpty();
    }

    @Test
    void annotations_are_bounded_and_show_what_nobody_sees() throws IOException {
        String name = "A\u202EB\u0007" + "x".repeat(20_000);
        Message message = Messages.verdict(
                "db", Outcome.FAILED, Optional.empty(), Optional.empty(), Notifications.item(name, "FAILED"));

        JsonNode annotations = new ObjectMapper()
                .readTree(type.render(message, settings(AlertTimes.DEFAULT, Routing.DEFAULT)))
                .path("annotations");

        assertThat(annotations.path("description").asText())
                .startsWith("A‹U+202E›B‹U+0007›xxx")
                .hasSizeLessThanOrEqualTo(16 * 1024 + 1)
                .endsWith("…");
        annotations.properties().stream()
                .filter(annotation -> !annotation.getKey().equals("description"))
                .forEach(annotation ->
                        assertThat(annotation.getValue().asText()).hasSizeLessThanOrEqualTo(2 * 1024 + 1));
    }

    @Test
    void an_alert_that_would_end_between_two_sendings_is_refused() {
        Duration minute = Duration.ofMinutes(1);

        assertThat(keys(settings(new AlertTimes(minute, minute, minute, minute), Routing.DEFAULT)))
                .containsExactly("expires-after");
    }

    @Test
    void bad_outcomes_without_passed_are_refused_for_nothing_would_be_resolved() {
        assertThat(keys(settings(AlertTimes.DEFAULT, outcomes(Outcome.FAILED, Outcome.ERROR))))
                .containsExactly("when.outcomes");
        assertThat(keys(settings(AlertTimes.DEFAULT, outcomes(Outcome.FAILED, Outcome.PASSED))))
                .isEmpty();
    }

    @Test
    void a_wish_for_changes_alone_is_refused_for_a_verdict_that_says_the_same_keeps_the_alert_firing() {
        var changed = new Routing(TOLD, Set.of(), Set.of(), List.of(), true);

        assertThat(keys(settings(AlertTimes.DEFAULT, changed))).containsExactly("when.changed");
    }

    @Test
    void news_of_the_daemon_is_refused() {
        assertThat(keys(settings(AlertTimes.DEFAULT, Routing.DEFAULT, MessageType.OPERATOR)))
                .containsExactly("events");
        assertThat(keys(settings(AlertTimes.DEFAULT, Routing.DEFAULT, MessageType.SUMMARY)))
                .containsExactly("events");
        assertThat(type.sends(MessageType.SUMMARY, MessageStatus.FAILED)).isFalse();
        assertThat(type.sends(MessageType.OPERATOR, MessageStatus.ERROR)).isFalse();
        assertThat(type.sends(MessageType.DIGEST, MessageStatus.FAILED)).isFalse();
        assertThat(type.sends(MessageType.TEST, MessageStatus.WARNING)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void an_outcome_that_says_nothing_of_the_state_is_not_even_delivered(Outcome outcome) {
        var settings = Notifications.settings(settings(AlertTimes.DEFAULT, outcomes(Outcome.values())));
        var router = Notifications.router(settings, () -> new UUID(0, 1));

        var wanting = router.wanting(
                settings,
                Notifications.verdict(outcome, List.of(), Optional.empty(), Optional.empty()),
                Notifications.watch(Map.of()),
                Optional.empty());

        assertThat(wanting).hasSize(TOLD.contains(outcome) ? 1 : 0);
    }

    @Test
    void labels_that_every_alert_has_or_alertmanager_does_not_take_are_refused_each_where_it_stands() {
        NotifierSettings am = SettingsBuilder.of(settings(AlertTimes.DEFAULT, Routing.DEFAULT))
                .alertLabels(
                        "team",
                        "alertname",
                        "account",
                        "region",
                        "instance",
                        "environment",
                        "a.b",
                        "1a",
                        "",
                        "__name",
                        "severity",
                        "team",
                        "_env2",
                        "grün")
                .build();
        assertThat(type.mistakes(am))
                .extracting(Mistake::key)
                .containsExactly(
                        "alert-labels[1]",
                        "alert-labels[2]",
                        "alert-labels[3]",
                        "alert-labels[4]",
                        "alert-labels[5]",
                        "alert-labels[6]",
                        "alert-labels[7]",
                        "alert-labels[8]",
                        "alert-labels[9]",
                        "alert-labels[11]",
                        "alert-labels[13]");
    }

    private List<String> keys(NotifierSettings settings) {
        return type.mistakes(settings).stream().map(Mistake::key).toList();
    }

    private static Routing outcomes(Outcome... outcomes) {
        return new Routing(Set.of(outcomes), Set.of(), Set.of(), List.of(), false);
    }

    private static NotifierSettings settings(AlertTimes times, Routing routing, MessageType... events) {
        NotifierSettings s = Notifications.notifier(
                "am",
                NotifierKind.ALERTMANAGER,
                Optional.of(URI.create("http://am.example.com:9093")),
                Duration.ofSeconds(5));
        return SettingsBuilder.of(s)
                .routing(routing)
                .events(events)
                .alert(times)
                .build();
    }
}
