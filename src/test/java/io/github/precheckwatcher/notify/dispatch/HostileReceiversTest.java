package io.github.precheckwatcher.notify.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.dispatch.Hostile.End;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.kind.webhook.Certificates;
import io.github.precheckwatcher.notify.kind.webhook.Receiver;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.github.precheckwatcher.notify.route.Router;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.outbox.JdbcDeliveryQueries;
import io.github.precheckwatcher.store.outbox.JdbcOutbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Receivers that do their worst, on real sockets: each ends as documented and leaves nothing behind. The daemon has one
 * event loop and one worker here, so that whoever holds either up holds up all. What they cost others is measured by
 * {@code HostileBenchmark}.
 */
class HostileReceiversTest {
    private static Certificates certificates;

    /** How the names of the threads of Mutiny's own pool begin. */
    private static String mutinys;

    private final FakeClock clock = new FakeClock(Notifications.NOW);
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<Receiver> receivers = new ArrayList<>();
    private Set<Thread> threadsBefore;
    private Vertx vertx;
    private ExecutorService worker;

    @BeforeAll
    static void setUp(@TempDir Path dir) {
        // Mutiny sets itself up at its first use, which two workers at once may not be; Quarkus does it at start. And
        // its
        // timer has a thread that stays
        Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(1))
                .await()
                .indefinitely();
        mutinys = Uni.createFrom()
                .item(() -> Thread.currentThread().getName())
                .runSubscriptionOn(Infrastructure.getDefaultExecutor())
                .await()
                .indefinitely()
                .replaceAll("[0-9]+$", "");
        certificates = Certificates.in(dir);
    }

    @BeforeEach
    void start() {
        threadsBefore = threads();
        vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
        worker = Executors.newSingleThreadExecutor();
    }

    @AfterEach
    void nothing_runs_on() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        noConnection(receivers);
        receivers.forEach(Receiver::close);
        worker.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        waiting().untilAsserted(() -> assertThat(threads()).isSubsetOf(threadsBefore));
    }

    @Test
    void each_ends_as_documented_and_nothing_of_it_is_left_in_a_living_daemon(@TempDir Path folder) {
        Hostile.Place place = place(Duration.ofSeconds(3));
        Map<Hostile, Receiver> hostile = new EnumMap<>(Hostile.class);
        List<NotifierSettings> notifiers = new ArrayList<>();
        for (Hostile each : Hostile.values()) {
            Receiver receiver = receiver(each.open(place));
            hostile.put(each, receiver);
            notifiers.add(each.settings(each.notifier(), receiver, place));
        }
        // with a certificate of the very authority that signed the expired one
        Receiver well = receiver(Receiver.on(certificates.signed(-1, 3), Receiver.answer(200)));
        notifiers.add(Notifications.listening(
                Hostile.trusting("well", well, Duration.ofSeconds(30), certificates.authority())));
        Databases.Database database = open(Databases.h2(folder));
        Daemon daemon = open(new Daemon(notifiers, new JdbcOutbox(database.transactions())));

        daemon.sendAll();
        daemon.settle(database);
        Set<Thread> threads = threads();
        for (Optional<Instant> due = daemon.due(); due.isPresent(); due = daemon.due()) {
            clock.advance(Duration.between(clock.instant(), due.get()));
            daemon.settle(database);
        }

        Map<String, End> ends = ends(database);
        assertThat(ends).containsEntry("well", End.DELIVERED_AT_ONCE);
        for (Hostile each : Hostile.values()) {
            End end = ends.get(each.notifier());
            assertThat(end.error())
                    .as("error of %s", each)
                    .startsWith(each.end().error());
            assertThat(end)
                    .as("end of %s", each)
                    .usingRecursiveComparison()
                    .ignoringFields("error")
                    .isEqualTo(each.end());
        }
        assertThat(news(well, "delivery.dead"))
                .isEqualTo(ends.values().stream()
                        .filter(end -> end.state() == State.DEAD)
                        .count());
        assertThat(news(well, "notifier.up"))
                .as("of the one that was rolled out late")
                .isEqualTo(1);
        assertThat(place.flooded().get())
                .as("bytes of all the floods")
                .isLessThan((64L << 20)
                        * hostile.values().stream()
                                .mapToInt(Receiver::connections)
                                .sum());

        // those that are kept for a next message are closed when none comes for two seconds
        noConnection(receivers);
        waiting().untilAsserted(() -> assertThat(threads()).isSubsetOf(threads));
    }

    /** The dispatcher of a daemon, with all that it needs. */
    private final class Daemon implements AutoCloseable {
        private final NotifySettings settings;
        private final Outbox outbox;
        private final Notifiers notifiers;
        private final Dispatcher dispatcher;
        private final AtomicLong ids = new AtomicLong();

        private Daemon(List<NotifierSettings> notifiers, Outbox outbox) {
            this.settings = Notifications.settings(notifiers.toArray(NotifierSettings[]::new));
            this.outbox = outbox;
            this.notifiers = new Notifiers(settings, vertx, clock, Notifications.faults(clock));
            this.dispatcher = new Dispatcher(
                    settings,
                    this.notifiers,
                    new FollowUpDeliveries(settings, router(), Notifications.faults(clock), this::id),
                    Notifications.messageBodies(clock),
                    outbox,
                    clock,
                    () -> 0,
                    new SimpleMeterRegistry(),
                    Notifications.faults(clock),
                    worker);
        }

        private UUID id() {
            return new UUID(11, ids.incrementAndGet());
        }

        private Router router() {
            return Notifications.router(settings, this::id);
        }

        /** A verdict for every notifier. */
        private void sendAll() {
            outbox.post(router().route(Notifications.warning(), Notifications.watch(Map.of()), Optional.empty()));
        }

        private Optional<Instant> due() {
            return outbox.nextDue(
                    settings.notifiers().stream().map(NotifierSettings::name).toList());
        }

        /** Makes every attempt that is due, to its end and what follows from it. */
        private void settle(Databases.Database database) {
            waiting().until(() -> {
                dispatcher.tick();
                return due().filter(at -> !at.isAfter(clock.instant())).isEmpty()
                        && database.texts("select id as c from delivery where leased")
                                .isEmpty();
            });
        }

        @Override
        public void close() {
            dispatcher.stop();
            notifiers.close();
        }
    }

    /** What operators see of the verdict's deliveries, by notifier. */
    private static Map<String, End> ends(Databases.Database database) {
        DeliveryQueries deliveryQueries = new JdbcDeliveryQueries(database.transactions());
        return deliveryQueries.list(DeliveryQueries.Filter.ALL, Optional.empty(), 1_000).stream()
                .filter(entry -> entry.type() == MessageType.VERDICT)
                .collect(Collectors.toMap(
                        DeliveryQueries.Entry::notifier,
                        entry -> end(deliveryQueries.find(entry.id()).orElseThrow())));
    }

    private static End end(DeliveryQueries.Whole delivery) {
        List<DeliveryQueries.Attempt> attempts = delivery.attempts();
        DeliveryQueries.Attempt last = attempts.get(attempts.size() - 1);
        return new End(
                delivery.entry().state(),
                delivery.entry().attempts(),
                (int) attempts.stream().filter(attempt -> !attempt.counted()).count(),
                last.status(),
                last.error().orElse(""),
                Duration.between(delivery.entry().occurredAt(), last.endedAt()));
    }

    private static long news(Receiver receiver, String kind) {
        return receiver.requests().stream()
                .filter(request -> new String(request.body(), StandardCharsets.UTF_8).contains(kind))
                .count();
    }

    private Hostile.Place place(Duration patience) {
        return new Hostile.Place(clock, certificates, patience, new AtomicLong());
    }

    private static void noConnection(Collection<Receiver> receivers) {
        waiting()
                .untilAsserted(
                        () -> assertThat(receivers).extracting(Receiver::open).containsOnly(0));
    }

    /**
     * Threads that somebody must end: Vert.x's, and whatever keeps the JVM alive. Not Mutiny's pool, which in the daemon
     * is Quarkus's, nor the one of Netty that ends by itself a second after its last task.
     */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon() || thread.getName().startsWith("vert.x"))
                .filter(thread -> !thread.getName().startsWith(mutinys))
                .filter(thread -> !thread.getName().startsWith("globalEventExecutor"))
                .collect(Collectors.toSet());
    }

    static ConditionFactory waiting() {
        return await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(30));
    }

    private Receiver receiver(Receiver receiver) {
        receivers.add(receiver);
        return receiver;
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.push(resource);
        return resource;
    }
}
