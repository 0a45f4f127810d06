package io.github.precheckwatcher.cli.client.notify;

import io.github.precheckwatcher.api.delivery.DiscardRequest;
import io.github.precheckwatcher.cli.client.Confirmation;
import io.github.precheckwatcher.cli.client.DaemonOptions;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives up deliveries that wait in a running daemon, once the count is known and wanted. */
@Command(
        name = "discard",
        description =
                "Gives up what waits for a receiver that is gone: some deliveries by id, those of a filter, or all."
                        + " They become DEAD, no fallback takes over, and replay sends them after all. Says how many first.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  precheck-watcher discard --notifier old-ops --reason 'the robot is gone'",
            "  precheck-watcher discard 0b6c1e7a-5f0e-4d0c-9a53-3f1c2f0a7d11 --yes"
        })
public final class DiscardCommand implements Callable<Integer> {
    private final CliContext context;
    private final InputStream in;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "deliveries, as the command deliveries lists them")
    private List<String> ids;

    @Mixin
    private FilterOptions filter;

    @Option(names = "--all", description = "every PENDING delivery")
    private boolean all;

    @Mixin
    private Confirmation confirmation;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, kept in the history and with each delivery")
    private Optional<String> reason;

    @Mixin
    private DaemonOptions daemon;

    @Spec
    private CommandSpec spec;

    /** @param in where the question is answered */
    public DiscardCommand(CliContext context, InputStream in) {
        this.context = context;
        this.in = in;
    }

    @Override
    public Integer call() throws CommandFailure {
        DiscardRequest request = new DiscardRequest(
                ids,
                filter.notifier(),
                filter.outcome(),
                filter.subject(),
                filter.since(context.clock()),
                filter.until(context.clock()),
                all,
                true,
                reason);
        CountedAct act =
                new CountedAct("discard", "no PENDING delivery fits", spec.commandLine(), daemon, confirmation, in);
        act.requireChoice(ids, filter, all);
        return act.perform(request::dry, "is DEAD now, discarded", "are DEAD now, discarded");
    }
}
