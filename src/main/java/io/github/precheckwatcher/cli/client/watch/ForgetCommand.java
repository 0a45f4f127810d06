package io.github.precheckwatcher.cli.client.watch;

import io.github.precheckwatcher.api.WatchView;
import io.github.precheckwatcher.api.act.ActResultView;
import io.github.precheckwatcher.cli.client.Confirmation;
import io.github.precheckwatcher.cli.client.DaemonClient;
import io.github.precheckwatcher.cli.client.DaemonOptions;
import io.github.precheckwatcher.cli.client.OutputOption;
import io.github.precheckwatcher.cli.client.TimeOption;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ExitCode;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
            "  precheck-watcher forget ordres-db --yes --reason 'typed by mistake'"
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
    private OutputOption output;

    @Mixin
    private DaemonOptions daemon;

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
        output.print(forgotten, List.of(forgotten.name()), terminal -> forgotten.name() + " is forgotten");
        return ExitCode.OK;
    }

    private String words(WatchView watch) {
        String state = watch.verdict()
                .map(end -> end.outcome() + ", ended " + times.text(end.observedAt(), context.clock()))
                .orElse("it runs");
        return watch.name() + " (" + state + ", task " + watch.precheck().taskId() + ")";
    }
}
