package io.github.precheckwatcher.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option {@code --config}: where both configuration files lie. */
final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "DIR",
            defaultValue = "config",
            scope = ScopeType.LOCAL,
            description = "folder of application.yaml and tasks.yaml (default: ${DEFAULT-VALUE})")
    private Path folder;

    Path folder() {
        return folder;
    }
}
