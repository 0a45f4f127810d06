package io.github.precheckwatcher.registration.reload;

import io.github.precheckwatcher.config.ConfigFiles;
import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.registration.TaskRegistration;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.database.StoreException;
import io.github.precheckwatcher.store.outbox.JdbcOutbox;
import io.github.precheckwatcher.watch.RunningEngine;
import io.github.precheckwatcher.watch.WatchStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;

/** A running engine whose files are read again when a test says so. */
public final class RunningReload implements AutoCloseable {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ConfigReload reload;

    public final RunningEngine engine;
    public final TaskRegistration registration;

    /** The hosts of nodes whose files name other tasks. */
    public volatile List<String> differing = List.of();

    /** Whether the store refuses what is registered. */
    public volatile boolean storeFails;

    /** Starts it, with the tasks of {@code config}. */
    public RunningReload(
            Databases.Database database, CurrentConfig config, ConfigFiles files, ExecutorService worker, Vertx vertx) {
        Clock clock = Clock.systemUTC();
        engine = new RunningEngine(database, config, worker, vertx);
        registration = new TaskRegistration(failing(engine.store), clock, UUID::randomUUID, config);
        RemovedTasks removed =
                new RemovedTasks(engine.store, registration, () -> differing, engine.recorder, config, clock);
        ReloadNews news =
                new ReloadNews(engine.followUps, new JdbcOutbox(database.transactions()), engine.dispatcher, clock);
        reload = new ConfigReload(
                config,
                files,
                registration,
                removed,
                engine.accounts,
                new ReloadMetric(meters, clock),
                news,
                engine.faults,
                clock);
        registration.registerAtStart();
        reload.look();
    }

    private WatchStore failing(WatchStore store) {
        return (WatchStore) Proxy.newProxyInstance(
                WatchStore.class.getClassLoader(), new Class<?>[] {WatchStore.class}, (proxy, method, arguments) -> {
                    if (storeFails) {
                        throw new StoreException("the store fails");
                    }
                    return method.invoke(store, arguments);
                });
    }

    public ReloadResult reload() {
        return reload.reload(Trigger.API);
    }

    /** As happens every {@code reload-interval}. */
    public void look() {
        reload.look();
    }

    /** What {@code precheck_config_last_reload_successful} says. */
    public boolean successful() {
        return meters.get("precheck.config.last.reload.successful").gauge().value() == 1;
    }

    @Override
    public void close() {
        engine.close();
    }
}
