package io.github.precheckwatcher.cli.client.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.api.WatchView;
import io.github.precheckwatcher.api.act.ActAnswer;
import io.github.precheckwatcher.api.act.ActRequest;
import io.github.precheckwatcher.api.act.ActResultView;
import io.github.precheckwatcher.cli.client.Confirmation;
import io.github.precheckwatcher.cli.client.DaemonClient;
import io.github.precheckwatcher.cli.client.DaemonOptions;
import io.github.precheckwatcher.cli.client.Listing;
import io.github.precheckwatcher.cli.client.Listing.Column;
import io.github.precheckwatcher.cli.client.OutputOption;
import io.github.precheckwatcher.cli.client.TimeArgument;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.console.PlainText;
import io.github.precheckwatcher.registration.act.ActEffect;
import io.github.precheckwatcher.watch.act.Act;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a running daemon cancel, poll or rewatch watches: those that are named, or all that fit once the count is known. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
public final class ActCommand implements Callable<Integer> {
    /** More results than this are counted for people. */
    private static final int LINES = 50;

    private final CliContext context;
    private final InputStream in;
    private final Act act;

    @Parameters(
            paramLabel = "NAME|ID",
            arity = "0..*",
            description = "watches by name or id; of several with one name the newest")
    private List<String> names;

    @Option(names = "--name", paramLabel = "NAME", description = "all with this name; * stands for any characters")
    private Optional<String> name;

    @Mixin
    private WatchFilterOptions filter;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "only those that ended at or after this time: 2h for two hours ago, or 2026-11-24T08:15:30Z")
    private Optional<String> since;

    @Option(names = "--all", description = "every watch that it can be done to")
    private boolean all;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the history and the log")
    private Optional<String> reason;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private OutputOption output;

    @Mixin
    private DaemonOptions daemon;

    @Spec
    private CommandSpec spec;

    private ActCommand(CliContext context, InputStream in, Act act) {
        this.context = requireNonNull(context, "context");
        this.in = requireNonNull(in, "in");
        this.act = requireNonNull(act, "act");
    }

    /**
     * The command of one act.
     *
     * @param in where the question is answered
     */
    public static CommandLine line(CliContext context, InputStream in, Act act) {
        CommandLine line = new CommandLine(new ActCommand(context, in, act));
        line.getCommandSpec()
                .name(act.word())
                .usageMessage()
                .description(description(act))
                .footer(examples(act));
        return line;
    }

    private static String description(Act act) {
        String which = " Those that are named, or all that fit a filter; of these it says how many first.";
        return switch (act) {
            case CANCEL -> "Ends running watches of a running daemon as CANCELLED." + which;
            case POLL ->
                "Has a running daemon poll running watches now; each poll spends a call of its account's budget."
                        + which;
            case REWATCH -> "Has a running daemon watch ended watches again, in a new round." + which;
        };
    }

    private static String[] examples(Act act) {
        List<String> lines = switch (act) {
            case CANCEL -> List.of("orders-db", "--match 'env=\"test\"' --reason 'server moved'");
            case POLL -> List.of("orders-db billing-db", "--account overseas --yes");
            case REWATCH -> List.of("orders-db", "--outcome TIMED_OUT --since 1d", "--outcome UNKNOWN --yes -o json");
        };
        List<String> footer = new ArrayList<>(List.of("", "Examples:"));
        lines.forEach(line -> footer.add("  precheck-watcher " + act.word() + " " + line));
        return footer.toArray(String[]::new);
    }

    @Override
    public Integer call() throws CommandFailure {
        ActRequest filtered = filtered();
        DaemonClient client = daemon.client();
        if (names != null) {
            print(perform(client, ActRequest.of(WatchNames.ids(client, names), reason)));
            return ExitCode.OK;
        }
        long count = client.post(path(), filtered.dry(true), ActAnswer.class).counts().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        boolean asks = count > 0;
        if (asks && !confirmation.given(in, act.word() + " " + watches(count))) {
            return ExitCode.CANNOT_START;
        }
        print(asks ? performAll(client, filtered) : new ActAnswer(Map.of(), false, List.of()));
        return ExitCode.OK;
    }

    /** Asks again for those that one request had no time for: the others do not fit the filter any more. */
    private ActAnswer performAll(DaemonClient client, ActRequest request) throws CommandFailure {
        ActAnswer whole = perform(client, request);
        ActAnswer last = whole;
        while (last.counts().containsKey(ActEffect.NOT_REACHED) && last.counts().containsKey(ActEffect.CANCELLED)) {
            last = perform(client, request);
            whole = whole.without(ActEffect.NOT_REACHED).and(last);
        }
        return whole;
    }

    private ActAnswer perform(DaemonClient client, ActRequest request) throws CommandFailure {
        return client.post(path(), request, ActAnswer.class);
    }

    private String path() {
        return "watches/" + act.word();
    }

    private ActRequest filtered() throws CommandFailure {
        ActRequest request = new ActRequest(
                List.of(),
                filter.state(),
                filter.outcome(),
                filter.account(),
                filter.region(),
                filter.sourceType(),
                filter.matchers(),
                name,
                filter.text(),
                TimeArgument.of("--since", since, context.clock()),
                all,
                false,
                reason);
        boolean chooses = !request.equals(ActRequest.of(List.of(), reason));
        if (names != null && chooses) {
            throw new ParameterException(spec.commandLine(), "names and a filter exclude each other");
        }
        if (names == null && !chooses) {
            throw new ParameterException(
                    spec.commandLine(), "names no watch: give names or ids, a filter like --match, or --all");
        }
        return request;
    }

    private void print(ActAnswer answer) {
        if (output.people() && answer.results().size() > LINES) {
            Console.print(spec.commandLine().getOut(), counts(answer));
        } else {
            output.print(listing(), answer.results(), answer);
        }
    }

    private static String counts(ActAnswer answer) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("RESULT", "WATCHES"));
        answer.counts().forEach((result, count) -> rows.add(List.of(result.name(), Long.toString(count))));
        return PlainText.table(rows);
    }

    private static Listing<ActResultView> listing() {
        return new Listing<>(
                "no watch fits",
                ActResultView::name,
                List.of(
                        Column.key("NAME", ActResultView::name),
                        Column.state("RESULT", result -> result.result().name()),
                        Column.wide("ID", ActResultView::id),
                        Column.text("NOTE", ActCommand::note)));
    }

    private static String note(ActResultView result) {
        return result.reason()
                .or(() -> result.waitsFor().map(WatchView.WaitsFor::reason))
                .orElse("");
    }

    private static String watches(long count) {
        return count == 1 ? "1 watch" : count + " watches";
    }
}
