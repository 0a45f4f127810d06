package io.github.precheckwatcher.cli.client.watch;

import io.github.precheckwatcher.api.WatchPage;
import io.github.precheckwatcher.api.WatchView;
import io.github.precheckwatcher.cli.client.DaemonClient;
import io.github.precheckwatcher.cli.client.DaemonOptions;
import io.github.precheckwatcher.cli.client.Listing;
import io.github.precheckwatcher.cli.client.Listing.Column;
import io.github.precheckwatcher.cli.client.OutputOption;
import io.github.precheckwatcher.cli.client.TimeOption;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.watch.WatchQueries.Order;
import io.github.precheckwatcher.watch.policy.PollOutlook.Cause;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the watches of a running daemon. */
@Command(
        name = "list",
        description = "Lists what a running daemon watches and watched.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  precheck-watcher list",
            "  precheck-watcher list 'prod-*' --outcome FAILED",
            "  precheck-watcher list --sort due --limit 10",
            "  precheck-watcher list --match 'team=\"payments\"' -o name"
        })
public final class ListCommand implements Callable<Integer> {
    private final CliContext context;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "only with this name; * stands for any characters")
    private Optional<String> name;

    @Mixin
    private WatchFilterOptions filter;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            description = "name; due: running ones, the next to be polled first; ended: the last to end first"
                    + " (default: name)")
    private Optional<Order> sort;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "how many at most, 1 to 500 (default: ${DEFAULT-VALUE})")
    private int limit;

    @Mixin
    private TimeOption times;

    @Mixin
    private OutputOption output;

    @Mixin
    private DaemonOptions daemon;

    public ListCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        WatchPage page = daemon.client().get("watches?" + query(), WatchPage.class);
        output.print(listing(), page.watches(), page, page.next().isPresent());
        return ExitCode.OK;
    }

    private String query() {
        Stream<Optional<String>> own = Stream.of(
                Optional.of("limit=" + limit),
                DaemonClient.parameter("sort", sort.map(Order::name)),
                DaemonClient.parameter("name", name));
        return Stream.concat(own, filter.parameters()).flatMap(Optional::stream).collect(Collectors.joining("&"));
    }

    private Listing<WatchView> listing() {
        return new Listing<>(
                "no watch fits",
                WatchView::name,
                List.of(
                        Column.key("NAME", WatchView::name),
                        Column.state("STATE", ListCommand::state),
                        Column.of("PROGRESS", ListCommand::progress),
                        Column.of("WHEN", this::when),
                        Column.wide("POLLS", watch -> Integer.toString(watch.polls())),
                        Column.wide("ACCOUNT", WatchView::account),
                        Column.wide("REGION", watch -> watch.precheck().uniRegionId()),
                        Column.wide("TYPE", watch -> watch.sourceType().orElse("")),
                        Column.wide("TASK", watch -> watch.precheck().taskId()),
                        Column.wide("ID", WatchView::id),
                        Column.text("NOTE", this::noteWithMute)));
    }

    /** An ended watch is known by its outcome. */
    private static String state(WatchView watch) {
        return watch.verdict()
                .map(end -> end.outcome().name())
                .orElse(watch.state().name());
    }

    private static String progress(WatchView watch) {
        return watch.seen()
                .flatMap(WatchView.Seen::progress)
                .map(percent -> percent + "%")
                .orElse("");
    }

    private String when(WatchView watch) {
        return watch.verdict()
                .map(end -> "ended " + times.text(end.observedAt(), context.clock()))
                .or(() -> watch.next().map(next -> poll(watch, next)))
                .orElse("");
    }

    private String poll(WatchView watch, WatchView.Next next) {
        if (watch.waitsFor().filter(waits -> waits.state() == Cause.ANSWER).isPresent()) {
            return "being polled";
        }
        boolean ahead = next.at().isAfter(context.clock().instant());
        return (ahead ? "poll " : "due ") + times.text(next.at(), context.clock());
    }

    private String noteWithMute(WatchView watch) {
        return Stream.of(
                        watch.muted().map(muted -> "muted, ends " + times.text(muted.until(), context.clock())),
                        Optional.of(note(watch)).filter(text -> !text.isEmpty()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
    }

    /** That it is being polled stands beside it. */
    private static String note(WatchView watch) {
        return watch.waitsFor()
                .filter(waits -> waits.state() != Cause.ANSWER)
                .map(WatchView.WaitsFor::reason)
                .or(() -> watch.verdict().flatMap(WatchView.End::summary))
                .orElse("");
    }
}
