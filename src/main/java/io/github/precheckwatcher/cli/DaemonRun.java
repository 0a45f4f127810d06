package io.github.precheckwatcher.cli;

import io.github.precheckwatcher.registration.TaskRegistration;
import io.github.precheckwatcher.watch.Engine;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

/** The daemon inside Quarkus: registers what the file names, starts the engine, waits to be stopped. */
public final class DaemonRun implements QuarkusApplication {
    private final TaskRegistration registration;
    private final Engine engine;

    DaemonRun(TaskRegistration registration, Engine engine) {
        this.registration = registration;
        this.engine = engine;
    }

    @Override
    public int run(String... args) {
        engine.openAccounts();
        registration.registerAtStart();
        engine.start();
        Quarkus.waitForExit();
        return ExitCode.OK;
    }
}
