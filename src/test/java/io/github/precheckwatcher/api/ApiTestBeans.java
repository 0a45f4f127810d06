package io.github.precheckwatcher.api;

import io.github.precheckwatcher.config.ConfigFolderBuilder;
import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.notify.MailSender;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.Routing;
import io.github.precheckwatcher.notify.SigningSecret;
import io.github.precheckwatcher.notify.alert.AlertStore;
import io.github.precheckwatcher.notify.dispatch.Dispatcher;
import io.github.precheckwatcher.notify.dispatch.FollowUpDeliveries;
import io.github.precheckwatcher.notify.kind.email.SmtpMailSender;
import io.github.precheckwatcher.notify.mute.MuteStore;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.route.Router;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.registration.RequestRegistration;
import io.github.precheckwatcher.registration.TaskRegistration;
import io.github.precheckwatcher.registration.act.ActsOnWatches;
import io.github.precheckwatcher.registration.act.ForgetWatches;
import io.github.precheckwatcher.registration.reload.ConfigReload;
import io.github.precheckwatcher.registration.reload.ReloadMetric;
import io.github.precheckwatcher.registration.reload.ReloadNews;
import io.github.precheckwatcher.registration.reload.RemovedTasks;
import io.github.precheckwatcher.store.JdbcNodeStore;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.database.Databases.Database;
import io.github.precheckwatcher.store.outbox.JdbcAlertStore;
import io.github.precheckwatcher.store.outbox.JdbcDeliveryQueries;
import io.github.precheckwatcher.store.outbox.JdbcMuteStore;
import io.github.precheckwatcher.store.outbox.JdbcOutbox;
import io.github.precheckwatcher.store.transfer.StoreBackup;
import io.github.precheckwatcher.store.watch.JdbcVerdictQueries;
import io.github.precheckwatcher.store.watch.JdbcWatchActs;
import io.github.precheckwatcher.store.watch.JdbcWatchQueries;
import io.github.precheckwatcher.store.watch.JdbcWatchStore;
import io.github.precheckwatcher.watch.AccountUpdates;
import io.github.precheckwatcher.watch.AlreadyEnded;
import io.github.precheckwatcher.watch.EngineMetrics;
import io.github.precheckwatcher.watch.EngineSettings;
import io.github.precheckwatcher.watch.PollPolicy;
import io.github.precheckwatcher.watch.Recorder;
import io.github.precheckwatcher.watch.VerdictQueries;
import io.github.precheckwatcher.watch.Waiter;
import io.github.precheckwatcher.watch.WatchQueries;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.act.WatchActs;
import io.github.precheckwatcher.watch.node.NodeStore;
import io.github.precheckwatcher.watch.policy.ConfiguredPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What other packages produce in the daemon, and a receiver of webhooks. */
@Alternative
@Dependent
public class ApiTestBeans {
    @Produces
    @Singleton
    ApiClock clock() {
        return new ApiClock();
    }

    @Produces
    @Singleton
    Database database(@ConfigProperty(name = "api-test.database", defaultValue = "h2") String kind) throws IOException {
        return kind.equals("h2") ? Databases.h2(Files.createTempDirectory("api-test")) : Databases.postgresql();
    }

    void close(@Disposes Database database) {
        database.close();
    }

    @Produces
    @Singleton
    Outbox outbox(Database database) {
        return new JdbcOutbox(database.transactions());
    }

    @Produces
    @Singleton
    DeliveryQueries deliveryQueries(Database database) {
        return new JdbcDeliveryQueries(database.transactions());
    }

    @Produces
    @Singleton
    WatchStore watchStore(Database database) {
        return new JdbcWatchStore(database.transactions());
    }

    @Produces
    @Singleton
    VerdictQueries verdictQueries(Database database) {
        return new JdbcVerdictQueries(database.transactions());
    }

    @Produces
    @Singleton
    WatchQueries watchQueries(Database database) {
        return new JdbcWatchQueries(database.transactions());
    }

    @Produces
    @Singleton
    Waiter waiter(Clock clock) {
        return new Waiter(clock);
    }

    @Produces
    @Singleton
    PollPolicy policy() {
        return new ConfiguredPolicy(new Random(1));
    }

    @Produces
    @Singleton
    Supplier<EngineSettings> engineSettings() {
        return () ->
                new EngineSettings(Duration.ofSeconds(30), Map.of("default", 10.0, "idle", 5.0), AlreadyEnded.NOTIFY);
    }

    @Produces
    @Singleton
    AlertStore alerts(Database database) {
        return new JdbcAlertStore(database.transactions());
    }

    @Produces
    @Singleton
    MuteStore mutes(Database database) {
        return new JdbcMuteStore(database.transactions());
    }

    @Produces
    @Singleton
    StoreBackup backup(Database database, Clock clock) {
        return new StoreBackup(database.source(), clock);
    }

    @Produces
    @Singleton
    NodeStore nodes(Database database) {
        return new JdbcNodeStore(database.transactions());
    }

    @Produces
    @Singleton
    MailSender mail() {
        return SmtpMailSender.alone(Optional.empty());
    }

    @Produces
    @Singleton
    TestReceiver receiver() throws IOException {
        return TestReceiver.start();
    }

    void close(@Disposes TestReceiver receiver) {
        receiver.close();
    }

    @Produces
    @Singleton
    NotifySettings settings(TestReceiver receiver) {
        Routing failures = new Routing(Set.of(Outcome.FAILED), Set.of("MYSQL"), Set.of("cn-hangzhou"), List.of(), true);
        return Notifications.settings(
                Notifications.log("log"),
                Notifications.routed(
                        Notifications.signed(
                                Notifications.webhook("ops", receiver.address(), Duration.ofSeconds(5)),
                                SigningSecret.parse(Notifications.SECRET)),
                        failures));
    }

    @Produces
    @Singleton
    ConfigFolderBuilder files() throws IOException {
        return new ConfigFolderBuilder(Files.createTempDirectory("api-test-config"));
    }

    @Produces
    @Singleton
    @Typed(CurrentConfig.class)
    CurrentConfig config(ConfigFolderBuilder files) {
        return new CurrentConfig(files.load());
    }

    @Produces
    @Singleton
    RequestRegistration requests(WatchStore store, Clock clock, CurrentConfig config) {
        return new RequestRegistration(store, clock, UUID::randomUUID, config, new Waiter(clock));
    }

    @Produces
    @Singleton
    ReloadMetric reloadMetric(MeterRegistry registry, Clock clock) {
        return new ReloadMetric(registry, clock);
    }

    @Produces
    @Singleton
    ConfigReload reload(
            CurrentConfig config,
            ConfigFolderBuilder files,
            ReloadMetric metric,
            Database database,
            FollowUpDeliveries followUps,
            Dispatcher dispatcher,
            Outbox outbox,
            Recorder recorder,
            FaultLog faults,
            Clock clock) {
        JdbcWatchStore store = new JdbcWatchStore(database.transactions());
        AccountUpdates accounts = new AccountUpdates(store, config, followUps, clock);
        TaskRegistration registration = new TaskRegistration(store, clock, UUID::randomUUID, config);
        return new ConfigReload(
                config,
                files.files(),
                registration,
                new RemovedTasks(store, registration, List::of, recorder, config, clock),
                accounts,
                metric,
                new ReloadNews(followUps, outbox, dispatcher, clock),
                faults,
                clock);
    }

    @Produces
    @Singleton
    @Typed(Recorder.class)
    Recorder recorder(
            WatchStore store,
            CurrentConfig config,
            FollowUpDeliveries followUps,
            Router router,
            Dispatcher dispatcher,
            MeterRegistry registry,
            FaultLog faults,
            Clock clock) {
        return new Recorder(
                store,
                new AccountUpdates(store, config, followUps, clock),
                router,
                dispatcher,
                new EngineMetrics(registry),
                new ConfiguredPolicy(new Random(1)),
                config,
                UUID::randomUUID,
                faults,
                clock);
    }

    @Produces
    @Singleton
    WatchActs watchActs(Database database) {
        return new JdbcWatchActs(database.transactions());
    }

    @Produces
    @Singleton
    @Typed(ActsOnWatches.class)
    ActsOnWatches acts(
            WatchActs watchActs,
            Recorder recorder,
            CurrentConfig config,
            Supplier<EngineSettings> settings,
            Clock clock) {
        return new ActsOnWatches(watchActs, recorder, new Waiter(clock), config, settings, clock, clock);
    }

    @Produces
    @Singleton
    @Typed(ForgetWatches.class)
    ForgetWatches forgetWatches(WatchActs watchActs, CurrentConfig config, Clock clock) {
        return new ForgetWatches(watchActs, config, List::of, clock);
    }
}
