package io.github.precheckwatcher.cli.client;

import io.github.precheckwatcher.api.ReloadAnswer;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.console.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Has a running daemon read its files again. */
@Command(
        name = "reload",
        description =
                "Has a running daemon read its files again, at once, and prints what has changed or every mistake.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Examples:", "  precheck-watcher reload", "  precheck-watcher reload -o json"})
public final class ReloadCommand implements Callable<Integer> {
    /** More names than this are counted. */
    private static final int NAMES = 20;

    @Mixin
    private OutputOption output;

    @Mixin
    private DaemonOptions daemon;

    @Override
    public Integer call() throws CommandFailure {
        try {
            ReloadAnswer answer = daemon.client().post("reload", Map.of(), ReloadAnswer.class);
            output.print(answer, names(answer), terminal -> text(answer));
            return ExitCode.OK;
        } catch (DaemonClient.Refused e) {
            if (output.people()) {
                throw e;
            }
            output.print(e.problem(), List.of(), terminal -> "");
            return e.exitCode();
        }
    }

    /** The tasks that are other than before. */
    private static List<String> names(ReloadAnswer answer) {
        return Stream.of(
                        answer.tasks().added(),
                        answer.tasks().changed(),
                        answer.tasks().removed())
                .flatMap(List::stream)
                .toList();
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
