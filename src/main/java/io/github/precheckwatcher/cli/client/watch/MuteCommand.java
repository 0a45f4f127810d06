package io.github.precheckwatcher.cli.client.watch;

import io.github.precheckwatcher.api.WatchView;
import io.github.precheckwatcher.api.mute.MuteAnswer;
import io.github.precheckwatcher.api.mute.MuteRequest;
import io.github.precheckwatcher.api.mute.MuteView;
import io.github.precheckwatcher.cli.client.DaemonClient;
import io.github.precheckwatcher.cli.client.DaemonOptions;
import io.github.precheckwatcher.cli.client.Listing;
import io.github.precheckwatcher.cli.client.Listing.Column;
import io.github.precheckwatcher.cli.client.OutputOption;
import io.github.precheckwatcher.cli.client.TimeOption;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.console.PlainText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Notifies nobody of some watches of a running daemon for a time, or lists the mutes that there are. */
@Command(
        name = "mute",
        description =
                "Notifies nobody of some watches for a time. Their verdicts are kept and marked; when the mute ends"
                        + " each notifier gets one message that sums them up.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  precheck-watcher mute orders-db --for 2h --reason \"moves to another host\"",
            "  precheck-watcher mute --match 'env=\"test\"' --for 8h --dry-run",
            "  precheck-watcher mute --list",
            "  precheck-watcher unmute 5c0f2f6e-5a53-4c5a-8d0a-0d6c4e6f7a10"
        })
public final class MuteCommand implements Callable<Integer> {
    private final CliContext context;

    @Parameters(paramLabel = "NAME|ID", arity = "0..*", description = "watches by name, those that run, or by id")
    private List<String> watches = List.of();

    @Option(
            names = "--match",
            paramLabel = "MATCHER",
            description =
                    "watches with such a label, later ones too, for example env=\"prod\"; may be repeated: all must"
                            + " match")
    private List<String> matchers = List.of();

    @Option(names = "--for", paramLabel = "DURATION", description = "how long: 30m, 2h, 7d; at most 90d")
    private Optional<String> lasts;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why; kept in the history and shown with the mute")
    private Optional<String> reason;

    @Option(names = "--dry-run", description = "only say how many running watches it would hit")
    private boolean dryRun;

    @Option(names = "--list", description = "list the mutes that are alive")
    private boolean list;

    @Option(names = "--ended", description = "with --list: ended ones too, as long as they are kept")
    private boolean ended;

    @Mixin
    private TimeOption times;

    @Mixin
    private OutputOption output;

    @Mixin
    private DaemonOptions daemon;

    @Spec
    private CommandSpec spec;

    public MuteCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        check();
        DaemonClient client = daemon.client();
        if (list) {
            List<MuteView> mutes = client.getAll("mutes?ended=" + ended, MuteView[].class);
            output.print(listing(), mutes, mutes);
        } else {
            mute(client);
        }
        return ExitCode.OK;
    }

    private void check() {
        boolean says = !watches.isEmpty() || !matchers.isEmpty() || lasts.isPresent() || reason.isPresent() || dryRun;
        if (list && says) {
            throw wrong("--list stands alone, or with --ended");
        } else if (list) {
            return;
        }
        if (ended) {
            throw wrong("--ended goes with --list");
        } else if (watches.isEmpty() == matchers.isEmpty()) {
            throw wrong(
                    watches.isEmpty()
                            ? "names no watches: give names, --match, or --list for the mutes that there are"
                            : "give names or --match, not both");
        } else if (lasts.isEmpty()) {
            throw wrong("for how long? give --for, for example --for 2h");
        }
    }

    private ParameterException wrong(String words) {
        return new ParameterException(spec.commandLine(), words);
    }

    private void mute(DaemonClient client) throws CommandFailure {
        MuteRequest request =
                new MuteRequest(matchers, WatchNames.running(client, watches), lasts.orElseThrow(), reason, dryRun);
        MuteAnswer answer = client.post("mutes", request, MuteAnswer.class);
        output.print(
                answer, answer.mute().map(MuteView::id).stream().toList(), terminal -> PlainText.oneLine(said(answer)));
    }

    private String said(MuteAnswer answer) {
        String hit = answer.running() == 1 ? "1 running watch" : answer.running() + " running watches";
        return answer.mute()
                .map(mute -> "muted " + hit + ": " + mute.id() + " ends " + text(mute.until()))
                .orElse("would mute " + hit);
    }

    private Listing<MuteView> listing() {
        return new Listing<>(
                "no mute is alive",
                MuteView::id,
                List.of(
                        Column.key("ID", MuteView::id),
                        Column.of("ENDS", this::ends),
                        Column.wide("SINCE", mute -> text(mute.createdAt())),
                        Column.text("WATCHES", MuteCommand::watches),
                        Column.of("VERDICTS", mute -> Long.toString(mute.verdicts())),
                        Column.of("BY", mute -> mute.by().name()),
                        Column.wide("FROM", mute -> mute.by().from()),
                        Column.wide(
                                "ENDED BY",
                                mute -> mute.endedBy().map(WatchView.By::name).orElse("")),
                        Column.text("REASON", mute -> mute.by().reason().orElse(""))));
    }

    private String ends(MuteView mute) {
        return mute.endedAt().map(at -> "ended " + text(at)).orElseGet(() -> text(mute.until()));
    }

    private String text(Instant time) {
        return times.text(time, context.clock());
    }

    private static String watches(MuteView mute) {
        return mute.match()
                .map(matchers -> String.join(", ", matchers))
                .orElseGet(() -> mute.watches().orElse(List.of()).stream()
                        .map(MuteView.Named::name)
                        .collect(Collectors.joining(", ")));
    }
}
