package io.github.precheckwatcher.cli.client.watch;

import io.github.precheckwatcher.api.mute.MuteView;
import io.github.precheckwatcher.cli.client.DaemonClient;
import io.github.precheckwatcher.cli.client.DaemonOptions;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends mutes of a running daemon before their time. */
@Command(
        name = "unmute",
        description = "Ends mutes now; what they held back is summed up for each notifier.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Examples:", "  precheck-watcher unmute 5c0f2f6e-5a53-4c5a-8d0a-0d6c4e6f7a10"})
public final class UnmuteCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "mutes, as mute --list has their ids")
    private List<String> ids;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why; kept in the history")
    private Optional<String> reason;

    @Mixin
    private DaemonOptions daemon;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        DaemonClient client = daemon.client();
        String query =
                DaemonClient.parameter("reason", reason).map(said -> "?" + said).orElse("");
        for (String id : ids) {
            MuteView mute = client.delete("mutes/" + DaemonClient.encoded(id) + query, MuteView.class);
            Console.print(
                    spec.commandLine().getOut(),
                    "ended: " + mute.id() + ", " + mute.verdicts()
                            + (mute.verdicts() == 1 ? " verdict fell under it" : " verdicts fell under it"));
        }
        return ExitCode.OK;
    }
}
