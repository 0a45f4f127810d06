package io.github.precheckwatcher.cli.client.watch;

import io.github.precheckwatcher.api.verdict.VerdictPage;
import io.github.precheckwatcher.api.verdict.VerdictView;
import io.github.precheckwatcher.api.verdict.VerdictsResource;
import io.github.precheckwatcher.cli.client.ClientJson;
import io.github.precheckwatcher.cli.client.DaemonClient;
import io.github.precheckwatcher.cli.client.DaemonOptions;
import io.github.precheckwatcher.cli.client.Listing;
import io.github.precheckwatcher.cli.client.Listing.Column;
import io.github.precheckwatcher.cli.client.OutputOption;
import io.github.precheckwatcher.cli.client.TimeArgument;
import io.github.precheckwatcher.cli.client.TimeOption;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.console.Terminal;
import io.github.precheckwatcher.precheck.Outcome;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the verdicts of a running daemon, or writes all of them for other programs. */
@Command(
        name = "verdicts",
        description = "Lists what every round of every watch came to, the newest first.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  precheck-watcher verdicts --since 1d --outcome FAILED",
            "  precheck-watcher verdicts 'prod-*' --match 'team=\"payments\"' -o wide",
            "  precheck-watcher verdicts --since 7d -o csv > week.csv",
            "  precheck-watcher verdicts --since 7d -o jsonl | jq .summary"
        })
public final class VerdictsCommand implements Callable<Integer> {
    private static final int USUAL = 50;
    private static final int LARGEST = 500;

    /** The forms. */
    enum Format {
        TABLE,
        WIDE,
        JSON,
        JSONL,
        NAME,
        CSV
    }

    private final CliContext context;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "only with this name; * stands for any characters")
    private Optional<String> name;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "only those observed at or after this time: 2h for two hours ago, or 2026-11-24T08:15:30Z")
    private Optional<String> since;

    @Option(names = "--until", paramLabel = "TIME", description = "only those observed before this time")
    private Optional<String> until;

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            description = "only with this outcome: ${COMPLETION-CANDIDATES}")
    private Optional<Outcome> outcome;

    @Option(names = "--account", paramLabel = "NAME", description = "only of this account")
    private Optional<String> account;

    @Option(names = "--region", paramLabel = "REGION", description = "only with this UniRegionId")
    private Optional<String> region;

    @Option(
            names = "--match",
            paramLabel = "MATCHER",
            description = "only with such a label, for example env=\"prod\"; may be repeated")
    private List<String> matchers;

    @Option(names = "--text", paramLabel = "TEXT", description = "only with this in name, task id or instance UUID")
    private Optional<String> text;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "how many at most: 1 to 500 for table, wide and json (default: 50); any number for jsonl and"
                    + " name (default: all); csv has all")
    private Optional<Integer> limit;

    @Mixin
    private TimeOption times;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "TABLE",
            description =
                    "table, wide (more columns), json (what the daemon answers), jsonl (an entry a line), name or csv"
                            + " (default: table)")
    private Format format;

    @Mixin
    private DaemonOptions daemon;

    @Spec
    private CommandSpec spec;

    public VerdictsCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        String query = query();
        DaemonClient client = daemon.client();
        switch (format) {
            case TABLE, WIDE, JSON -> Console.print(out(), page(client, query));
            case JSONL -> each(client, query, ClientJson::line);
            case NAME -> each(client, query, VerdictView::name);
            case CSV -> csv(client, query);
        }
        return ExitCode.OK;
    }

    private String page(DaemonClient client, String query) throws CommandFailure {
        VerdictPage page = client.get("verdicts?limit=" + limit.orElse(USUAL) + query, VerdictPage.class);
        String list =
                listing().text(OutputOption.Format.valueOf(format.name()), page.verdicts(), page, Terminal.of(out()));
        return format != Format.JSON && page.next().isPresent()
                ? list + System.lineSeparator() + "there are more; --limit shows up to " + LARGEST
                : list;
    }

    /** Page by page, each printed before the next is asked for. */
    private void each(DaemonClient client, String query, Function<VerdictView, String> line) throws CommandFailure {
        int left = limit.orElse(Integer.MAX_VALUE);
        Optional<String> after = Optional.of("");
        while (after.isPresent() && left > 0 && !out().checkError()) {
            VerdictPage page =
                    client.get("verdicts?limit=" + Math.min(left, LARGEST) + query + after.get(), VerdictPage.class);
            page.verdicts().forEach(verdict -> out().println(line.apply(verdict)));
            left -= page.verdicts().size();
            after = page.next().map(next -> "&after=" + DaemonClient.encoded(next));
        }
        out().flush();
    }

    /** As it comes. A reader that goes away ends it. */
    private void csv(DaemonClient client, String query) throws CommandFailure {
        if (limit.isPresent()) {
            throw new ParameterException(spec.commandLine(), "-o csv has all that fit: leave --limit out");
        }
        try (Reader body = new InputStreamReader(
                client.open("verdicts?" + query.replaceFirst("^&", ""), VerdictsResource.CSV),
                StandardCharsets.UTF_8)) {
            char[] buffer = new char[16 * 1024];
            for (int read = body.read(buffer); read >= 0 && !out().checkError(); read = body.read(buffer)) {
                out().write(buffer, 0, read);
            }
        } catch (IOException e) {
            throw client.cut();
        }
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private String query() throws CommandFailure {
        Stream<Optional<String>> single = Stream.of(
                DaemonClient.parameter("name", name),
                DaemonClient.parameter(
                        "since",
                        TimeArgument.of("--since", since, context.clock()).map(Instant::toString)),
                DaemonClient.parameter(
                        "until",
                        TimeArgument.of("--until", until, context.clock()).map(Instant::toString)),
                DaemonClient.parameter("outcome", outcome.map(Outcome::name)),
                DaemonClient.parameter("account", account),
                DaemonClient.parameter("region", region),
                DaemonClient.parameter("q", text));
        Stream<Optional<String>> repeated = matchers == null
                ? Stream.empty()
                : matchers.stream().map(matcher -> DaemonClient.parameter("match", Optional.of(matcher)));
        return Stream.concat(single, repeated)
                .flatMap(Optional::stream)
                .map(parameter -> "&" + parameter)
                .collect(Collectors.joining());
    }

    private Listing<VerdictView> listing() {
        return new Listing<>(
                "no verdict fits",
                VerdictView::name,
                List.of(
                        Column.of("WHEN", verdict -> times.text(verdict.observedAt(), context.clock())),
                        Column.key("NAME", VerdictView::name),
                        Column.state("OUTCOME", verdict -> verdict.outcome().name()),
                        Column.of(
                                "CHECKS",
                                verdict -> verdict.checks().total() == 0
                                        ? ""
                                        : verdict.checks().passed() + "/"
                                                + verdict.checks().total()),
                        Column.wide("ROUND", verdict -> Integer.toString(verdict.round())),
                        Column.wide("POLLS", verdict -> Integer.toString(verdict.polls())),
                        Column.wide("ACCOUNT", VerdictView::account),
                        Column.wide("REGION", verdict -> verdict.precheck().uniRegionId()),
                        Column.wide("TASK", verdict -> verdict.precheck().taskId()),
                        Column.wide("REQUEST", verdict -> verdict.requestId().orElse("")),
                        Column.wide(
                                "MUTES",
                                verdict -> String.join(" ", verdict.mutes().orElse(List.of()))),
                        Column.wide("ID", VerdictView::id),
                        Column.text("SUMMARY", VerdictView::summary)));
    }
}
