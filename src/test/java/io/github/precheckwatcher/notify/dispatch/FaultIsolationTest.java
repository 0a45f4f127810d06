package io.github.precheckwatcher.notify.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.DigestSettings;
import io.github.precheckwatcher.notify.FakeServer;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.MailSender;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.RateLimits;
import io.github.precheckwatcher.notify.SettingsBuilder;
import io.github.precheckwatcher.notify.alert.AlertStore;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.notify.kind.alertmanager.AlertResender;
import io.github.precheckwatcher.notify.kind.alertmanager.Resending;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.route.Router;
import io.github.precheckwatcher.notify.text.MessageBodies;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.outbox.JdbcAlertStore;
import io.github.precheckwatcher.store.outbox.JdbcOutbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is thrown in one notifier's work, at whatever stage, hits that notifier alone, is logged once, and is over when
 * it is over. On a real store, with real notifiers of each kind before a receiver that takes everything.
 */
class FaultIsolationTest {
    /** Where a fault strikes. */
    private enum Stage {
        OPEN,
        RENDER,
        CLAIM,
        ATTEMPT,
        FOLLOW_UP,
        ALERT,
        DIGEST
    }

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** A tenth of a second for what is under way to end. */
    private static final int LOOKS_BETWEEN_TICKS = 50;

    private static final AtomicLong NUMBERS = new AtomicLong();

    @TempDir
    private static Path dir;

    private static Databases.Database database;
    private static Vertx vertx;
    private static FakeServer server;
    private static final List<String> received = new java.util.concurrent.CopyOnWriteArrayList<>();

    private final FakeClock clock = new FakeClock(Notifications.NOW);
    private final FaultLog faults = Notifications.faults(clock);
    private final long number = NUMBERS.incrementAndGet();
    private final String faulty = "faulty-" + number;
    private final String healthy = "healthy-" + number;
    private volatile Optional<Stage> struck = Optional.empty();
    private Supplier<Throwable> fault = () -> new IllegalStateException("a secret, perhaps");
    private Notifiers notifiers;
    private Outbox outbox;
    private Router router;
    private Dispatcher dispatcher;
    private AlertResender resender;
    private LogLines log;

    @BeforeAll
    static void open() {
        database = Databases.h2(dir);
        vertx = Vertx.vertx();
        server = FakeServer.of(request -> {
            received.add(request.path());
            return request.path().startsWith("/slack")
                    ? FakeServer.Reply.of(200, "ok", "content-type: text/html")
                    : new FakeServer.Reply(200, "{\"errcode\":0,\"errmsg\":\"ok\",\"code\":0,\"msg\":\"success\"}");
        });
    }

    @AfterAll
    static void close() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        database.close();
    }

    @BeforeEach
    void listen() {
        log = LogLines.ofAll();
    }

    @AfterEach
    void stop() {
        log.close();
        struck = Optional.empty();
        if (dispatcher != null) {
            dispatcher.stop(SECOND);
            notifiers.close();
        }
    }

    static Stream<Arguments> faults() {
        List<Supplier<Throwable>> thrown = List.of(
                () -> new IllegalStateException("a secret, perhaps"),
                () -> new StackOverflowError(),
                () -> new NoClassDefFoundError("com/example/Gone"));
        return Arrays.stream(NotifierKind.values())
                .flatMap(kind -> Arrays.stream(Stage.values())
                        .filter(stage -> has(kind, stage))
                        .flatMap(stage -> thrown.stream()
                                .map(each -> Arguments.of(
                                        kind, stage, each.get().getClass().getSimpleName(), each))));
    }

    private static boolean has(NotifierKind kind, Stage stage) {
        return switch (stage) {
            case ALERT -> kind == NotifierKind.ALERTMANAGER;
            case DIGEST -> kind.type().keys().contains("digest");
            case OPEN, RENDER, CLAIM, ATTEMPT, FOLLOW_UP -> true;
        };
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("faults")
    void a_fault_in_one_notifiers_work_hits_it_alone_is_logged_once_and_is_over_when_it_is_over(
            NotifierKind kind, Stage stage, String name, Supplier<Throwable> thrown) {
        fault = thrown;
        begin(kind, stage);
        switch (stage) {
            case ALERT -> alerts(name);
            case DIGEST -> digests(name);
            case OPEN, RENDER, CLAIM, ATTEMPT, FOLLOW_UP -> deliveries(stage, name);
        }
        assertThat(log.lines()).noneMatch(line -> line.contains("a secret"));
    }

    private void deliveries(Stage stage, String name) {
        send("first");
        dispatcher.wake();
        soon().until(() -> states(healthy).equals(List.of("DELIVERED")));
        for (int i = 0; i < 3; i++) {
            clock.advance(SECOND);
            dispatcher.tick();
        }
        send("second");
        dispatcher.wake();
        soon().until(() -> states(healthy).equals(List.of("DELIVERED", "DELIVERED")));
        assertThat(states(faulty)).containsExactly("PENDING", "PENDING");
        List<String> reported = lines("FAILING");
        assertThat(reported)
                .as("each cause and its consequence once")
                .doesNotHaveDuplicates()
                .hasSizeLessThanOrEqualTo(2);
        assertThat(reported).anySatisfy(line -> assertThat(line).contains(name));
        if (stage != Stage.ATTEMPT) {
            assertThat(faults.ofNotifier(faulty)).hasSize(1);
            assertThat(reported.get(0)).startsWith("ERROR fault notifier=" + faulty + " stage=");
        }

        struck = Optional.empty();
        passing(
                "the end of the fault",
                Duration.ofSeconds(10),
                () -> states(faulty).equals(List.of("DELIVERED", "DELIVERED")));
        dispatcher.tick();
        assertThat(lines("FAILING")).isEqualTo(reported);
        soon().untilAsserted(() -> assertThat(lines("OK")).hasSameSizeAs(reported));
        assertThat(faults.ofNotifier(faulty)).isEmpty();
        assertThat(faults.ofNotifier(healthy)).isEmpty();
    }

    private void digests(String name) {
        send("first");
        send("second");
        clock.advance(Duration.ofSeconds(2));
        dispatcher.wake();
        passing(
                "each alone, where no digest can be made",
                SECOND,
                () -> states(healthy).equals(List.of("DELIVERED", "DELIVERED"))
                        && states(faulty).equals(List.of("DELIVERED", "DELIVERED")));
        assertThat(types(faulty)).containsOnly("VERDICT");
        assertThat(lines("FAILING"))
                .singleElement()
                .asString()
                .contains("stage=digest")
                .contains(name);

        struck = Optional.empty();
        send("third");
        send("fourth");
        passing(
                "the end of the fault",
                Duration.ofSeconds(2),
                () -> types(faulty).contains("DIGEST")
                        && states(faulty).stream().allMatch("DELIVERED"::equals));
        soon().untilAsserted(() ->
                assertThat(lines("OK")).singleElement().asString().contains("stage=digest state=OK was=FAILING"));
        assertThat(lines("FAILING")).hasSize(1);
    }

    private void alerts(String name) {
        send("first");
        dispatcher.wake();
        soon().until(() -> requests(healthy) == 1 && requests(faulty) == 1);
        for (int i = 2; i < 5; i++) {
            int sent = i;
            clock.advance(Duration.ofMinutes(1));
            soon().until(() -> {
                Resending.tick(resender);
                return requests(healthy) == sent;
            });
        }
        assertThat(requests(faulty)).isEqualTo(1);
        assertThat(lines("FAILING"))
                .singleElement()
                .asString()
                .contains("stage=alert")
                .contains(name);

        struck = Optional.empty();
        clock.advance(Duration.ofMinutes(1));
        soon().until(() -> {
            Resending.tick(resender);
            return requests(faulty) == 2;
        });
        soon().untilAsserted(() ->
                assertThat(lines("OK")).singleElement().asString().contains("stage=alert state=OK was=FAILING"));
    }

    @Test
    void an_error_that_nobody_can_go_on_after_is_not_swallowed() {
        fault = () -> new InternalError("the virtual machine is broken");
        begin(NotifierKind.LOG, Stage.CLAIM);
        send("first");
        assertThatThrownBy(dispatcher::wake).isInstanceOf(InternalError.class);
    }

    @Test
    void a_body_that_could_not_be_written_at_first_never_changes_once_it_is() {
        begin(NotifierKind.WEBHOOK, Stage.RENDER);
        send("first");
        assertThat(bodies(faulty)).containsExactly("");
        struck = Optional.of(Stage.ATTEMPT);
        passing(
                "the end of the fault",
                Duration.ofSeconds(5),
                () -> !bodies(faulty).equals(List.of("")));
        List<String> written = bodies(faulty);
        struck = Optional.of(Stage.RENDER);
        passing(
                "it is not written anew",
                Duration.ofSeconds(30),
                () -> states(faulty).equals(List.of("DELIVERED")));
        assertThat(bodies(faulty)).isEqualTo(written);
    }

    /**
     * Ticks again and again until it is so. The clock moves on between two ticks, but what was begun gets time to end, as
     * its lease would be over otherwise; what a fault left behind has nothing that ends.
     */
    private void passing(String wanted, Duration step, BooleanSupplier done) {
        AtomicInteger looks = new AtomicInteger();
        await(wanted)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> {
                    if (looks.getAndIncrement() % LOOKS_BETWEEN_TICKS > 0 && underWay()) {
                        return false;
                    }
                    clock.advance(step);
                    dispatcher.tick();
                    return done.getAsBoolean();
                });
    }

    private boolean underWay() {
        return Stream.of(faulty, healthy)
                .anyMatch(notifier -> !texts("d.id", notifier, "d.leased").isEmpty());
    }

    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    private void begin(NotifierKind kind, Stage stage) {
        struck = Optional.of(stage);
        NotifySettings settings =
                Notifications.settings(settings(kind, faulty, stage), settings(kind, healthy, Stage.CLAIM));
        AlertStore alertStore =
                proxy(AlertStore.class, new JdbcAlertStore(database.transactions()), Map.of("claim", Stage.ALERT));
        notifiers = new Notifiers(
                settings,
                faults,
                new NotifierContext("1", vertx, clock, clock, Optional.of(alertStore), Optional.of(new TakingMails())),
                this::opened);
        MessageBodies messageBodies = new MessageBodies(faults, (message, notifier) -> {
            strike(Stage.RENDER, notifier.name());
            return notifier.type().render(message, notifier);
        });
        router = new Router(settings, messageBodies, faults, UUID::randomUUID);
        outbox = proxy(
                Outbox.class,
                new JdbcOutbox(database.transactions()),
                Map.of("claim", Stage.CLAIM, "record", Stage.FOLLOW_UP, "recordAndClaim", Stage.FOLLOW_UP));
        dispatcher = new Dispatcher(
                settings,
                notifiers,
                new FollowUpDeliveries(settings, router, faults, () -> {
                    strike(Stage.DIGEST, faulty);
                    return UUID.randomUUID();
                }),
                messageBodies,
                outbox,
                clock,
                () -> 0,
                new SimpleMeterRegistry(),
                faults,
                Runnable::run);
        resender = new AlertResender(notifiers, alertStore, clock, faults);
    }

    private NotifierSettings settings(NotifierKind kind, String name, Stage stage) {
        URI url = URI.create(server.base() + "/" + kind.name().toLowerCase(java.util.Locale.ROOT) + "/" + name);
        DigestSettings soon = new DigestSettings(SECOND, List.of(), Optional.empty());
        RateLimits rateLimits = new RateLimits(
                kind.type().rateLimits().limits(),
                Duration.ofMinutes(1),
                stage == Stage.DIGEST ? Optional.of(soon) : Optional.empty());
        return SettingsBuilder.of(Notifications.notifier(name, kind, Optional.of(url), Duration.ofSeconds(5)))
                .recipients("dba@example.com")
                .rateLimits(rateLimits)
                .build();
    }

    private Notifier opened(NotifierSettings settings, NotifierContext context) {
        strike(Stage.OPEN, settings.name());
        Notifier real = settings.type().open(settings, context);
        return new Notifier() {
            @Override
            public String name() {
                return real.name();
            }

            @Override
            public Uni<AttemptResult> send(Delivery delivery) {
                strike(Stage.ATTEMPT, name());
                return real.send(delivery);
            }

            @Override
            public Notifier itself() {
                return real;
            }

            @Override
            public void close() {
                real.close();
            }
        };
    }

    /** The port, struck where a method of it is called for the faulty notifier. */
    private <T> T proxy(Class<T> port, T real, Map<String, Stage> stages) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, method, args) -> {
            if (stages.containsKey(method.getName())) {
                strike(stages.get(method.getName()), String.valueOf(args[0]));
            }
            try {
                return method.invoke(real, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private void strike(Stage stage, String notifier) {
        if (notifier.equals(faulty) && struck.filter(stage::equals).isPresent()) {
            throwAny(fault.get());
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void throwAny(Throwable any) throws E {
        throw (E) any;
    }

    /** A verdict is recorded: its deliveries are written, whatever fails for one of them. */
    private void send(String word) {
        Verdict verdict = Notifications.identified(Notifications.warning(), word + "-" + number, clock.instant());
        List<NewDelivery> deliveries =
                router.route(verdict, Notifications.watch(Map.of("of", "" + number)), Optional.empty());
        assertThat(deliveries).extracting(NewDelivery::notifier).containsExactly(faulty, healthy);
        outbox.post(deliveries);
    }

    private static List<String> states(String notifier) {
        return texts("d.state", notifier, "m.type = 'VERDICT'");
    }

    private static List<String> types(String notifier) {
        return texts("m.type", notifier, "1 = 1");
    }

    private static List<String> bodies(String notifier) {
        return texts("d.body", notifier, "1 = 1");
    }

    private static List<String> texts(String column, String notifier, String condition) {
        return database.texts("select " + column + " as c from delivery d join message m on m.id = d.event_id"
                + " where d.notifier = '" + notifier + "' and " + condition + " order by m.occurred_at, m.id");
    }

    private static int requests(String notifier) {
        return (int) received.stream()
                .filter(path -> path.contains("/" + notifier + "/"))
                .count();
    }

    /** What the log says of the faulty notifier. */
    private List<String> lines(String state) {
        return log.lines().stream()
                .filter(line -> line.contains("notifier=" + faulty + " ") && line.contains(" state=" + state))
                .toList();
    }

    /** A mail server that takes everything. */
    private static final class TakingMails implements MailSender {
        @Override
        public Uni<Sent> send(Mail mail, Duration timeout) {
            return Uni.createFrom().item(Sent.ALL);
        }

        @Override
        public void check() {}
    }
}
