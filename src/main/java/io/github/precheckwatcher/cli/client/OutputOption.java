package io.github.precheckwatcher.cli.client;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** In which form a command prints what it got. */
final class OutputOption {
    /** The forms. */
    enum Format {
        TABLE,
        WIDE,
        JSON,
        JSONL,
        NAME
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, wide (more columns), json (what the daemon answers), jsonl (an entry a line) or name"
                    + " (default: table)")
    private Optional<Format> format;

    @Option(names = "--json", hidden = true)
    private void oldJson(boolean old) {
        throw new ParameterException(command.commandLine(), "--json is renamed to -o json");
    }

    /** Whether people read it. */
    boolean people() {
        return format() == Format.TABLE || format() == Format.WIDE;
    }

    Format format() {
        return format.orElse(Format.TABLE);
    }
}
