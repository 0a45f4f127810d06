package io.github.precheckwatcher.cli.client.notify;

import io.github.precheckwatcher.api.TestAnswer;
import io.github.precheckwatcher.cli.client.DaemonClient;
import io.github.precheckwatcher.cli.client.OutputOption;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.console.PlainText;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a marked sample to one notifier and says what came back. */
@Command(
        name = "notify-test",
        description =
                "Sends a marked sample to one notifier and says what came back and what it means; exit code 0 when"
                        + " the receiver took it, else 1. Asks a running daemon, or works from the configuration.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  precheck-watcher notify-test ops",
            "  precheck-watcher notify-test ops --offline --config /etc/precheck-watcher"
        })
public final class NotifyTestCommand implements Callable<Integer> {
    private final CliContext context;

    @Parameters(paramLabel = "NAME", description = "the notifier's name in application.yaml")
    private String name;

    @Mixin
    private OutputOption output;

    @Mixin
    private DryRunOptions dryRunOptions;

    @Spec
    private CommandSpec spec;

    public NotifyTestCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        TestAnswer answer = dryRunOptions.ask(
                spec.commandLine().getErr(),
                context,
                client -> client.post("notifiers/" + DaemonClient.encoded(name) + "/test", Map.of(), TestAnswer.class),
                offline -> offline.test(name));
        boolean delivered = answer.result() == TestAnswer.Result.DELIVERED;
        if (delivered || !output.people()) {
            output.print(answer, List.of(answer.notifier()), terminal -> text(answer));
        } else {
            Console.print(spec.commandLine().getErr(), text(answer));
        }
        return delivered ? ExitCode.OK : ExitCode.FAILED;
    }

    private static String text(TestAnswer answer) {
        String status = answer.status().map(code -> " (" + code + ")").orElse("");
        String error =
                answer.error().map(words -> ": " + PlainText.oneLine(words)).orElse("");
        String meaning = answer.meaning()
                .map(words -> System.lineSeparator() + "  " + PlainText.oneLine(words))
                .orElse("");
        return PlainText.oneLine(answer.notifier()) + ": " + answer.result() + status + error + meaning;
    }
}
