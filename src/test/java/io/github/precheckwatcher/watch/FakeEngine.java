package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.cloud.PollResponse;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.dispatch.Dispatcher;
import io.github.precheckwatcher.notify.dispatch.Notifiers;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.route.Router;
import io.github.precheckwatcher.notify.text.MessageBodies;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.database.StoreException;
import io.github.precheckwatcher.store.outbox.JdbcOutbox;
import io.github.precheckwatcher.store.watch.JdbcWatchStore;
import io.github.precheckwatcher.watch.policy.ConfiguredPolicy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;

/** The whole engine on a real store (H2 if none is given), by hand: the clock is turned, steps are taken, answers are given by the test. */
final class FakeEngine implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(30);

    private final Databases.Database database;
    private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(1);
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();
    private final Map<String, Runnable> meanwhile = new ConcurrentHashMap<>();
    private final List<CompletableFuture<PollResponse>> held = new ArrayList<>();

    /** The engine's clock, which a test may set back; the monotonic one goes on by {@link #advance} alone. */
    final FakeClock clock = new FakeClock(Watches.START);

    final FakeClock monotonic = new FakeClock(Watches.START);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final WatchStore store;
    final Waiter waiter;
    final PollLoop loop;
    final Recorder recorder;
    final RecorderQueue answers;
    final PollPass pass;
    final Engine engine;
    final AccountUpdates accounts;
    final Dispatcher dispatcher;
    final FaultLog faults;

    /** What the cloud says to whoever is asked for; null: the answer is held back until {@link #answerHeld}. */
    Function<PrecheckRef, PollResponse> cloud = ref -> null;

    /** How a message is written for a notifier. */
    BiFunction<Message, NotifierSettings, String> kinds =
            (message, notifier) -> notifier.type().render(message, notifier);

    /** Which calls of the store fail beside those of {@link #fail}. */
    BiPredicate<String, Object[]> strikes = (method, args) -> false;

    /** The setting of that name. */
    AlreadyEnded alreadyEnded = AlreadyEnded.NOTIFY;

    /** What the store throws when it is to fail. */
    Throwable fault = new StoreException("the store fails");

    FakeEngine(Path dir, Map<String, Double> rates, NotifierSettings... notifiers) {
        this(Databases.h2(dir), rates, notifiers);
    }

    FakeEngine(Databases.Database database, Map<String, Double> rates, NotifierSettings... notifiers) {
        this.database = database;
        JdbcWatchStore real = new JdbcWatchStore(database.transactions());
        store = (WatchStore) Proxy.newProxyInstance(
                WatchStore.class.getClassLoader(), new Class<?>[] {WatchStore.class}, (proxy, method, args) -> {
                    noted(method.getName(), args);
                    try {
                        Object result = method.invoke(real, args);
                        Optional.ofNullable(meanwhile.remove(method.getName())).ifPresent(Runnable::run);
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        NotifySettings settings = new NotifySettings("test", Optional.empty(), "1", List.of(notifiers));
        JdbcOutbox outbox = new JdbcOutbox(database.transactions());
        faults = new FaultLog(new StoreOutage(clock), clock);
        Random random = new Random(1);
        MessageBodies messageBodies = new MessageBodies(faults, (message, notifier) -> kinds.apply(message, notifier));
        Router router = new Router(settings, messageBodies, faults, UUID::randomUUID);
        dispatcher = new Dispatcher(
                settings,
                new Notifiers(settings, vertx.getDelegate(), clock, faults),
                Notifications.followUps(settings),
                messageBodies,
                outbox,
                clock,
                random,
                meters,
                faults,
                workers);
        Supplier<EngineSettings> engineSettings = () -> new EngineSettings(LEASE, rates, alreadyEnded);
        waiter = new Waiter(clock) {
            @Override
            public void pause(Duration span) {
                clock.advance(span);
            }
        };
        EngineMetrics metrics = new EngineMetrics(meters);
        accounts = new AccountUpdates(store, engineSettings, Notifications.followUps(settings), clock);
        recorder = new Recorder(
                store,
                accounts,
                router,
                dispatcher,
                metrics,
                new ConfiguredPolicy(random),
                engineSettings,
                UUID::randomUUID,
                faults,
                clock);
        answers = new RecorderQueue(recorder, faults, waiter);
        PollsUnderWay polls =
                new PollsUnderWay((account, ref) -> ask(ref), answers, metrics, engineSettings, clock, monotonic);
        loop = new PollLoop(store, accounts, recorder, polls, engineSettings, faults, waiter, clock);
        pass = new PollPass(loop, waiter, faults, clock, monotonic);
        engine = new Engine(accounts, pass, loop, answers, faults);
        engine.openAccounts();
    }

    private Uni<PollResponse> ask(PrecheckRef ref) {
        PollResponse response = cloud.apply(ref);
        if (response != null) {
            return Uni.createFrom().item(response);
        }
        CompletableFuture<PollResponse> later = new CompletableFuture<>();
        held.add(later);
        return Uni.createFrom().completionStage(later);
    }

    /** How many answers are held back. */
    int held() {
        return held.size();
    }

    /** Gives all held answers. */
    void answerHeld(PollResponse response) {
        List<CompletableFuture<PollResponse>> due = List.copyOf(held);
        held.clear();
        due.forEach(f -> f.complete(response));
    }

    /** The next calls of that store method fail; {@code "claim default"}: of that method for that account. */
    void fail(String call, int times) {
        failures.put(call, new AtomicInteger(times));
    }

    /** What happens once, between the end of that store method's next call and its caller's going on. */
    void meanwhile(String method, Runnable happens) {
        meanwhile.put(method, happens);
    }

    /** How often that store method was called; {@code "claim default"}: for that account. */
    int calls(String call) {
        return calls.getOrDefault(call, new AtomicInteger()).get();
    }

    /** "claim" is every claim, "claim default" that account's. */
    private void noted(String method, Object[] args) throws Throwable {
        if (strikes.test(method, args)) {
            throw fault;
        }
        List<String> keys = args == null ? List.of(method) : List.of(method, method + " " + args[0]);
        keys.forEach(key -> calls.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet());
        for (String key : keys) {
            AtomicInteger left = failures.get(key);
            if (left != null && left.getAndDecrement() > 0) {
                throw fault;
            }
        }
    }

    List<WatchStore.Registered> register(WatchSpec... specs) {
        return store.register(
                List.of(specs), clock.instant(), () -> UUID.randomUUID().toString());
    }

    List<WatchStore.Registered> registerAtStart(WatchSpec... specs) {
        return store.registerAtStart(
                List.of(specs), clock.instant(), () -> UUID.randomUUID().toString());
    }

    /** One step of the loop, and everything that has been answered is written. */
    void step() throws InterruptedException {
        loop.step();
        while (answers.drain(Duration.ZERO) > 0) {
            // until nothing is left
        }
    }

    /** The events of what is owed to a notifier, or was delivered, the oldest first. */
    List<String> delivered(String notifier) {
        return database.texts(
                "select m.event as c from delivery d join message m on m.id = d.event_id where d.notifier = '"
                        + notifier + "' order by m.occurred_at, m.subject");
    }

    List<WatchStore.Ended> ended(Collection<WatchSpec> specs) {
        return store.ended(specs.stream().map(WatchSpec::identity).toList());
    }

    /** Time goes by, for every clock. */
    void advance(Duration span) {
        clock.advance(span);
        monotonic.advance(span);
    }

    @Override
    public void close() {
        workers.shutdownNow();
        vertx.closeAndAwait();
        database.close();
    }
}
