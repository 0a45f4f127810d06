package io.github.precheckwatcher.cli.client.watch;

import io.github.precheckwatcher.api.WatchView;
import io.github.precheckwatcher.api.delivery.DeliveryView;
import io.github.precheckwatcher.cli.client.DaemonClient;
import io.github.precheckwatcher.cli.client.DaemonOptions;
import io.github.precheckwatcher.cli.client.OutputOption;
import io.github.precheckwatcher.cli.client.TimeOption;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.console.Table;
import io.github.precheckwatcher.cli.console.Table.Column;
import io.github.precheckwatcher.cli.console.Table.Kind;
import io.github.precheckwatcher.cli.console.Terminal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one watch of a running daemon. */
@Command(
        name = "show",
        description = "Shows one watch of a running daemon: how far it is, why it waits, how it ended and who was"
                + " notified.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Examples:", "  precheck-watcher show orders-db", "  precheck-watcher show orders-db -o json"})
public final class ShowCommand implements Callable<Integer> {
    /** So many points of the progress are shown to people. */
    private static final int POINTS = 6;

    private final CliContext context;

    @Parameters(
            paramLabel = "NAME|ID",
            description = "the watch's name, or its id; of several with one name the newest")
    private String wanted;

    @Mixin
    private TimeOption times;

    @Mixin
    private OutputOption output;

    @Mixin
    private DaemonOptions daemon;

    public ShowCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        DaemonClient client = daemon.client();
        WatchNames.Found found = WatchNames.find(client, wanted);
        WatchView watch = client.get("watches/" + DaemonClient.encoded(found.id()), WatchView.class);
        output.print(watch, List.of(watch.name()), terminal -> text(watch, found.older(), terminal));
        return ExitCode.OK;
    }

    private String text(WatchView watch, int others, Terminal terminal) {
        List<List<String>> head = new ArrayList<>();
        head.add(List.of("name:", watch.name()));
        head.add(List.of("id:", watch.id()));
        head.add(List.of(
                "precheck:",
                watch.precheck().taskId() + " of " + watch.precheck().instanceUuid() + " in "
                        + watch.precheck().uniRegionId()));
        head.add(List.of("account:", watch.account()));
        head.add(List.of("labels:", labels(watch.labels())));
        watch.sourceType().ifPresent(type -> head.add(List.of("type:", type)));
        head.add(List.of(
                "state:",
                watch.verdict()
                                .map(end -> end.outcome().name())
                                .orElse(watch.state().name()) + ", round " + watch.round() + ", " + watch.polls()
                        + " polls"));
        watch.seen()
                .ifPresent(seen -> head.add(List.of(
                        "last answer:",
                        seen.state().orElse("")
                                + seen.progress()
                                        .map(percent -> " " + percent + "%")
                                        .orElse("")
                                + seen.at().map(at -> ", " + text(at)).orElse("")
                                + seen.requestId()
                                        .map(request -> ", request " + request)
                                        .orElse(""))));
        watch.progress()
                .filter(points -> points.size() > 1)
                .ifPresent(points -> head.add(List.of("progress:", progress(points))));
        head.add(List.of("started:", text(watch.startedAt())));
        watch.next().ifPresent(next -> head.add(List.of("next poll:", text(next.at()) + " (" + next.reason() + ")")));
        if (watch.verdict().isEmpty()) {
            head.add(List.of("deadline:", text(watch.deadlineAt())));
        }
        watch.waitsFor()
                .ifPresent(waits -> head.add(List.of(
                        "waits for:",
                        waits.reason()
                                + waits.problem()
                                        .flatMap(WatchView.ProblemView::remedy)
                                        .map(remedy -> ". Remedy: " + remedy)
                                        .orElse(""))));
        watch.muted()
                .ifPresent(muted -> head.add(List.of(
                        "muted:", "ends " + text(muted.until()) + ", by " + by(muted.by()) + " (" + muted.id() + ")")));
        watch.verdict().ifPresent(end -> {
            head.add(List.of("ended:", text(end.observedAt())));
            end.summary().ifPresent(summary -> head.add(List.of("verdict:", summary)));
            end.mutes().ifPresent(mutes -> head.add(List.of("fell under:", "mute " + String.join(", ", mutes))));
        });
        if (others > 0) {
            head.add(List.of(
                    "also:", others + " older with this name; list " + watch.name() + " -o wide has their ids"));
        }
        return Stream.of(
                        new Table(List.of(new Column("", Kind.EXACT), new Column("", Kind.TEXT)), head),
                        checks(watch),
                        timeline(watch),
                        deliveries(watch))
                .filter(table -> !table.isEmpty())
                .map(table -> table.wrapped(terminal))
                .collect(Collectors.joining(System.lineSeparator() + System.lineSeparator()));
    }

    /** A few points of the whole, the first and the last among them; all are in JSON. */
    private String progress(List<WatchView.Point> points) {
        int shown = Math.min(points.size(), POINTS);
        return IntStream.range(0, shown)
                .mapToObj(i -> points.get(i * (points.size() - 1) / (shown - 1)))
                .map(point -> point.progress() + "% " + text(point.at()))
                .collect(Collectors.joining(", "));
    }

    private static String labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(", "));
    }

    private String text(Instant time) {
        return times.text(time, context.clock());
    }

    private static Table checks(WatchView watch) {
        List<List<String>> rows = new ArrayList<>();
        watch.report()
                .ifPresent(report -> maps(report.get("instances"))
                        .flatMap(instance -> maps(instance.get("items")))
                        .forEach(item ->
                                rows.add(List.of(text(item, "item"), text(item, "result"), text(item, "remedy")))));
        return new Table(
                List.of(
                        new Column("CHECK", Kind.KEY),
                        new Column("RESULT", Kind.STATE),
                        new Column("REMEDY", Kind.TEXT)),
                rows);
    }

    @SuppressWarnings("unchecked")
    private static Stream<Map<String, Object>> maps(Object list) {
        return list instanceof List<?> entries
                ? entries.stream().filter(Map.class::isInstance).map(entry -> (Map<String, Object>) entry)
                : Stream.empty();
    }

    private static String text(Map<String, Object> object, String field) {
        return object.get(field) instanceof String text ? text : "";
    }

    private Table timeline(WatchView watch) {
        List<List<String>> rows = new ArrayList<>();
        watch.timeline()
                .orElse(List.of())
                .forEach(happening -> rows.add(List.of(
                        text(happening.at()),
                        happening.kind(),
                        happening.detail().orElse(""),
                        happening.by().map(ShowCommand::by).orElse(""))));
        return new Table(
                List.of(
                        new Column("WHEN", Kind.EXACT),
                        new Column("WHAT", Kind.EXACT),
                        new Column("DETAIL", Kind.TEXT),
                        new Column("BY", Kind.TEXT)),
                rows);
    }

    private static String by(WatchView.By by) {
        return by.name() + by.reason().map(reason -> ": " + reason).orElse("");
    }

    private Table deliveries(WatchView watch) {
        List<List<String>> rows = new ArrayList<>();
        watch.deliveries().orElse(List.of()).forEach(delivery -> rows.add(row(delivery)));
        return new Table(
                List.of(
                        new Column("NOTIFIER", Kind.KEY),
                        new Column("STATE", Kind.STATE),
                        new Column("WHEN", Kind.EXACT),
                        new Column("LAST ANSWER", Kind.TEXT)),
                rows);
    }

    private List<String> row(DeliveryView delivery) {
        return List.of(
                delivery.notifier(),
                delivery.state().name(),
                text(delivery.endedAt().or(delivery::nextAt).orElse(delivery.occurredAt())),
                delivery.error()
                        .or(() -> delivery.status().map(status -> "HTTP " + status))
                        .orElse(""));
    }
}
