package io.github.precheckwatcher.cli.client;

import io.github.precheckwatcher.api.AccountView;
import io.github.precheckwatcher.api.ProbeAnswer;
import io.github.precheckwatcher.api.ProbeRequest;
import io.github.precheckwatcher.api.WatchView;
import io.github.precheckwatcher.cli.client.Listing.Column;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ExitCode;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lists the accounts of a running daemon, or has the cloud asked about one now. */
@Command(
        name = "accounts",
        description = "Says by which accounts a running daemon asks the cloud, and whether it answers them.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  precheck-watcher accounts",
            "  precheck-watcher accounts -o json",
            "  precheck-watcher accounts --probe default"
        })
public final class AccountsCommand implements Callable<Integer> {
    private final CliContext context;

    @Option(
            names = "--probe",
            paramLabel = "NAME",
            description = "ask the cloud now whether it answers this account again, instead of at the next probe")
    private Optional<String> probed;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why it is probed, kept in the history")
    private Optional<String> reason;

    @Mixin
    private TimeOption times;

    @Mixin
    private OutputOption output;

    @Mixin
    private DaemonOptions daemon;

    @Spec
    private CommandSpec spec;

    public AccountsCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        DaemonClient client = daemon.client();
        if (probed.isPresent()) {
            ProbeAnswer answer = probe(client, probed.get());
            output.print(answer, List.of(answer.account().name()), terminal -> answer.meaning());
            return ExitCode.OK;
        }
        if (reason.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--reason says why an account is probed: give --probe too");
        }
        List<AccountView> accounts = List.of(client.get("accounts", AccountView[].class));
        output.print(listing(), accounts, accounts);
        return ExitCode.OK;
    }

    private ProbeAnswer probe(DaemonClient client, String name) throws CommandFailure {
        return client.post(
                "accounts/" + DaemonClient.encoded(name) + "/probe", new ProbeRequest(reason), ProbeAnswer.class);
    }

    /** What may be spent now, and by configuration where that is more. */
    private static String budget(AccountView account) {
        String now = calls(account.callsPerSecond());
        return account.configured()
                .filter(configured -> configured > account.callsPerSecond())
                .map(configured -> now + " of " + calls(configured))
                .orElse(now);
    }

    private static String calls(double perSecond) {
        return String.format(Locale.ROOT, "%.1f", perSecond);
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
                        Column.of("CALLS/S", AccountsCommand::budget),
                        Column.of("WATCHES", account -> Long.toString(account.watches())),
                        Column.of("WAITING", account -> Long.toString(account.waiting())),
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
