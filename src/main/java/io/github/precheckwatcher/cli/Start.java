package io.github.precheckwatcher.cli;

import io.github.precheckwatcher.notify.LogLine;
import io.github.precheckwatcher.registration.LoadedConfig;
import io.github.precheckwatcher.registration.ProgramVersion;
import io.github.precheckwatcher.registration.TaskRegistration;
import io.github.precheckwatcher.watch.Engine;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
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

    private final TaskRegistration registration;
    private final Engine engine;
    private final LoadedConfig config;
    private final Scheduler scheduler;
    private final int managementPort;

    Start(
            TaskRegistration registration,
            Engine engine,
            LoadedConfig config,
            Scheduler scheduler,
            @ConfigProperty(name = "quarkus.management.port") int managementPort) {
        this.registration = registration;
        this.engine = engine;
        this.config = config;
        this.scheduler = scheduler;
        this.managementPort = managementPort;
    }

    /** Throws what the store throws. */
    void run() {
        OutOfMemoryEnd.watchLog();
        engine.openAccounts();
        registration.registerAtStart();
        engine.start();
        scheduler.resume();
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
        if (scheduler.isStarted()) {
            scheduler.pause();
        }
    }
}
