package io.github.precheckwatcher.notify.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.DigestSettings;
import io.github.precheckwatcher.notify.Notifications;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DigestGroupingTest {
    private static final Instant NOW = Notifications.NOW;
    private static final Duration AFTER = Duration.ofMinutes(1);

    @Test
    void nothing_is_folded_before_one_has_waited_long() {
        assertThat(folds(storm(), pending("a", 59), pending("b", 10))).isEmpty();
    }

    @Test
    void once_one_has_waited_long_all_that_wait_go_with_it() {
        assertThat(folds(storm(), pending("a", 60), pending("b", 10), pending("c", 0), pending("d", -1)))
                .containsExactly("a b c");
    }

    @Test
    void one_that_waits_alone_is_no_digest() {
        assertThat(folds(storm(), pending("a", 600))).isEmpty();
    }

    @Test
    void groups_are_folded_each_for_itself() {
        assertThat(folds(
                        storm(),
                        pending("a", 60, "x"),
                        pending("b", 60, "y"),
                        pending("c", 9, "x"),
                        pending("d", 9, "y"),
                        pending("e", 60, "z")))
                .containsExactly("a c", "b d");
    }

    @Test
    void with_group_wait_the_first_ones_time_has_come_for_all_of_its_group() {
        DigestGrouping gathering =
                grouping(new DigestSettings(AFTER, List.of("env"), Optional.of(Duration.ofSeconds(30))));
        assertThat(folds(gathering, pending("a", -1, "x"), pending("b", -20, "x")))
                .isEmpty();
        assertThat(folds(gathering, pending("a", 0, "x"), pending("b", -20, "x"), pending("c", -20, "y")))
                .containsExactly("a b");
    }

    @Test
    void a_digest_has_at_most_a_thousand_members() {
        PendingDelivery[] many = new PendingDelivery[1_500];
        for (int i = 0; i < many.length; i++) {
            many[i] = pending("w" + i, 90);
        }
        assertThat(storm().due(Arrays.asList(many), NOW)).hasSize(1);
        assertThat(storm().due(Arrays.asList(many), NOW).get(0)).hasSize(1_000);
    }

    @Test
    void labels_that_are_absent_differ_from_empty_ones() {
        DigestSettings byEnv = new DigestSettings(AFTER, List.of("env", "team"), Optional.of(AFTER));
        assertThat(List.of(
                        byEnv.group(Map.of()),
                        byEnv.group(Map.of("env", "")),
                        byEnv.group(Map.of("team", "")),
                        byEnv.group(Map.of("env", "a", "team", "b"))))
                .doesNotHaveDuplicates();
    }

    private static DigestGrouping storm() {
        return grouping(new DigestSettings(AFTER, List.of(), Optional.empty()));
    }

    private static DigestGrouping grouping(DigestSettings settings) {
        return new DigestGrouping(settings);
    }

    private static List<String> folds(DigestGrouping grouping, PendingDelivery... pending) {
        List<String> groups = new ArrayList<>();
        for (List<PendingDelivery> group : grouping.due(List.of(pending), NOW)) {
            groups.add(String.join(" ", group.stream().map(PendingDelivery::id).toList()));
        }
        return groups;
    }

    private static PendingDelivery pending(String id, int seconds) {
        return pending(id, seconds, "");
    }

    private static PendingDelivery pending(String id, int seconds, String group) {
        return new PendingDelivery(id, group, NOW.minusSeconds(seconds));
    }
}
