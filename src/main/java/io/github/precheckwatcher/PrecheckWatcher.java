package io.github.precheckwatcher;

import io.github.precheckwatcher.cli.RootCommand;
import io.github.precheckwatcher.cli.console.CliContext;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.security.SecureRandom;
import java.time.Clock;

/** The program: reads its command line and does what it says. */
@QuarkusMain
public final class PrecheckWatcher {
    private PrecheckWatcher() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String... args) {
        System.exit(RootCommand.run(new CliContext(Clock.systemDefaultZone(), new SecureRandom()), args));
    }
}
