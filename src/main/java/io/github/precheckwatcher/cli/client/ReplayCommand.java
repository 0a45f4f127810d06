package io.github.precheckwatcher.cli.client;

import io.github.precheckwatcher.api.ReplayAnswer;
import io.github.precheckwatcher.api.ReplayRequest;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes DEAD deliveries of a running daemon due again, once the count is known and wanted. */
@Command(
        name = "replay",
        description =
                "Sends again what went DEAD: some deliveries by id, those of a filter, or all. Says how many first.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ReplayCommand implements Callable<Integer> {
    private final CliContext context;
    private final InputStream in;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "deliveries, as the command deliveries lists them")
    private List<String> ids;

    @Mixin
    private FilterOptions filter;

    @Option(names = "--all", description = "every DEAD delivery")
    private boolean all;

    @Mixin
    private Confirmation confirmation;

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
        ReplayRequest request = request();
        DaemonClient client = daemon.client();
        long count = client.post("deliveries/replay", request.dry(true), ReplayAnswer.class)
                .count();
        if (count == 0) {
            print("no DEAD delivery fits");
            return ExitCode.OK;
        }
        if (!confirmation.given(in, "replay " + deliveries(count))) {
            return ExitCode.CANNOT_START;
        }
        long replayed = client.post("deliveries/replay", request.dry(false), ReplayAnswer.class)
                .count();
        print(deliveries(replayed) + (replayed == 1 ? " goes" : " go") + " out again");
        return ExitCode.OK;
    }

    private ReplayRequest request() throws CommandFailure {
        List<String> named = ids == null ? List.of() : ids;
        ReplayRequest request = new ReplayRequest(
                named,
                filter.notifier(),
                filter.outcome(),
                filter.subject(),
                filter.since(context.clock()),
                filter.until(context.clock()),
                all,
                true);
        if (!all && request.equals(new ReplayRequest(null, null, null, null, null, null, false, true))) {
            throw new ParameterException(
                    spec.commandLine(), "names no delivery: give ids, a filter like --notifier, or --all");
        }
        return request;
    }

    private static String deliveries(long count) {
        return count == 1 ? "1 delivery" : count + " deliveries";
    }

    private void print(String line) {
        Console.print(spec.commandLine().getOut(), line);
    }
}
