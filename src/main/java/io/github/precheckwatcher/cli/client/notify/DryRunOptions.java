package io.github.precheckwatcher.cli.client.notify;

import io.github.precheckwatcher.cli.client.DaemonClient;
import io.github.precheckwatcher.cli.client.DaemonOptions;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.Console;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether a running daemon is asked, or the configuration alone. */
final class DryRunOptions {
    @Mixin
    private DaemonOptions daemon;

    @Option(names = "--offline", description = "work from the configuration alone, whether a daemon runs or not")
    private boolean offline;

    /**
     * Asks the daemon; when none answers and none was named, works from the configuration.
     *
     * @param err gets a line that says so
     */
    <T> T ask(PrintWriter err, CliContext context, Asked<T> running, Worked<T> alone) throws CommandFailure {
        if (!offline) {
            try {
                return running.of(daemon.client());
            } catch (DaemonClient.Absent e) {
                if (daemon.named()) {
                    throw e;
                }
                Console.print(
                        err,
                        "no daemon answers; working from " + daemon.config().folder());
            }
        }
        return alone.from(OfflineDryRun.of(daemon.config().folder(), context));
    }

    /** What is asked of a daemon. */
    interface Asked<T> {
        T of(DaemonClient client) throws CommandFailure;
    }

    /** The same from the configuration. */
    interface Worked<T> {
        T from(OfflineDryRun dryRun) throws CommandFailure;
    }
}
