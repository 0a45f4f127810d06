package io.github.precheckwatcher.cli.client.notify;

import io.github.precheckwatcher.api.AcknowledgeRequest;
import io.github.precheckwatcher.api.AlertView;
import io.github.precheckwatcher.cli.client.DaemonClient;
import io.github.precheckwatcher.cli.client.DaemonOptions;
import io.github.precheckwatcher.cli.client.OutputOption;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.console.PlainText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends the alert of one instance, because somebody took note. */
@Command(
        name = "acknowledge",
        description = "Ends the alert of one instance at every Alertmanager; the next bad verdict makes it fire again.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  precheck-watcher acknowledge ebc895506c6911ed800000163e0e0001",
            "  precheck-watcher acknowledge ebc895506c6911ed800000163e0e0001 --account other"
        })
public final class AcknowledgeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "INSTANCE", description = "the InstanceUuid, as the command alerts lists it")
    private String instance;

    @Option(names = "--account", paramLabel = "NAME", description = "only of this account")
    private Optional<String> account;

    @Option(names = "--region", paramLabel = "REGION", description = "only in this UniRegionId")
    private Optional<String> region;

    @Mixin
    private OutputOption output;

    @Mixin
    private DaemonOptions daemon;

    @Override
    public Integer call() throws CommandFailure {
        DaemonClient client = daemon.client();
        AcknowledgeRequest chosen = chosen(AlertsCommand.list(client));
        client.post("alerts/acknowledge", chosen, AcknowledgeRequest.class);
        output.print(chosen, List.of(chosen.instance()), terminal -> "ended: " + named(chosen));
        return ExitCode.OK;
    }

    /** Several notifiers may show the same instance; the same InstanceUuid may stand in two accounts. */
    private AcknowledgeRequest chosen(List<AlertView> alerts) throws CommandFailure {
        List<AcknowledgeRequest> fitting = alerts.stream()
                .filter(alert -> alert.instance().equals(instance))
                .filter(alert -> account.isEmpty() || account.get().equals(alert.account()))
                .filter(alert -> region.isEmpty() || region.get().equals(alert.region()))
                .map(alert -> new AcknowledgeRequest(alert.account(), alert.region(), alert.instance()))
                .distinct()
                .toList();
        if (fitting.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.CANNOT_START,
                    "no alert of instance " + PlainText.oneLine(instance) + " burns; the command alerts lists those"
                            + " that do");
        } else if (fitting.size() > 1) {
            throw new CommandFailure(
                    ExitCode.CANNOT_START,
                    "several alerts fit; say which by --account and --region: "
                            + fitting.stream().map(AcknowledgeCommand::named).collect(Collectors.joining(", ")));
        }
        return fitting.get(0);
    }

    private static String named(AcknowledgeRequest alert) {
        return PlainText.oneLine(alert.instance() + " (" + alert.account() + ", " + alert.region() + ")");
    }
}
