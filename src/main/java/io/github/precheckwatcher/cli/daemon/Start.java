package io.github.precheckwatcher.cli.daemon;

import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.config.ProgramVersion;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.dispatch.Dispatcher;
import io.github.precheckwatcher.notify.dispatch.Ticker;
import io.github.precheckwatcher.registration.TaskRegistration;
import io.github.precheckwatcher.registration.upkeep.NodePresence;
import io.github.precheckwatcher.store.ClockSkew;
import io.github.precheckwatcher.store.WriteCheck;
import io.github.precheckwatcher.watch.Engine;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** What daemon and demo do alike once Quarkus, store and migrations stand: register what the file names, then poll. */
@ApplicationScoped
public class Start {
    private static final Logger LOG = Logger.getLogger(Start.class);

    private final NodePresence presence;
    private final TaskRegistration registration;
    private final Engine engine;
    private final Dispatcher dispatcher;
    private final CurrentConfig current;
    private final ClockSkew clocks;
    private final Ticker ticker;
    private final WriteCheck writeCheck;
    private final int managementPort;

    Start(
            NodePresence presence,
            TaskRegistration registration,
            Engine engine,
            Dispatcher dispatcher,
            CurrentConfig current,
            ClockSkew clocks,
            Ticker ticker,
            WriteCheck writeCheck,
            @ConfigProperty(name = "quarkus.management.port") int managementPort) {
        this.presence = presence;
        this.registration = registration;
        this.engine = engine;
        this.dispatcher = dispatcher;
        this.current = current;
        this.clocks = clocks;
        this.ticker = ticker;
        this.writeCheck = writeCheck;
        this.managementPort = managementPort;
    }

    /** Throws what the store throws. */
    public void run() {
        OutOfMemoryEnd.watchLog();
        LoadedConfig config = current.config();
        clocks.begin();
        presence.join();
        engine.openAccounts();
        registration.registerAtStart();
        engine.start();
        dispatcher.open();
        writeCheck.check();
        ticker.begin();
        LogLine.of("ready")
                .with("version", ProgramVersion.text())
                .with("store", config.store().kind().name().toLowerCase(Locale.ROOT))
                .with("tasks", config.specs().size())
                .with("accounts", config.accounts().byName().size())
                .with("notifiers", config.notifiers().notifiers().size())
                // with port 0 a free one was taken, which only Quarkus knows
                .with("management", Optional.of(managementPort).filter(p -> p != 0))
                .info(LOG);
    }

    /** Before anything else stops: no further tick may meet a container that is going away. */
    void quiet(@Observes @Priority(0) ShutdownEvent event) {
        ticker.stop();
    }
}
