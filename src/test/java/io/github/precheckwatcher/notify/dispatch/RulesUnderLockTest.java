package io.github.precheckwatcher.notify.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.DigestSettings;
import io.github.precheckwatcher.notify.FakeNotifier;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.RateLimits;
import io.github.precheckwatcher.notify.RetrySchedule;
import io.github.precheckwatcher.notify.SettingsBuilder;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.github.precheckwatcher.notify.route.Router;
import io.github.precheckwatcher.notify.text.MessageBodies;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.database.Transactions;
import io.github.precheckwatcher.store.outbox.JdbcOutbox;
import io.github.precheckwatcher.store.watch.JdbcWatchStore;
import io.github.precheckwatcher.watch.WatchStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is decided under the lock of a row renders nothing: a template may be slow, and everybody waits for the lock. */
class RulesUnderLockTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final OperatorEvent SUSPENDED = new OperatorEvent(
            "account/default",
            "account.suspended",
            OperatorEvent.Severity.ERROR,
            "default is suspended",
            Optional.empty(),
            Optional.empty());

    private final FakeClock clock = new FakeClock(Notifications.NOW);
    private final FaultLog faults = Notifications.faults(clock);
    private final Random random = new Random(5);
    private final FakeNotifier ops = new FakeNotifier("ops", 4).always(new Failed(Optional.of(503), "not now"));
    private final FakeNotifier mail = new FakeNotifier("mail", 4).always(new Delivered(250));

    /** How many connections this thread holds: each is held for one transaction. */
    private final ThreadLocal<Integer> held = ThreadLocal.withInitial(() -> 0);

    private final List<String> rendered = new ArrayList<>();
    private final List<String> renderedUnderLock = new ArrayList<>();

    @TempDir
    private Path folder;

    enum Store {
        H2,
        POSTGRESQL
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void no_message_is_rendered_while_a_transaction_is_open(Store kind) {
        try (Databases.Database database = kind == Store.H2 ? Databases.h2(folder) : Databases.postgresql()) {
            Transactions transactions = new Transactions(watched(database.source()), random);
            JdbcOutbox outbox = new JdbcOutbox(transactions);
            NotifySettings settings = settings();
            MessageBodies messageBodies = new MessageBodies(faults, this::render);
            Router router = new Router(settings, messageBodies, faults, this::id);
            FollowUpDeliveries followUps = new FollowUpDeliveries(settings, router, faults, this::id);
            Dispatcher dispatcher = new Dispatcher(
                    settings,
                    Notifications.open(settings, ops, mail),
                    followUps,
                    messageBodies,
                    outbox,
                    clock,
                    random,
                    new SimpleMeterRegistry(),
                    faults,
                    Runnable::run);
            outbox.post(verdict(router, "v1", "ops"));
            outbox.post(verdict(router, "v2", "ops", "mail"));
            outbox.post(verdict(router, "v3", "ops"));

            for (int second = 0; second < 60; second++) {
                clock.advance(SECOND);
                dispatcher.tick();
            }
            suspend(new JdbcWatchStore(transactions), followUps);
            ops.always(new Delivered(200));
            outbox.post(verdict(router, "v4", "ops"));
            for (int second = 0; second < 60; second++) {
                clock.advance(SECOND);
                dispatcher.tick();
            }

            assertThat(outbox.counts())
                    .doesNotContainKeys(new Outbox.Key("ops", State.PENDING), new Outbox.Key("mail", State.PENDING));
        }
        assertThat(rendered)
                .as("a digest, the part of it that the fallback lacks, news of the notifier and of the account")
                .contains("ops DIGEST", "mail DIGEST", "mail OPERATOR", "mail VERDICT");
        assertThat(mail.sent())
                .extracting(each ->
                        each.message().status().name() + ' ' + each.message().subject())
                .contains("ERROR notifier/ops", "INFO notifier/ops", "ERROR account/default");
        assertThat(renderedUnderLock).isEmpty();
    }

    private String render(Message message, NotifierSettings notifier) {
        String what = notifier.name() + ' ' + message.type();
        rendered.add(what);
        if (held.get() > 0) {
            renderedUnderLock.add(what);
        }
        return notifier.type().render(message, notifier);
    }

    private void suspend(WatchStore store, FollowUpDeliveries followUps) {
        store.openAccounts(Map.of("default", 1.0), clock.instant());
        store.changeAccount("default", row -> row, (change, watches) -> followUps.news(SUSPENDED, clock.instant()));
    }

    private List<NewDelivery> verdict(Router router, String id, String... notifiers) {
        Verdict verdict = Notifications.identified(Notifications.warning(), id, clock.instant());
        return router.route(verdict, Notifications.watch(Map.of(), notifiers), Optional.empty());
    }

    private static NotifySettings settings() {
        URI nowhere = URI.create("http://127.0.0.1:1/");
        RetrySchedule soon = new RetrySchedule(List.of(SECOND), Duration.ofSeconds(20), SECOND);
        RateLimits digests =
                new RateLimits(List.of(), SECOND, Optional.of(new DigestSettings(SECOND, List.of(), Optional.empty())));
        return Notifications.settings(
                SettingsBuilder.of(Notifications.notifier("ops", NotifierKind.DINGTALK, Optional.of(nowhere), SECOND))
                        .rateLimits(digests)
                        .retry(soon)
                        .fallback("mail")
                        .build(),
                SettingsBuilder.of(Notifications.notifier("mail", NotifierKind.EMAIL, Optional.of(nowhere), SECOND))
                        .recipients("dba@example.com")
                        .events(MessageType.OPERATOR)
                        .build());
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** The same, but it knows which thread holds a connection. */
    private DataSource watched(DataSource source) {
        return proxy(DataSource.class, source, () -> {}, "getConnection", got -> {
            held.set(held.get() + 1);
            return proxy(Connection.class, (Connection) got, () -> held.set(held.get() - 1), "", same -> same);
        });
    }

    private static <T> T proxy(Class<T> type, T real, Runnable closed, String method, Wrapping wrapping) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, args) -> {
            Object result;
            try {
                result = called.invoke(real, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (called.getName().equals("close")) {
                closed.run();
            }
            return called.getName().equals(method) ? wrapping.of(result) : result;
        }));
    }

    private interface Wrapping {
        Object of(Object result) throws SQLException;
    }
}
