package io.github.precheckwatcher.cli.client;

import io.github.precheckwatcher.api.delivery.DeliveryPage;
import io.github.precheckwatcher.api.delivery.DeliveryView;
import io.github.precheckwatcher.cli.client.Listing.Column;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.outbox.Outbox;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    private static final Listing<DeliveryView> DELIVERIES = new Listing<>(
            "no delivery fits",
            DeliveryView::id,
            List.of(
                    Column.of(
                            "EVENT AT",
                            delivery -> delivery.occurredAt()
                                    .truncatedTo(ChronoUnit.SECONDS)
                                    .toString()),
                    Column.of("NOTIFIER", DeliveryView::notifier),
                    Column.of(
                            "STATE",
                            delivery -> delivery.state()
                                    + delivery.digest()
                                            .map(digest -> " (digest)")
                                            .orElse("")),
                    Column.of("OUTCOME", delivery -> delivery.outcome().toUpperCase(Locale.ROOT)),
                    Column.of("SUBJECT", DeliveryView::subject),
                    Column.of("TRIES", delivery -> Integer.toString(delivery.attempts())),
                    Column.of("ID", DeliveryView::id),
                    Column.of(
                            "LAST ANSWER",
                            delivery -> delivery.error()
                                    .or(() -> delivery.status().map(status -> "HTTP " + status))
                                    .orElse(""))));

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
        Console.print(spec.commandLine().getOut(), text(page));
        return ExitCode.OK;
    }

    private String query() throws CommandFailure {
        return Stream.of(
                        Optional.of("limit=" + limit),
                        DaemonClient.parameter("notifier", filter.notifier()),
                        DaemonClient.parameter("state", state.map(Outbox.State::name)),
                        DaemonClient.parameter("outcome", filter.outcome().map(MessageStatus::name)),
                        DaemonClient.parameter("subject", filter.subject()),
                        DaemonClient.parameter(
                                "since", filter.since(context.clock()).map(Instant::toString)),
                        DaemonClient.parameter(
                                "until", filter.until(context.clock()).map(Instant::toString)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("&"));
    }

    private String text(DeliveryPage page) {
        String list = DELIVERIES.text(output.format(), page.deliveries(), page);
        return output.people() && page.next().isPresent()
                ? list + System.lineSeparator() + "there are more; --limit shows up to 500"
                : list;
    }
}
