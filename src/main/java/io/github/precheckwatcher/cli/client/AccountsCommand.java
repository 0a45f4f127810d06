package io.github.precheckwatcher.cli.client;

import io.github.precheckwatcher.api.AccountView;
import io.github.precheckwatcher.api.WatchView;
import io.github.precheckwatcher.cli.client.Listing.Column;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ExitCode;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the accounts of a running daemon. */
@Command(
        name = "accounts",
        description = "Says by which accounts a running daemon asks the cloud, and whether it answers them.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Examples:", "  precheck-watcher accounts", "  precheck-watcher accounts -o json"})
public final class AccountsCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private TimeOption times;

    @Mixin
    private OutputOption output;

    @Mixin
    private DaemonOptions daemon;

    public AccountsCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        List<AccountView> accounts = List.of(daemon.client().get("accounts", AccountView[].class));
        output.print(listing(), accounts, accounts);
        return ExitCode.OK;
    }

    private Listing<AccountView> listing() {
        Clock clock = context.clock();
        return new Listing<>(
                "no account was used yet",
                AccountView::name,
                List.of(
                        Column.key("NAME", AccountView::name),
                        Column.state(
                                "STATE",
                                account -> account.state()
                                        + (account.configured().isPresent() ? "" : " (not configured here)")),
                        Column.of("SINCE", account -> times.text(account.since(), clock)),
                        Column.of("CALLS/S", account -> String.format(Locale.ROOT, "%.1f", account.callsPerSecond())),
                        Column.of("WATCHES", account -> Long.toString(account.watches())),
                        Column.of(
                                "CODE",
                                account -> account.problem()
                                        .map(WatchView.ProblemView::code)
                                        .orElse("")),
                        Column.wide(
                                "NEXT PROBE",
                                account -> account.nextProbeAt()
                                        .map(probe -> times.text(probe, clock))
                                        .orElse("")),
                        Column.text(
                                "REMEDY",
                                account -> account.problem()
                                        .flatMap(WatchView.ProblemView::remedy)
                                        .orElse(""))));
    }
}
