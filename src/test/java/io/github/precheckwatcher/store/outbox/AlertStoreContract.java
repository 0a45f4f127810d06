package io.github.precheckwatcher.store.outbox;

import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.alert.Alert;
import io.github.precheckwatcher.notify.alert.Alert.State;
import io.github.precheckwatcher.notify.alert.AlertKey;
import io.github.precheckwatcher.notify.alert.AlertStore;
import io.github.precheckwatcher.notify.event.PagePosition;
import io.github.precheckwatcher.store.Together;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.database.Params;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every AlertBook promises, held against each database. */
abstract class AlertStoreContract {
    private static final Duration RESEND = Duration.ofMinutes(1);

    private Databases.Database database;
    private AlertStore alertStore;

    abstract Databases.Database fresh();

    @BeforeEach
    void openBook() {
        database = fresh();
        alertStore = new JdbcAlertStore(database.transactions());
    }

    @AfterEach
    void closeBook() {
        database.close();
    }

    @Test
    void what_is_kept_is_found_again_as_it_was_written() {
        Alert firing = firing("am", "one", NOW);
        Alert ended = over(firing("am", "two", NOW));

        assertThat(alertStore.change(firing.key(), kept -> Optional.of(firing))).contains(firing);
        assertThat(alertStore.change(ended.key(), kept -> Optional.of(ended))).contains(ended);

        assertThat(kept(firing.key())).contains(firing);
        assertThat(kept(ended.key())).contains(ended);
        assertThat(kept(new AlertKey("am", "default", "cn-hangzhou", "three"))).isEmpty();
    }

    @Test
    void what_was_shown_under_other_labels_is_kept_with_it() {
        var gone = List.of(
                new Alert.Former("{\"labels\":{\"team\":\"core\"}}", NOW.minusSeconds(9), NOW, NOW.plusSeconds(300)),
                new Alert.Former("{\"labels\":{\"team\":\"dba\"}}", NOW.minusSeconds(20), NOW, NOW.plusMillis(1)));
        Alert alert = put(firing("am", "one", NOW).after(gone));
        assertThat(kept(alert.key())).contains(alert);

        Alert changed = alert.after(List.of());
        alertStore.change(alert.key(), kept -> Optional.of(changed));
        assertThat(kept(alert.key())).contains(changed);
        alertStore.change(alert.key(), kept -> Optional.of(alert));
        alertStore.acknowledge("default", "cn-hangzhou", "one", NOW);
        assertThat(alertStore.find(List.of(alert.key())).get(0).former()).isEqualTo(gone);
    }

    @Test
    void what_is_kept_is_found_by_its_keys_and_stays_as_it_is() {
        Alert one = put(firing("am", "one", NOW));
        Alert two = put(over(firing("am", "two", NOW)));
        put(firing("am", "three", NOW));

        assertThat(alertStore.find(List.of(one.key(), two.key(), new AlertKey("am", "default", "cn-hangzhou", "four"))))
                .containsExactlyInAnyOrder(one, two);
        assertThat(kept(one.key())).contains(one);
    }

    @Test
    void a_rule_that_changes_nothing_leaves_everything_as_it_is() {
        Alert firing = put(firing("am", "one", NOW));

        assertThat(alertStore.change(firing.key(), kept -> {
                    assertThat(kept).contains(firing);
                    return Optional.empty();
                }))
                .contains(firing);
        assertThat(kept(firing.key())).contains(firing);
    }

    @Test
    void the_same_instance_at_another_notifier_account_or_region_is_another_alert() {
        List<AlertKey> keys = List.of(
                new AlertKey("am", "default", "cn-hangzhou", "one"),
                new AlertKey("am-2", "default", "cn-hangzhou", "one"),
                new AlertKey("am", "overseas", "cn-hangzhou", "one"),
                new AlertKey("am", "default", "cn-shanghai", "one"));

        keys.forEach(key -> put(firing(key, NOW)));

        assertThat(alertStore.firing(Optional.empty(), 10))
                .extracting(Alert::key)
                .containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void firing_alerts_come_in_pages_by_start_and_id() {
        List<Alert> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            all.add(put(firing("am", "instance-" + i, NOW.plusSeconds(60))));
        }
        List<Alert> found = new ArrayList<>();
        Optional<PagePosition> after = Optional.empty();
        for (List<Alert> page = alertStore.firing(after, 3); !page.isEmpty(); page = alertStore.firing(after, 3)) {
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            found.addAll(page);
            Alert last = page.get(page.size() - 1);
            after = Optional.of(new PagePosition(last.startsAt(), last.key().id()));
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(all);
        assertThat(found)
                .isSortedAccordingTo(Comparator.comparing(Alert::startsAt)
                        .thenComparing(alert -> alert.key().id()));
    }

    @Test
    void a_claim_takes_what_is_due_of_one_notifier_and_the_longest_due_first() {
        put(firing("am", "one", NOW.plusSeconds(3)));
        put(firing("am", "two", NOW.plusSeconds(1)));
        put(firing("am", "three", NOW.plusSeconds(2)));
        put(firing("am", "later", NOW.plusSeconds(9)));
        put(over(firing("am", "never", NOW)));
        put(firing("other", "one", NOW));
        Instant now = NOW.plusSeconds(3);

        assertThat(instances(claim("am", now, 2))).containsExactly("two", "three");
        assertThat(instances(claim("am", now, 2))).containsExactly("one");
        assertThat(claim("am", now, 2)).isEmpty();
        assertThat(instances(claim("am", now.plus(RESEND), 9)))
                .containsExactlyInAnyOrder("one", "two", "three", "later");
    }

    @Test
    void a_claim_gives_and_keeps_what_the_rule_made() {
        Alert firing = put(firing("am", "one", NOW));

        List<Alert> taken = alertStore.claim("am", NOW, AlertStoreContract::over, 9);

        assertThat(taken).containsExactly(over(firing));
        assertThat(kept(firing.key())).contains(over(firing));
    }

    @Test
    void an_acknowledged_instance_ends_at_every_notifier_and_is_due_at_once() {
        Alert one = put(firing("am", "one", NOW.plusSeconds(60)));
        Alert same = put(firing("am-2", "one", NOW.plusSeconds(60)));
        Alert other = put(firing("am", "two", NOW.plusSeconds(60)));
        Instant now = NOW.plusSeconds(5);

        assertThat(alertStore.acknowledge("default", "cn-hangzhou", "one", now)).isTrue();

        assertThat(List.of(one, same)).allSatisfy(alert -> {
            Alert kept = kept(alert.key()).orElseThrow();
            assertThat(kept.state()).isEqualTo(State.RESOLVED);
            assertThat(kept.acknowledged()).isTrue();
            assertThat(kept.endsAt()).contains(now);
            assertThat(kept.untilAt()).isEqualTo(now);
            assertThat(kept.dueAt()).contains(now);
        });
        assertThat(alertStore.firing(Optional.empty(), 10)).containsExactly(other);
        assertThat(alertStore.acknowledge("default", "cn-hangzhou", "one", now)).isFalse();
        assertThat(alertStore.acknowledge("overseas", "cn-hangzhou", "two", now))
                .isFalse();
    }

    @Test
    void an_end_is_never_before_the_start() {
        Alert early = put(firing("am", "one", NOW));

        alertStore.acknowledge("default", "cn-hangzhou", "one", NOW.minusSeconds(9));

        assertThat(kept(early.key()).orElseThrow().endsAt()).contains(NOW);
    }

    @Test
    void what_is_over_is_forgotten_once_its_message_is() {
        Alert old = put(over(firing("am", "old", NOW)));
        Alert told = put(over(firing("am", "told", NOW)));
        Alert firing = put(firing("am", "burning", NOW));
        database.transactions().perform(connection -> {
            try (var statement = connection.prepareStatement("""
                    insert into message (id, type, subject, outcome, occurred_at, event)
                    values (?, 'VERDICT', 'x', 'FAILED', ?, '{}')""")) {
                new Params(statement).text(told.messageId()).time(NOW);
                statement.executeUpdate();
            }
        });

        assertThat(alertStore.forget(NOW.plusSeconds(1))).isEqualTo(1);

        assertThat(kept(old.key())).isEmpty();
        assertThat(kept(told.key())).contains(told);
        assertThat(kept(firing.key())).contains(firing);
    }

    @Test
    void nodes_that_claim_together_never_take_the_same_alert() throws Exception {
        for (int i = 0; i < 200; i++) {
            put(firing("am", "i-%03d".formatted(i), NOW));
        }
        CyclicBarrier start = new CyclicBarrier(4);
        Callable<List<String>> node = () -> {
            start.await();
            List<String> taken = new ArrayList<>();
            for (List<Alert> some = claim("am", NOW, 7); !some.isEmpty(); some = claim("am", NOW, 7)) {
                taken.addAll(instances(some));
            }
            return taken;
        };

        List<String> all = Together.run(node, node, node, node).stream()
                .flatMap(List::stream)
                .toList();

        assertThat(all).doesNotHaveDuplicates();
        // a node that finds all candidates locked stops early; the rest is due at the next tick
        List<String> rest = new ArrayList<>(all);
        for (List<Alert> some = claim("am", NOW, 99); !some.isEmpty(); some = claim("am", NOW, 99)) {
            rest.addAll(instances(some));
        }
        assertThat(rest).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void of_two_that_write_the_first_row_together_both_changes_count() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        AlertKey key = new AlertKey("am", "default", "cn-hangzhou", "one");
        UnaryOperator<Optional<Alert>> count = kept -> {
            int before = kept.map(alert -> Integer.parseInt(alert.body())).orElse(0);
            return Optional.of(body(firing(key, NOW), Integer.toString(before + 1)));
        };
        Callable<Optional<Alert>> node = () -> {
            start.await();
            return alertStore.change(key, count);
        };

        Together.run(node, node);

        assertThat(kept(key).orElseThrow().body()).isEqualTo("2");
    }

    private Alert put(Alert alert) {
        return alertStore.change(alert.key(), kept -> Optional.of(alert)).orElseThrow();
    }

    private Optional<Alert> kept(AlertKey key) {
        return alertStore.change(key, kept -> Optional.empty());
    }

    private List<Alert> claim(String notifier, Instant now, int limit) {
        return alertStore.claim(notifier, now, alert -> due(alert, now.plus(RESEND)), limit);
    }

    private static List<String> instances(List<Alert> alerts) {
        return alerts.stream().map(alert -> alert.key().instance()).toList();
    }

    private static Alert firing(String notifier, String instance, Instant dueAt) {
        return firing(new AlertKey(notifier, "default", "cn-hangzhou", instance), dueAt);
    }

    private static Alert firing(AlertKey key, Instant dueAt) {
        return new Alert(
                key,
                State.FIRING,
                "m-" + key.instance(),
                NOW,
                "{\"labels\":{}}",
                NOW,
                Optional.empty(),
                NOW.plusSeconds(7 * 86_400),
                Optional.of(dueAt),
                false);
    }

    private static Alert over(Alert alert) {
        return new Alert(
                alert.key(),
                State.OVER,
                alert.messageId(),
                alert.verdictAt(),
                alert.body(),
                alert.startsAt(),
                Optional.of(NOW),
                NOW,
                Optional.empty(),
                alert.acknowledged());
    }

    private static Alert due(Alert alert, Instant dueAt) {
        return new Alert(
                alert.key(),
                alert.state(),
                alert.messageId(),
                alert.verdictAt(),
                alert.body(),
                alert.startsAt(),
                alert.endsAt(),
                alert.untilAt(),
                Optional.of(dueAt),
                alert.acknowledged());
    }

    private static Alert body(Alert alert, String body) {
        return new Alert(
                alert.key(),
                alert.state(),
                alert.messageId(),
                alert.verdictAt(),
                body,
                alert.startsAt(),
                alert.endsAt(),
                alert.untilAt(),
                alert.dueAt(),
                alert.acknowledged());
    }
}
