package io.github.precheckwatcher.notify.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.MemoryOutbox;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.SigningSecret;
import io.github.precheckwatcher.notify.WebhookSchema;
import io.github.precheckwatcher.notify.kind.webhook.Misbehaviour;
import io.github.precheckwatcher.notify.kind.webhook.Receiver;
import io.github.precheckwatcher.notify.kind.webhook.WebhookSignature;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.github.precheckwatcher.precheck.Verdict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From verdict to receipt on real parts: router, dispatcher, webhooks over loopback. */
class DeliveryTest {
    private static final SigningSecret SECRET = SigningSecret.parse(Notifications.SECRET);

    private final FakeClock clock = new FakeClock(Notifications.NOW);
    private final MemoryOutbox outbox = new MemoryOutbox();
    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final List<Receiver> receivers = new ArrayList<>();
    private final AtomicLong ids = new AtomicLong();

    @AfterEach
    void close() {
        receivers.forEach(Receiver::close);
        workers.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void a_receiver_that_is_rolled_out_late_gets_the_same_message_freshly_signed() {
        var asked = new AtomicInteger();
        var receiver = receiver((request, socket, out) -> {
            out.write(Receiver.head(asked.incrementAndGet() < 3 ? 404 : 200, 0));
            out.flush();
            return true;
        });
        var settings = settings(Notifications.log("log"), webhook("ops", receiver, Duration.ofSeconds(20)));
        var dispatcher = dispatcher(settings);
        send(settings, "0d3f9a5e-0000-4000-8000-000000000001");
        dispatcher.wake();
        await().until(() -> attempts("ops") == 1 && attempts("log") == 1);
        for (int attempt = 2; attempt <= 3; attempt++) {
            int wanted = attempt;
            clock.advance(Duration.ofSeconds(40));
            dispatcher.tick();
            await().until(() -> attempts("ops") == wanted);
        }
        assertThat(outbox.counts())
                .containsOnly(
                        Map.entry(new Outbox.Key("ops", State.DELIVERED), 1L),
                        Map.entry(new Outbox.Key("log", State.DELIVERED), 1L));
        var requests = receiver.requests();
        assertThat(requests)
                .extracting(r -> text(r.body()))
                .containsOnly(text(requests.get(0).body()));
        WebhookSchema.assertValid(text(requests.get(0).body()));
        assertThat(requests)
                .extracting(r -> r.headers().get("webhook-id"))
                .containsOnly("0d3f9a5e-0000-4000-8000-000000000001");
        assertThat(requests)
                .extracting(r -> r.headers().get("webhook-timestamp"))
                .containsExactly("1795508130", "1795508170", "1795508210");
        assertThat(requests)
                .allMatch(r -> WebhookSignature.verify(
                        List.of(SECRET),
                        r.headers().get("webhook-id"),
                        r.headers().get("webhook-timestamp"),
                        r.headers().get("webhook-signature"),
                        r.body(),
                        clock.instant()));
    }

    @Test
    void a_receiver_that_hangs_delays_no_other() {
        var hanging = receiver(Misbehaviour.hanging());
        var well = receiver((request, socket, out) -> {
            out.write(Receiver.head(200, 0));
            out.flush();
            return true;
        });
        var settings = settings(
                webhook("hanging", hanging, Duration.ofMinutes(5)), webhook("well", well, Duration.ofMinutes(5)));
        var dispatcher = dispatcher(settings);
        for (int i = 0; i < 100; i++) {
            send(settings, "event-" + i);
            dispatcher.wake();
        }
        await().until(() -> outbox.counts()
                .equals(Map.of(
                        new Outbox.Key("well", State.DELIVERED),
                        100L,
                        new Outbox.Key("hanging", State.PENDING),
                        100L)));
        assertThat(well.requests())
                .extracting(r -> r.headers().get("webhook-id"))
                .doesNotHaveDuplicates();
        dispatcher.stop(Duration.ofMillis(50));
        await().until(() -> hanging.open() == 0);
        assertThat(outbox.nextDue(List.of("hanging"))).contains(clock.instant());
    }

    private int attempts(String notifier) {
        return outbox.batches().stream()
                .mapToInt(batch -> (int) batch.stream()
                        .filter(a -> a.delivery().notifier().equals(notifier))
                        .count())
                .sum();
    }

    private void send(NotifySettings settings, String eventId) {
        Verdict verdict = Notifications.identified(Notifications.warning(), eventId, Notifications.NOW);
        Notifications.router(settings, () -> new UUID(0, ids.incrementAndGet()))
                .route(verdict, Notifications.watch(Map.of("env", "prod")), Optional.empty())
                .stream()
                .sorted(Comparator.comparing(NewDelivery::notifier))
                .forEach(outbox::add);
    }

    private Dispatcher dispatcher(NotifySettings settings) {
        return new Dispatcher(
                settings,
                new Notifiers(settings, vertx, clock, Notifications.faults(clock)),
                Notifications.followUps(settings),
                Notifications.messageBodies(clock),
                outbox,
                clock,
                () -> 0,
                new SimpleMeterRegistry(),
                Notifications.faults(clock),
                workers);
    }

    private Receiver receiver(Receiver.Behaviour behaviour) {
        var receiver = Receiver.behaving(behaviour);
        receivers.add(receiver);
        return receiver;
    }

    private static NotifySettings settings(NotifierSettings... notifiers) {
        return Notifications.settings(notifiers);
    }

    private static NotifierSettings webhook(String name, Receiver receiver, Duration timeout) {
        return Notifications.signed(Notifications.webhook(name, receiver.uri("/hook"), timeout), SECRET);
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
