package io.github.precheckwatcher.cli.client.notify;

import io.github.precheckwatcher.api.delivery.DeliveryPage;
import io.github.precheckwatcher.api.delivery.DeliveryView;
import io.github.precheckwatcher.cli.client.DaemonClient;
import io.github.precheckwatcher.cli.client.DaemonOptions;
import io.github.precheckwatcher.cli.client.Listing;
import io.github.precheckwatcher.cli.client.Listing.Column;
import io.github.precheckwatcher.cli.client.OutputOption;
import io.github.precheckwatcher.cli.client.TimeOption;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.outbox.Outbox;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists deliveries of a running daemon. */
@Command(
        name = "deliveries",
        description = "Lists what a running daemon sent, is to send or could not send, the newest event first.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  precheck-watcher deliveries --state DEAD --since 1d",
            "  precheck-watcher deliveries --notifier ops -o wide",
            "  precheck-watcher deliveries --subject orders-db -o json"
        })
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
    private TimeOption times;

    @Mixin
    private OutputOption output;

    @Mixin
    private DaemonOptions daemon;

    public DeliveriesCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        DeliveryPage page = daemon.client().get("deliveries?" + query(), DeliveryPage.class);
        output.print(listing(), page.deliveries(), page, page.next().isPresent());
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

    private Listing<DeliveryView> listing() {
        return new Listing<>(
                "no delivery fits",
                DeliveryView::id,
                List.of(
                        Column.of("EVENT", delivery -> times.text(delivery.occurredAt(), context.clock())),
                        Column.of("NOTIFIER", DeliveryView::notifier),
                        Column.state(
                                "STATE",
                                delivery -> delivery.state()
                                        + delivery.digest()
                                                .map(digest -> " (digest)")
                                                .orElse("")),
                        Column.state("OUTCOME", delivery -> delivery.outcome().toUpperCase(Locale.ROOT)),
                        Column.key("SUBJECT", DeliveryView::subject),
                        Column.of("TRIES", delivery -> Integer.toString(delivery.attempts())),
                        Column.key("ID", DeliveryView::id),
                        Column.text(
                                "LAST ANSWER",
                                delivery -> delivery.error()
                                        .or(() -> delivery.status().map(status -> "HTTP " + status))
                                        .orElse(""))));
    }
}
