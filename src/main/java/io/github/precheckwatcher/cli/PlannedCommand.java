package io.github.precheckwatcher.cli;

import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command that is promised for later: says so whatever follows it, where the parser would take its name for a stray
 * word.
 */
final class PlannedCommand implements Callable<Integer> {
    private static final List<String> NAMES =
            List.of("run", "wait", "generate-completion", "discover", "hash-password", "generate-token");

    private final String name;
    private final CommandLine line;

    private PlannedCommand(String name, CommandLine line) {
        this.name = name;
        this.line = line;
    }

    /** Makes all of them known to a command line; no help shows them. */
    static void addTo(CommandLine line) {
        for (String name : NAMES) {
            CommandSpec spec = CommandSpec.wrapWithoutInspection(new PlannedCommand(name, line));
            spec.usageMessage().hidden(true);
            spec.parser().unmatchedArgumentsAllowed(true).unmatchedOptionsArePositionalParams(true);
            line.addSubcommand(name, spec);
        }
    }

    @Override
    public Integer call() {
        Console.print(line.getErr(), name + " is not available yet");
        return ExitCode.CANNOT_START;
    }
}
