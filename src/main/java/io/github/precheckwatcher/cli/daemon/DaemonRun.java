package io.github.precheckwatcher.cli.daemon;

import io.github.precheckwatcher.cli.console.ExitCode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

/** The daemon inside Quarkus: starts and waits to be stopped. */
public final class DaemonRun implements QuarkusApplication {
    private final Start start;

    DaemonRun(Start start) {
        this.start = start;
    }

    @Override
    public int run(String... args) {
        start.run();
        Quarkus.waitForExit();
        return ExitCode.OK;
    }
}
