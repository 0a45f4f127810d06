package io.github.precheckwatcher.cli.client;

import io.github.precheckwatcher.api.DeliveryPage;
import io.github.precheckwatcher.api.DeliveryView;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.console.PlainText;
import io.github.precheckwatcher.notify.outbox.Outbox;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists deliveries of a running daemon. */
@Command(
        name = "deliveries",
        description = "Lists what a running daemon sent, is to send or could not send, the newest event first.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class DeliveriesCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private FilterOptions filter;

    @Option(names = "--state", paramLabel = "STATE", description = "only in this state: ${COMPLETION-CANDIDATES}")
    private Optional<Outbox.State> state;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "how many at most, 1 to 500 (default: ${DEFAULT-VALUE})")
    private int limit;

    @Mixin
    private OutputOption output;

    @Mixin
    private DaemonOptions daemon;

    @Spec
    private CommandSpec spec;

    public DeliveriesCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        DeliveryPage page = daemon.client().get("deliveries?" + query(), DeliveryPage.class);
        Console.print(spec.commandLine().getOut(), output.json() ? DaemonClient.json(page) : text(page));
        return ExitCode.OK;
    }

    private String query() throws CommandFailure {
        return Stream.of(
                        Optional.of("limit=" + limit),
                        parameter("notifier", filter.notifier()),
                        parameter("state", state.map(Outbox.State::name)),
                        parameter("outcome", filter.outcome()),
                        parameter("subject", filter.subject()),
                        parameter("since", filter.since(context.clock()).map(Instant::toString)),
                        parameter("until", filter.until(context.clock()).map(Instant::toString)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("&"));
    }

    private static Optional<String> parameter(String name, Optional<String> value) {
        return value.map(text -> name + "=" + DaemonClient.encoded(text));
    }

    private static String text(DeliveryPage page) {
        if (page.deliveries().isEmpty()) {
            return "no delivery fits";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("EVENT AT", "NOTIFIER", "STATE", "OUTCOME", "SUBJECT", "TRIES", "ID", "LAST ANSWER"));
        page.deliveries().forEach(delivery -> rows.add(row(delivery)));
        return PlainText.table(rows)
                + (page.next().isPresent() ? System.lineSeparator() + "there are more; --limit shows up to 500" : "");
    }

    private static List<String> row(DeliveryView delivery) {
        return List.of(
                delivery.occurredAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                delivery.notifier(),
                delivery.state() + delivery.digest().map(digest -> " (digest)").orElse(""),
                delivery.outcome().toUpperCase(Locale.ROOT),
                delivery.subject(),
                Integer.toString(delivery.attempts()),
                delivery.id(),
                delivery.error()
                        .or(() -> delivery.status().map(status -> "HTTP " + status))
                        .orElse(""));
    }
}
