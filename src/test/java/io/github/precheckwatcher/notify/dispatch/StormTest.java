package io.github.precheckwatcher.notify.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.RandomVerdicts;
import io.github.precheckwatcher.notify.Routing;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.notify.kind.dingtalk.FakeDingTalk;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.github.precheckwatcher.notify.route.Router;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.outbox.JdbcOutbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many verdicts at once for one chat robot, on real databases and over restarts. */
class StormTest {
    private static final int VERDICTS = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeClock clock = new FakeClock(Notifications.NOW);
    private final Random random = new Random(11);
    private Vertx vertx;

    @TempDir
    private Path folder;

    enum Store {
        H2,
        POSTGRESQL
    }

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void every_verdict_is_reported_once_within_minutes_and_the_robot_is_never_banned(Store store) throws Exception {
        try (Databases.Database database = store == Store.H2 ? Databases.h2(folder) : Databases.postgresql();
                FakeDingTalk robot = FakeDingTalk.open(clock, Optional.empty(), Optional.empty())) {
            NotifySettings settings = Notifications.settings(Notifications.notifier(
                    "ding", NotifierKind.DINGTALK, Optional.of(robot.address()), Duration.ofSeconds(10)));
            JdbcOutbox outbox = new JdbcOutbox(database.transactions());
            outbox.post(storm(settings));

            int seconds = 0;
            while (owed(outbox) > 0) {
                assertThat(seconds).as("seconds until all is sent").isLessThan(200);
                // a node that is killed leaves nothing behind but the store
                try (Node node = new Node(settings, database)) {
                    for (int second = 0; second < 20; second++) {
                        node.tick();
                        clock.advance(Duration.ofSeconds(1));
                        seconds++;
                    }
                }
            }

            assertThat(robot.bans()).isZero();
            assertThat(robot.refused()).isEmpty();
            assertThat(outbox.counts().keySet()).extracting(Outbox.Key::state).containsOnly(State.DELIVERED);
            List<String> delivered = delivered(database);
            assertThat(delivered).doesNotHaveDuplicates().hasSize(VERDICTS);
            assertThat(robot.received().size())
                    .isEqualTo(database.texts(
                                    "select id as c from delivery where state = 'DELIVERED' and digest_id is null")
                            .size());
            assertThat(robot.received().size())
                    .as("messages for %s verdicts", VERDICTS)
                    .isLessThan(50);
        }
    }

    /** The verdicts that the group was sent: alone, or by a digest that lists or counts them. */
    private static List<String> delivered(Databases.Database database) throws IOException {
        List<String> delivered = new ArrayList<>(database.texts("""
                select m.id as c from delivery d join message m on m.id = d.event_id
                where d.state = 'DELIVERED' and d.digest_id is null and m.type = 'VERDICT'"""));
        for (String digest : database.texts("""
                select m.event as c from delivery d join message m on m.id = d.event_id
                where d.state = 'DELIVERED' and m.type = 'DIGEST'""")) {
            for (JsonNode verdict : JSON.readTree(digest).path("data").path("verdicts")) {
                delivered.add(verdict.path("id").asText());
            }
        }
        return delivered;
    }

    private List<NewDelivery> storm(NotifySettings settings) {
        Router router = Notifications.router(settings, () -> new UUID(random.nextLong(), random.nextLong()));
        RandomVerdicts verdicts = new RandomVerdicts(7);
        List<NewDelivery> storm = new ArrayList<>();
        for (int i = 0; i < VERDICTS; i++) {
            Verdict verdict = Notifications.identified(verdicts.verdict(outcome(i)), "verdict-" + i, clock.instant());
            storm.addAll(router.route(verdict, Notifications.watch(Map.of("env", "prod")), Optional.empty()));
        }
        return storm;
    }

    private static io.github.precheckwatcher.precheck.Outcome outcome(int i) {
        var outcomes = Routing.DEFAULT.outcomes().stream().sorted().toList();
        return outcomes.get(i % outcomes.size());
    }

    private static long owed(Outbox outbox) {
        return outbox.counts().entrySet().stream()
                .filter(entry -> entry.getKey().state() == State.PENDING)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** One daemon's dispatcher. */
    private final class Node implements AutoCloseable {
        private final Databases.Database database;
        private final Notifiers notifiers;
        private final Dispatcher dispatcher;
        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

        private Node(NotifySettings settings, Databases.Database database) {
            this.database = database;
            notifiers = new Notifiers(settings, vertx, clock, Notifications.faults(clock));
            dispatcher = new Dispatcher(
                    settings,
                    notifiers,
                    new FollowUpDeliveries(
                            settings, Notifications.router(settings, this::id), Notifications.faults(clock), this::id),
                    Notifications.messageBodies(clock),
                    new JdbcOutbox(database.transactions()),
                    clock,
                    random,
                    registry,
                    Notifications.faults(clock),
                    Runnable::run);
        }

        private UUID id() {
            return new UUID(random.nextLong(), random.nextLong());
        }

        /** The tick of a second, and the end of all that it began. */
        private void tick() {
            dispatcher.tick();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> database.texts("select id as c from delivery where leased")
                            .isEmpty());
        }

        @Override
        public void close() {
            dispatcher.stop(Duration.ofSeconds(10));
            notifiers.close();
        }
    }
}
