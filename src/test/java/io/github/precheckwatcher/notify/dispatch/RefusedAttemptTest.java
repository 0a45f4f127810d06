package io.github.precheckwatcher.notify.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.AttemptResult.Gone;
import io.github.precheckwatcher.notify.DigestSettings;
import io.github.precheckwatcher.notify.FakeNotifier;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.RateLimits;
import io.github.precheckwatcher.notify.route.Router;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.outbox.JdbcOutbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver's word that the database refuses (a check constraint stands for it) costs no delivery, neither its own. */
class RefusedAttemptTest {
    private static final String WORD = "REFUSED_WORD";

    @TempDir
    Path dir;

    abstract class Contract {
        private final FakeClock clock = new FakeClock(Notifications.NOW);
        private final FakeNotifier ops = new FakeNotifier("ops", 4);
        private final FakeNotifier mail = new FakeNotifier("mail", 4).always(new Delivered(200));
        private Databases.Database database;
        private LogLines log;

        abstract Databases.Database fresh();

        @BeforeEach
        void open() {
            database = fresh();
            log = LogLines.ofAll();
        }

        @AfterEach
        void close() {
            log.close();
            database.close();
        }

        @Test
        void an_error_is_written_without_its_words_and_the_others_as_they_are() {
            refuse("attempt", "error");
            refuse("delivery", "last_error");
            NotifySettings settings = Notifications.settings(Notifications.log("ops"));
            Dispatcher dispatcher = dispatcher(settings, ops);
            owe(settings, 3);
            dispatcher.wake();

            ops.end(new Failed(Optional.of(500), "HTTP 500"));
            ops.end(new Failed(Optional.of(500), "HTTP 500 " + WORD));
            ops.end(new Failed(Optional.of(500), "HTTP 500"));

            assertThat(database.texts("select error as c from attempt order by error"))
                    .containsExactly("HTTP 500", "HTTP 500", "the store refuses to keep the receiver's words");
            assertThat(database.texts("select id as c from delivery where leased"))
                    .isEmpty();
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("ERROR store"))
                    .singleElement()
                    .asString()
                    .startsWith("ERROR store state=ROW_REFUSED");
        }

        @Test
        void what_was_delivered_is_not_made_again_because_its_answer_is_refused() {
            database.execute("alter table attempt add constraint no_answer check (error not like '%410%')");
            NotifySettings settings = Notifications.settings(Notifications.log("ops"));
            Dispatcher dispatcher = dispatcher(settings, ops);
            owe(settings, 1);
            dispatcher.wake();
            ops.end(new Gone(410));

            for (int minute = 0; minute < 10; minute++) {
                clock.advance(Duration.ofMinutes(1));
                dispatcher.tick();
            }

            assertThat(ops.sent()).hasSize(1);
            assertThat(database.texts("select state as c from delivery")).containsExactly("DEAD");
        }

        @Test
        void a_fallback_that_cannot_be_written_does_not_keep_the_delivery_from_its_end() {
            NotifySettings settings = Notifications.settings(
                    Notifications.fallingBack(Notifications.log("ops"), "mail"), Notifications.log("mail"));
            Dispatcher dispatcher = dispatcher(settings, ops, mail);
            owe(settings, 1, "ops");
            database.execute("alter table delivery add constraint no_mail check (notifier <> 'mail')");
            dispatcher.wake();

            ops.end(new Gone(410));

            assertThat(database.texts("select state as c from delivery")).containsExactly("DEAD");
            assertThat(database.texts("select state as c from attempt")).containsExactly("DEAD");
        }

        @Test
        void a_digest_that_is_refused_lets_its_members_go_alone() {
            RateLimits folded = new RateLimits(
                    List.of(),
                    Duration.ofMinutes(1),
                    Optional.of(new DigestSettings(Duration.ofSeconds(1), List.of(), Optional.empty())));
            NotifySettings settings = Notifications.settings(Notifications.paced(Notifications.log("ops"), folded));
            Dispatcher dispatcher = dispatcher(settings, ops.always(new Delivered(200)));
            owe(settings, 3);
            database.execute("alter table message add constraint no_digest check (type <> 'DIGEST')");
            clock.advance(Duration.ofSeconds(2));

            for (int second = 0; second < 3; second++) {
                dispatcher.tick();
                clock.advance(Duration.ofSeconds(1));
            }

            assertThat(ops.sent()).hasSize(3);
            assertThat(database.texts("select state as c from delivery")).containsOnly("DELIVERED");
        }

        private void refuse(String table, String column) {
            database.execute("alter table " + table + " add constraint refused_" + table + " check (" + column
                    + " not like '%" + WORD + "%')");
        }

        private void owe(NotifySettings settings, int count, String... notifiers) {
            Router router = Notifications.router(settings, UUID::randomUUID);
            List<NewDelivery> owed = new ArrayList<>();
            IntStream.range(0, count).forEach(i -> {
                Verdict verdict = Notifications.identified(Notifications.warning(), "verdict-" + i, clock.instant());
                owed.addAll(router.route(verdict, Notifications.watch(Map.of(), notifiers), Optional.empty()));
            });
            new JdbcOutbox(database.transactions()).post(owed);
        }

        private Dispatcher dispatcher(NotifySettings settings, Notifier... notifiers) {
            return new Dispatcher(
                    settings,
                    Notifications.open(settings, notifiers),
                    Notifications.followUps(settings),
                    Notifications.messageBodies(clock),
                    new JdbcOutbox(database.transactions()),
                    clock,
                    () -> 0,
                    new SimpleMeterRegistry(),
                    Notifications.faults(clock),
                    Runnable::run);
        }
    }

    @Nested
    class OnH2 extends Contract {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class OnPostgresql extends Contract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }
}
