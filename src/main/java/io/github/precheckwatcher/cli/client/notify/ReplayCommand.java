package io.github.precheckwatcher.cli.client.notify;

import io.github.precheckwatcher.api.delivery.ReplayRequest;
import io.github.precheckwatcher.cli.client.Confirmation;
import io.github.precheckwatcher.cli.client.DaemonOptions;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.notify.outbox.Outbox;
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

/** Makes deliveries of a running daemon that have ended due again, once the count is known and wanted. */
@Command(
        name = "replay",
        description =
                "Sends again what went DEAD: some deliveries by id, those of a filter, or all. What was DELIVERED is"
                        + " sent again by id, on purpose. Says how many first.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  precheck-watcher replay --notifier ops --since 2h",
            "  precheck-watcher replay --all --yes",
            "  precheck-watcher replay 0b6c1e7a-5f0e-4d0c-9a53-3f1c2f0a7d11 --state DELIVERED"
        })
public final class ReplayCommand implements Callable<Integer> {
    private final CliContext context;
    private final InputStream in;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "deliveries, as the command deliveries lists them")
    private List<String> ids;

    @Mixin
    private FilterOptions filter;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "DEAD, or DELIVERED: sends again what is named by id and was delivered (default: DEAD)")
    private Optional<Outbox.State> state;

    @Option(names = "--all", description = "every DEAD delivery")
    private boolean all;

    @Mixin
    private Confirmation confirmation;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, kept in the history")
    private Optional<String> reason;

    @Mixin
    private DaemonOptions daemon;

    @Spec
    private CommandSpec spec;

    /** @param in where the question is answered */
    public ReplayCommand(CliContext context, InputStream in) {
        this.context = context;
        this.in = in;
    }

    @Override
    public Integer call() throws CommandFailure {
        ReplayRequest request = new ReplayRequest(
                ids,
                filter.notifier(),
                filter.outcome(),
                filter.subject(),
                filter.since(context.clock()),
                filter.until(context.clock()),
                state,
                all,
                true,
                reason);
        CountedAct act = new CountedAct(
                "replay",
                "no " + state.orElse(Outbox.State.DEAD) + " delivery fits",
                spec.commandLine(),
                daemon,
                confirmation,
                in);
        act.requireChoice(ids, filter, all);
        return act.perform(request::dry, "goes out again", "go out again");
    }
}
