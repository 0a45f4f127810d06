package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.conclusion;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.alert.Alert;
import io.github.precheckwatcher.notify.alert.AlertKey;
import io.github.precheckwatcher.notify.event.PreviousVerdict;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.outbox.JdbcAlertStore;
import io.github.precheckwatcher.watch.InstanceKey;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore.Registered.Kind;
import io.github.precheckwatcher.watch.act.Forgotten;
import io.github.precheckwatcher.watch.act.WatchActs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every WatchActs promises of forgetting a watch, held against each database. */
abstract class ForgetContract extends WatchStoreContract {
    private static final Requester ANN = new Requester("local:ann", "127.0.0.1", Optional.of("a typo"));
    private static final Instant LATER = NOW.plus(Duration.ofHours(3));

    private WatchActs acts;

    @BeforeEach
    void openActs() {
        acts = new JdbcWatchActs(database.transactions());
    }

    @Test
    void an_ended_watch_goes_with_all_that_belongs_to_it_and_the_history_says_who_asked() {
        end(spec("typo"), Outcome.FAILED, "v1", NOW);
        end(spec("other"), Outcome.FAILED, "v2", NOW);
        deliverAll();

        assertThat(acts.forget("watch-00001", LATER, ANN)).isInstanceOfSatisfying(Forgotten.Gone.class, gone -> {
            assertThat(gone.watch().spec()).isEqualTo(spec("typo"));
        });

        assertThat(rows("select name as c from watch")).containsExactly("other");
        assertThat(rows("select id as c from verdict")).containsExactly("v2");
        assertThat(rows("select id as c from message")).containsExactly("v2");
        assertThat(rows("select id as c from delivery")).containsExactly("v2-log");
        assertThat(rows("select delivery_id as c from attempt")).containsExactly("v2-log");
        assertThat(rows("select kind || ' ' || coalesce(watch_id, '') || account || ' ' || detail || ' '"
                        + " || requested_by || ' ' || requested_from || ' ' || reason as c"
                        + " from event where watch_id is null or watch_id = 'watch-00001'"))
                .containsExactly("FORGOTTEN default typo t-typo local:ann 127.0.0.1 a typo");
        assertThat(acts.forget("watch-00001", LATER, ANN)).isEqualTo(new Forgotten.Unknown());
        assertThat(kinds(spec("typo"))).containsExactly(Kind.NEW);
    }

    @Test
    void the_entry_stays_until_the_retention() {
        end(spec("typo"), Outcome.FAILED, "v1", NOW);
        deliverAll();
        acts.forget("watch-00001", LATER, ANN);

        store.expire(LATER, List.of());
        assertThat(rows("select kind as c from event")).containsExactly("FORGOTTEN");
        store.expire(LATER.plusSeconds(1), List.of());
        assertThat(rows("select kind as c from event")).isEmpty();
    }

    @Test
    void one_that_runs_stays() {
        store.register(List.of(spec("a")), NOW, ids);

        assertThat(acts.forget("watch-00001", LATER, ANN)).isInstanceOf(Forgotten.Runs.class);

        assertThat(names(claim(NOW))).containsExactly("a");
        assertThat(rows("select kind as c from event")).containsExactly("REGISTERED");
    }

    @Test
    void one_of_which_something_is_still_to_be_sent_stays() {
        end(spec("a"), Outcome.FAILED, "v1", NOW);

        assertThat(acts.forget("watch-00001", LATER, ANN))
                .isInstanceOfSatisfying(
                        Forgotten.Owed.class,
                        owed -> assertThat(owed.notifiers()).containsExactly("log"));

        assertThat(rows("select id as c from verdict")).containsExactly("v1");
        database.execute("update delivery set state = 'DEAD'");
        assertThat(acts.forget("watch-00001", LATER, ANN)).isInstanceOf(Forgotten.Gone.class);
    }

    @Test
    void one_whose_alert_fires_stays_until_somebody_took_note() {
        end(spec("a"), Outcome.FAILED, "v1", NOW);
        deliverAll();
        JdbcAlertStore alerts = new JdbcAlertStore(database.transactions());
        AlertKey key = new AlertKey("am", "default", "cn-hangzhou", "uuid-a");
        alerts.change(
                key,
                kept -> Optional.of(new Alert(
                        key,
                        Alert.State.FIRING,
                        "v1",
                        NOW,
                        "{}",
                        NOW,
                        Optional.empty(),
                        LATER,
                        Optional.of(NOW),
                        false)));

        assertThat(acts.forget("watch-00001", LATER, ANN))
                .isInstanceOfSatisfying(
                        Forgotten.Firing.class,
                        firing -> assertThat(firing.notifiers()).containsExactly("am"));

        alerts.acknowledge("default", "cn-hangzhou", "uuid-a", LATER);
        assertThat(acts.forget("watch-00001", LATER, ANN)).isInstanceOf(Forgotten.Gone.class);
    }

    @Test
    void the_verdict_before_is_the_last_one_of_the_instance_again() {
        end(spec("a"), Outcome.WARNING, "v1", NOW);
        ended("second", Outcome.PASSED, "v2", NOW.plusSeconds(5));
        ended("withdrawn", Outcome.CANCELLED, "v3", NOW.plusSeconds(7));
        ended("typo", Outcome.FAILED, "v4", NOW.plusSeconds(9));
        deliverAll();
        assertThat(last()).extracting(PreviousVerdict::outcome).isEqualTo(Outcome.FAILED);

        acts.forget("watch-00004", LATER, ANN);
        assertThat(rows("select verdict_id as c from last_verdict")).containsExactly("v2");
        assertThat(last().observedAt()).isEqualTo(NOW.plusSeconds(5));

        acts.forget("watch-00001", LATER, ANN);
        assertThat(rows("select verdict_id as c from last_verdict"))
                .as("it was not the last one")
                .containsExactly("v2");

        acts.forget("watch-00002", LATER, ANN);
        assertThat(rows("select verdict_id as c from last_verdict")).isEmpty();
    }

    private PreviousVerdict last() {
        InstanceKey instance = InstanceKey.of(spec("a"));
        Map<InstanceKey, PreviousVerdict> last = store.lastVerdicts(List.of(instance));
        return last.get(instance);
    }

    /** Another precheck of the same instance. */
    private void ended(String task, Outcome outcome, String verdictId, Instant at) {
        WatchSpec another = withRef(spec("a"), "t-" + task, "uuid-a", "cn-hangzhou");
        store.register(List.of(another), NOW, ids);
        store.conclude(List.of(conclusion(claim(NOW).get(0), outcome, verdictId, at)));
    }
}
