package io.github.precheckwatcher.cli.client;

import io.github.precheckwatcher.api.AlertView;
import io.github.precheckwatcher.cli.client.Listing.Column;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the alerts that a running daemon keeps firing. */
@Command(
        name = "alerts",
        description = "Lists the instances whose alert fires at an Alertmanager, the longest firing first.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class AlertsCommand implements Callable<Integer> {
    private static final Listing<AlertView> ALERTS = new Listing<>(
            "no alert fires",
            AlertView::instance,
            List.of(
                    Column.of(
                            "SINCE",
                            alert -> alert.since()
                                    .truncatedTo(ChronoUnit.SECONDS)
                                    .toString()),
                    Column.of("NOTIFIER", AlertView::notifier),
                    Column.of("OUTCOME", alert -> alert.outcome().orElse("")),
                    Column.of("WATCH", alert -> alert.watch().orElse("")),
                    Column.of("ACCOUNT", AlertView::account),
                    Column.of("REGION", AlertView::region),
                    Column.of("INSTANCE", AlertView::instance)));

    @Mixin
    private OutputOption output;

    @Mixin
    private DaemonOptions daemon;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        List<AlertView> alerts = list(daemon.client());
        Console.print(spec.commandLine().getOut(), ALERTS.text(output.format(), alerts, alerts));
        return ExitCode.OK;
    }

    static List<AlertView> list(DaemonClient client) throws CommandFailure {
        return client.getAll("alerts", AlertView[].class);
    }
}
