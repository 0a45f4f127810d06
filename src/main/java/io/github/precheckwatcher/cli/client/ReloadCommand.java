package io.github.precheckwatcher.cli.client;

import io.github.precheckwatcher.api.ReloadAnswer;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.console.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Has a running daemon read its files again. */
@Command(
        name = "reload",
        description =
                "Has a running daemon read its files again, at once, and prints what has changed or every mistake.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ReloadCommand implements Callable<Integer> {
    /** More names than this are counted. */
    private static final int NAMES = 20;

    @Mixin
    private OutputOption output;

    @Mixin
    private DaemonOptions daemon;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        try {
            ReloadAnswer answer = daemon.client().post("reload", Map.of(), ReloadAnswer.class);
            Console.print(spec.commandLine().getOut(), output.people() ? text(answer) : DaemonClient.json(answer));
            return ExitCode.OK;
        } catch (DaemonClient.Refused e) {
            if (output.people()) {
                throw e;
            }
            Console.print(spec.commandLine().getOut(), DaemonClient.json(e.problem()));
            return e.exitCode();
        }
    }

    private static String text(ReloadAnswer answer) {
        List<String> lines = new ArrayList<>();
        add(lines, "tasks", answer.tasks());
        add(lines, "notifiers", answer.notifiers());
        add(lines, "accounts", answer.accounts());
        add(lines, "keys changed", answer.keys());
        if (lines.isEmpty()) {
            lines.add("nothing has changed");
        }
        add(lines, "after the next start alone", answer.restart());
        if (answer.tasksWait()) {
            lines.add("the store does not take the tasks now; they follow as soon as it does");
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static void add(List<String> lines, String what, ReloadAnswer.Names names) {
        add(lines, what + " added", names.added());
        add(lines, what + " changed", names.changed());
        add(lines, what + " removed", names.removed());
    }

    private static void add(List<String> lines, String what, List<String> names) {
        if (!names.isEmpty()) {
            String first = names.stream().limit(NAMES).map(PlainText::oneLine).collect(Collectors.joining(", "));
            String rest = names.size() > NAMES ? " and " + (names.size() - NAMES) + " more" : "";
            lines.add(what + ": " + names.size() + " (" + first + rest + ")");
        }
    }
}
