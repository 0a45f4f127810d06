package io.github.precheckwatcher.cli.client;

import io.github.precheckwatcher.api.WatchView;
import io.github.precheckwatcher.api.act.ActResultView;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a running daemon delete an ended watch, once it is shown which. */
@Command(
        name = "forget",
        description = "Deletes an ended watch with its verdicts, history and deliveries, for example one that was typed"
                + " by mistake. Says which first.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  precheck-watcher forget ordres-db",
            "  precheck-watcher forget 3f9c2a10-64a1-4c0e-8a44-0d2f6f0f7a55 --yes --reason 'typed by mistake'"
        })
public final class ForgetCommand implements Callable<Integer> {
    private final CliContext context;
    private final InputStream in;

    @Parameters(
            paramLabel = "NAME|ID",
            description = "the watch's name, or its id; of several with one name the newest")
    private String wanted;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the history and the log")
    private Optional<String> reason;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private TimeOption times;

    @Mixin
    private DaemonOptions daemon;

    @Spec
    private CommandSpec spec;

    /** @param in where the question is answered */
    public ForgetCommand(CliContext context, InputStream in) {
        this.context = context;
        this.in = in;
    }

    @Override
    public Integer call() throws CommandFailure {
        DaemonClient client = daemon.client();
        String path = "watches/"
                + DaemonClient.encoded(WatchNames.find(client, wanted).id());
        WatchView watch = client.get(path, WatchView.class);
        if (!confirmation.given(in, "forget " + words(watch) + ", with its history and deliveries")) {
            return ExitCode.CANNOT_START;
        }
        ActResultView forgotten = client.delete(
                path
                        + DaemonClient.parameter("reason", reason)
                                .map(text -> "?" + text)
                                .orElse(""),
                ActResultView.class);
        Console.print(spec.commandLine().getOut(), forgotten.name() + " is forgotten");
        return ExitCode.OK;
    }

    private String words(WatchView watch) {
        String state = watch.verdict()
                .map(end -> end.outcome() + ", ended "
                        + times.text(end.observedAt(), context.clock().instant()))
                .orElse("it runs");
        return watch.name() + " (" + state + ", task " + watch.precheck().taskId() + ")";
    }
}
