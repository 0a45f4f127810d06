package io.github.precheckwatcher.cli.client.notify;

import io.github.precheckwatcher.api.AlertView;
import io.github.precheckwatcher.cli.client.DaemonClient;
import io.github.precheckwatcher.cli.client.DaemonOptions;
import io.github.precheckwatcher.cli.client.Listing;
import io.github.precheckwatcher.cli.client.Listing.Column;
import io.github.precheckwatcher.cli.client.OutputOption;
import io.github.precheckwatcher.cli.client.TimeOption;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the alerts that a running daemon keeps firing. */
@Command(
        name = "alerts",
        description = "Lists the instances whose alert fires at an Alertmanager, the longest firing first.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  precheck-watcher alerts",
            "  precheck-watcher alerts -o name | xargs -n 1 precheck-watcher acknowledge"
        })
public final class AlertsCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private TimeOption times;

    @Mixin
    private OutputOption output;

    @Mixin
    private DaemonOptions daemon;

    public AlertsCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        List<AlertView> alerts = list(daemon.client());
        output.print(listing(), alerts, alerts);
        return ExitCode.OK;
    }

    private Listing<AlertView> listing() {
        return new Listing<>(
                "no alert fires",
                AlertView::instance,
                List.of(
                        Column.of("SINCE", alert -> times.text(alert.since(), context.clock())),
                        Column.of("NOTIFIER", AlertView::notifier),
                        Column.state("OUTCOME", alert -> alert.outcome().orElse("")),
                        Column.key("WATCH", alert -> alert.watch().orElse("")),
                        Column.of("ACCOUNT", AlertView::account),
                        Column.of("REGION", AlertView::region),
                        Column.key("INSTANCE", AlertView::instance)));
    }

    static List<AlertView> list(DaemonClient client) throws CommandFailure {
        return client.getAll("alerts", AlertView[].class);
    }
}
