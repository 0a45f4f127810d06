package io.github.precheckwatcher.notify.kind.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.AlertTimes;
import io.github.precheckwatcher.notify.alert.Alert;
import io.github.precheckwatcher.notify.alert.Alert.State;
import io.github.precheckwatcher.notify.alert.AlertKey;
import io.github.precheckwatcher.notify.kind.alertmanager.AlertRule.News;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AlertRuleTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final AlertKey KEY = new AlertKey("am", "default", "cn-hangzhou", "one");
    private static final AlertTimes TIMES = AlertTimes.DEFAULT;
    private static final Duration RESEND = TIMES.resendInterval();

    @Test
    void a_bad_verdict_lights_an_alert_that_began_with_it() {
        Alert fired = afterVerdict(Optional.empty(), bad("a", 0), NOW.plusSeconds(5));

        assertThat(fired.state()).isEqualTo(State.FIRING);
        assertThat(fired.startsAt()).isEqualTo(NOW);
        assertThat(fired.dueAt()).contains(NOW.plusSeconds(5).plus(RESEND));
        assertThat(fired.untilAt()).isEqualTo(NOW.plusSeconds(5).plus(TIMES.maxAge()));
    }

    @Test
    void a_second_bad_verdict_keeps_the_same_alert_firing_for_longer() {
        Alert first = afterVerdict(Optional.empty(), bad("a", 0), NOW);

        Alert second = afterVerdict(Optional.of(first), bad("b", 60), NOW.plusSeconds(60));

        assertThat(second.startsAt()).isEqualTo(first.startsAt());
        assertThat(second.messageId()).isEqualTo("b");
        assertThat(second.untilAt()).isEqualTo(NOW.plusSeconds(60).plus(TIMES.maxAge()));
    }

    @Test
    void a_good_verdict_resolves_what_fires_for_a_while() {
        Instant later = NOW.plusSeconds(600);
        Alert resolved =
                afterVerdict(Optional.of(afterVerdict(Optional.empty(), bad("a", 0), NOW)), good("b", 600), later);

        assertThat(resolved.state()).isEqualTo(State.RESOLVED);
        assertThat(resolved.endsAt()).contains(later);
        List<Alert> sendings = new ArrayList<>();
        Alert kept = resolved;
        while (kept.dueAt().isPresent()) {
            kept = AlertRule.sent(kept, kept.dueAt().get(), TIMES);
            sendings.add(kept);
        }
        assertThat(sendings)
                .hasSize(5)
                .allSatisfy(sending -> assertThat(sending.endsAt()).contains(later));
        assertThat(kept.state()).isEqualTo(State.OVER);
    }

    @Test
    void what_fires_keeps_its_labels_whoever_saw_it_last() {
        Alert firing = afterVerdict(Optional.empty(), by("node-a", "a", true, 0), NOW);
        Alert still = afterVerdict(Optional.of(firing), by("node-b", "b", true, 60), NOW.plusSeconds(60));
        Alert resolved = afterVerdict(Optional.of(still), by("node-b", "c", false, 120), NOW.plusSeconds(120));

        for (Alert each : List.of(still, resolved)) {
            assertThat(each.body()).contains("{\"environment\":\"node-a\"}");
        }
        assertThat(resolved.body()).contains("\"c\"");
        Alert over = AlertRule.sent(resolved, resolved.untilAt(), TIMES);
        assertThat(afterVerdict(Optional.of(over), by("node-b", "d", true, 900), NOW.plusSeconds(900))
                        .body())
                .contains("{\"environment\":\"node-b\"}");
    }

    @Test
    void a_bad_verdict_with_other_chosen_labels_resolves_what_is_shown_and_fires_another_alert() {
        Alert first = afterVerdict(Optional.empty(), of("node-a", "core", "a", true, 0), NOW);
        Instant later = NOW.plusSeconds(60);
        Alert second = afterVerdict(Optional.of(first), of("node-b", "payments", "b", true, 60), later);

        assertThat(second.state()).isEqualTo(State.FIRING);
        assertThat(second.startsAt()).isEqualTo(later);
        assertThat(second.body()).contains("\"team\":\"payments\"").contains("\"environment\":\"node-a\"");
        assertThat(second.former())
                .containsExactly(
                        new Alert.Former(first.body(), first.startsAt(), later, later.plus(TIMES.resolvedFor())));

        List<Alert> sendings = sendings(second, later.plus(TIMES.resolvedFor()).plus(RESEND));
        assertThat(sendings.stream().filter(sending -> !sending.former().isEmpty()))
                .as("as long as other resolved ones")
                .hasSize(5);
        assertThat(sendings).allMatch(sending -> sending.state() == State.FIRING);
    }

    @Test
    void a_bad_verdict_with_the_former_labels_fires_that_alert_again_and_resolves_the_other() {
        Alert first = afterVerdict(Optional.empty(), of("n", "core", "a", true, 0), NOW);
        Alert second = afterVerdict(Optional.of(first), of("n", "payments", "b", true, 60), NOW.plusSeconds(60));
        Alert third = afterVerdict(Optional.of(second), of("n", "core", "c", true, 120), NOW.plusSeconds(120));

        assertThat(third.body()).contains("\"team\":\"core\"");
        assertThat(third.former()).extracting(Alert.Former::body).containsExactly(second.body());
    }

    @Test
    void a_good_verdict_resolves_what_is_shown_whatever_labels_its_watch_has() {
        Alert first = afterVerdict(Optional.empty(), of("n", "core", "a", true, 0), NOW);
        Alert second = afterVerdict(Optional.of(first), of("n", "payments", "b", true, 60), NOW.plusSeconds(60));
        Alert good = afterVerdict(Optional.of(second), of("n", "core", "c", false, 120), NOW.plusSeconds(120));

        assertThat(good.state()).isEqualTo(State.RESOLVED);
        assertThat(good.body()).contains("\"team\":\"payments\"");
        assertThat(good.former()).isEqualTo(second.former());
    }

    @Test
    void labels_that_are_chosen_or_left_out_in_the_file_hold_from_the_next_bad_verdict_on() {
        Alert without = afterVerdict(Optional.empty(), by("n", "a", true, 0), NOW);
        Alert with = afterVerdict(Optional.of(without), of("n", "core", "b", true, 60), NOW.plusSeconds(60));
        assertThat(with.former()).hasSize(1);
        Alert again = afterVerdict(Optional.of(with), by("n", "c", true, 120), NOW.plusSeconds(120));
        assertThat(again.body()).doesNotContain("team");
        assertThat(again.former()).extracting(Alert.Former::body).containsExactly(with.body());
    }

    @Test
    void what_is_resolved_when_other_labels_fire_is_sent_as_long_as_it_would_have_been() {
        Alert first = afterVerdict(Optional.empty(), of("n", "core", "a", true, 0), NOW);
        Alert good = afterVerdict(Optional.of(first), of("n", "core", "b", false, 60), NOW.plusSeconds(60));
        Alert other = afterVerdict(Optional.of(good), of("n", "payments", "c", true, 120), NOW.plusSeconds(120));
        assertThat(other.former())
                .containsExactly(new Alert.Former(
                        good.body(), good.startsAt(), good.endsAt().orElseThrow(), good.untilAt()));
    }

    /** Each time that it is sent until then. */
    private static List<Alert> sendings(Alert alert, Instant end) {
        List<Alert> sendings = new ArrayList<>();
        Alert kept = alert;
        while (kept.dueAt().filter(due -> !due.isAfter(end)).isPresent()) {
            kept = AlertRule.sent(kept, kept.dueAt().get(), TIMES);
            sendings.add(kept);
        }
        return sendings;
    }

    private static News of(String node, String team, String id, boolean bad, int second) {
        String body = "{\"labels\":{\"environment\":\"%s\",\"team\":\"%s\"},\"annotations\":{\"outcome\":\"%s\"}}"
                .formatted(node, team, id);
        return new News(KEY, id, NOW.plusSeconds(second), bad, body);
    }

    private static News by(String node, String id, boolean bad, int second) {
        String body = "{\"labels\":{\"environment\":\"%s\"},\"annotations\":{\"outcome\":\"%s\"}}".formatted(node, id);
        return new News(KEY, id, NOW.plusSeconds(second), bad, body);
    }

    @Test
    void a_good_verdict_where_nothing_fires_is_kept_and_never_sent() {
        Alert kept = afterVerdict(Optional.empty(), good("a", 0), NOW);

        assertThat(kept.state()).isEqualTo(State.OVER);
        assertThat(kept.dueAt()).isEmpty();
    }

    @Test
    void an_earlier_verdict_that_comes_late_changes_nothing() {
        Alert good = afterVerdict(Optional.empty(), good("b", 60), NOW.plusSeconds(60));
        assertThat(AlertRule.afterVerdict(Optional.of(good), bad("a", 0), NOW.plusSeconds(90), TIMES))
                .isEmpty();

        Alert firing = afterVerdict(Optional.empty(), bad("d", 60), NOW.plusSeconds(60));
        assertThat(AlertRule.afterVerdict(Optional.of(firing), good("c", 0), NOW.plusSeconds(90), TIMES))
                .isEmpty();
    }

    @Test
    void a_verdict_that_was_sent_before_changes_nothing() {
        Alert firing = afterVerdict(Optional.empty(), bad("a", 0), NOW);
        Alert over = AlertRule.sent(firing, firing.untilAt(), TIMES);

        assertThat(AlertRule.afterVerdict(Optional.of(firing), bad("a", 0), NOW.plusSeconds(9), TIMES))
                .isEmpty();
        assertThat(AlertRule.afterVerdict(Optional.of(over), bad("a", 0), NOW.plusSeconds(9), TIMES))
                .isEmpty();
    }

    @Test
    void a_bad_verdict_after_a_good_one_fires_anew() {
        Alert first = afterVerdict(Optional.empty(), bad("a", 0), NOW);
        Alert resolved = afterVerdict(Optional.of(first), good("b", 60), NOW.plusSeconds(60));

        Alert again = afterVerdict(Optional.of(resolved), bad("c", 120), NOW.plusSeconds(120));

        assertThat(again.state()).isEqualTo(State.FIRING);
        assertThat(again.startsAt()).isEqualTo(NOW.plusSeconds(120));
        assertThat(again.acknowledged()).isFalse();
    }

    @Test
    void after_max_age_a_firing_one_is_sent_as_resolved_once_and_then_no_more() {
        Alert firing = afterVerdict(Optional.empty(), bad("a", 0), NOW);
        Instant end = firing.untilAt();

        assertThat(AlertRule.sent(firing, end.minusSeconds(1), TIMES).state()).isEqualTo(State.FIRING);
        Alert last = AlertRule.sent(firing, end, TIMES);
        assertThat(last.endsAt()).contains(end);
        assertThat(last.dueAt()).isEmpty();
    }

    @Test
    void an_acknowledged_one_is_sent_once_and_then_no_more() {
        Alert firing = afterVerdict(Optional.empty(), bad("a", 0), NOW);
        var acknowledged = new Alert(
                KEY,
                State.RESOLVED,
                "a",
                NOW,
                firing.body(),
                firing.startsAt(),
                Optional.of(NOW),
                NOW,
                Optional.of(NOW),
                true);

        Alert last = AlertRule.sent(acknowledged, NOW, TIMES);

        assertThat(last.state()).isEqualTo(State.OVER);
        assertThat(last.endsAt()).contains(NOW);
        assertThat(last.acknowledged()).isTrue();
    }

    @Test
    void the_end_is_never_before_the_start() {
        Alert firing = afterVerdict(Optional.empty(), bad("a", 0), NOW);

        Alert resolved = afterVerdict(Optional.of(firing), good("b", 60), NOW.minusSeconds(30));

        assertThat(resolved.endsAt()).contains(firing.startsAt());
    }

    @Test
    void in_whatever_order_verdicts_are_sent_the_one_written_last_decides() {
        var random = new Random(11);
        for (int round = 0; round < 500; round++) {
            List<News> written = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                // some at the same time
                written.add(news(Integer.toString(i), random.nextInt(4), random.nextBoolean()));
            }
            News last = written.stream()
                    .max(Comparator.comparing(News::writtenAt).thenComparing(News::messageId))
                    .orElseThrow();
            Collections.shuffle(written, random);
            Optional<Alert> kept = Optional.empty();
            for (News news : written) {
                kept = AlertRule.afterVerdict(kept, news, NOW.plusSeconds(60), TIMES)
                        .or(keptAs(kept));
            }

            assertThat(kept.orElseThrow().messageId()).isEqualTo(last.messageId());
            assertThat(kept.orElseThrow().state() == State.FIRING).isEqualTo(last.bad());
        }
    }

    private static Supplier<Optional<Alert>> keptAs(Optional<Alert> kept) {
        return () -> kept;
    }

    private static Alert afterVerdict(Optional<Alert> kept, News news, Instant now) {
        return AlertRule.afterVerdict(kept, news, now, TIMES).orElseThrow();
    }

    private static News bad(String id, int second) {
        return news(id, second, true);
    }

    private static News good(String id, int second) {
        return news(id, second, false);
    }

    private static News news(String id, int second, boolean bad) {
        return new News(KEY, id, NOW.plusSeconds(second), bad, "{\"labels\":{}}");
    }
}
