package io.github.precheckwatcher.cli.console;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option {@code --config}: where both configuration files lie. */
public final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "DIR",
            defaultValue = "config",
            scope = ScopeType.LOCAL,
            description = "folder of application.yaml and tasks.yaml (default: ${DEFAULT-VALUE})")
    private Path folder;

    public Path folder() {
        return folder;
    }
}
