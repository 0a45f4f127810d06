package io.github.precheckwatcher.cli.client;

import io.github.precheckwatcher.api.AlertView;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.console.PlainText;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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
    @Mixin
    private OutputOption output;

    @Mixin
    private DaemonOptions daemon;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        List<AlertView> alerts = list(daemon.client());
        Console.print(spec.commandLine().getOut(), output.json() ? DaemonClient.json(alerts) : text(alerts));
        return ExitCode.OK;
    }

    static List<AlertView> list(DaemonClient client) throws CommandFailure {
        return client.getAll("alerts", AlertView[].class);
    }

    private static String text(List<AlertView> alerts) {
        if (alerts.isEmpty()) {
            return "no alert burns";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("SINCE", "NOTIFIER", "OUTCOME", "WATCH", "ACCOUNT", "REGION", "INSTANCE"));
        alerts.forEach(alert -> rows.add(List.of(
                alert.since().truncatedTo(ChronoUnit.SECONDS).toString(),
                alert.notifier(),
                alert.outcome().orElse(""),
                alert.watch().orElse(""),
                alert.account(),
                alert.region(),
                alert.instance())));
        return PlainText.table(rows);
    }
}
