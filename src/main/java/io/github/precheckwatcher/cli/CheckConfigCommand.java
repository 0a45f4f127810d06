package io.github.precheckwatcher.cli;

import io.github.precheckwatcher.cli.console.ConfigOption;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.config.ConfigEnvironment;
import io.github.precheckwatcher.config.ConfigLoader;
import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.config.schema.ConfigException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks both configuration files with the code that the daemon loads them with. */
@Command(
        name = "check-config",
        description = "Checks both configuration files and says everything that is wrong; exit code 0 or 2.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  precheck-watcher check-config",
            "  precheck-watcher check-config --config /etc/precheck-watcher"
        })
final class CheckConfigCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            LoadedConfig loaded = ConfigLoader.load(config.folder(), ConfigEnvironment.current());
            loaded.warnings().forEach(w -> Console.print(err, "warning: " + w));
            Console.print(
                    spec.commandLine().getOut(),
                    "%s is fine: %d tasks, %d accounts, %d notifiers"
                            .formatted(
                                    config.folder(),
                                    loaded.specs().size(),
                                    loaded.accounts().byName().size(),
                                    loaded.notifiers().notifiers().size()));
            return ExitCode.OK;
        } catch (ConfigException e) {
            e.problems().forEach(p -> Console.print(err, p.toString()));
            return ExitCode.CANNOT_START;
        }
    }
}
