package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.cloud.CloudCalls;
import io.github.precheckwatcher.cloud.sas.SasPrecheckQuery;
import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.dispatch.Dispatcher;
import io.github.precheckwatcher.notify.dispatch.FollowUpDeliveries;
import io.github.precheckwatcher.notify.dispatch.Notifiers;
import io.github.precheckwatcher.notify.route.Router;
import io.github.precheckwatcher.notify.text.MessageBodies;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.outbox.JdbcOutbox;
import io.github.precheckwatcher.store.watch.JdbcWatchStore;
import io.github.precheckwatcher.watch.policy.ConfiguredPolicy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Engine and dispatcher that run by themselves, on a real store and by a current configuration, as in the daemon. */
public final class RunningEngine implements AutoCloseable {
    private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(2);
    private final Clock clock = Clock.systemUTC();
    private final CloudCalls calls;
    private final Engine engine;

    public final JdbcWatchStore store;
    public final Notifiers notifiers;
    public final Dispatcher dispatcher;
    public final FollowUpDeliveries followUps;
    public final AccountUpdates accounts;
    public final Recorder recorder;
    public final FaultLog faults;

    /** Starts them. Needs a running Quarkus, whose {@code worker} and {@code vertx} these are. */
    public RunningEngine(Databases.Database database, CurrentConfig config, ExecutorService worker, Vertx vertx) {
        store = new JdbcWatchStore(database.transactions());
        faults = new FaultLog(new StoreOutage(clock), clock);
        Random random = new Random(1);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        MessageBodies bodies = new MessageBodies(faults);
        Router router = new Router(config, bodies, faults, UUID::randomUUID);
        followUps = new FollowUpDeliveries(config, router, faults, UUID::randomUUID);
        notifiers = new Notifiers(config, vertx, clock, faults);
        dispatcher = new Dispatcher(
                config,
                notifiers,
                followUps,
                bodies,
                new JdbcOutbox(database.transactions()),
                clock,
                random,
                meters,
                faults,
                workers);
        calls = new CloudCalls(
                config, new BudgetPermits(store, config, clock), clock, UUID::randomUUID, worker, "test");
        Waiter waiter = new Waiter(clock);
        EngineMetrics metrics = new EngineMetrics(meters);
        accounts = new AccountUpdates(store, config, followUps, clock);
        recorder = new Recorder(
                store,
                accounts,
                router,
                dispatcher,
                metrics,
                new ConfiguredPolicy(random),
                config,
                UUID::randomUUID,
                faults,
                clock);
        RecorderQueue answers = new RecorderQueue(recorder, faults, waiter);
        PollsUnderWay polls = new PollsUnderWay(new SasPrecheckQuery(calls), answers, metrics, config, clock, clock);
        PollLoop loop = new PollLoop(store, accounts, recorder, polls, config, faults, waiter, clock);
        PollPass pass = new PollPass(loop, waiter, faults, clock, clock);
        engine = new Engine(accounts, pass, loop, answers, faults);
        engine.openAccounts();
        engine.start();
        dispatcher.open();
        workers.scheduleAtFixedRate(() -> worker.execute(() -> tick(pass)), 0, 1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        engine.stop();
        dispatcher.stop();
        workers.shutdownNow();
        calls.close();
    }

    private static void tick(PollPass pass) {
        try {
            pass.tick();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
