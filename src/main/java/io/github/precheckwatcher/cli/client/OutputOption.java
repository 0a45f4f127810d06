package io.github.precheckwatcher.cli.client;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** In which form a command prints what it got; absent: as text for people. */
final class OutputOption {
    /** The forms for programs. */
    enum Format {
        JSON
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "json: print what the daemon answers")
    private Optional<Format> format;

    @Option(names = "--json", hidden = true)
    private void oldJson(boolean old) {
        throw new ParameterException(command.commandLine(), "--json is renamed to -o json");
    }

    boolean json() {
        return format.isPresent();
    }
}
