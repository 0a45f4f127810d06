package io.github.precheckwatcher.cli.demo;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.console.ProcessStop;
import io.github.precheckwatcher.cli.daemon.Daemon;
import io.github.precheckwatcher.config.ConfigEnvironment;
import io.github.precheckwatcher.simulator.Simulation;
import io.github.precheckwatcher.simulator.SimulationOptions;
import io.github.precheckwatcher.store.database.H2Url;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Simulated cloud, webhook sink and daemon in one process, on a fresh temporary store; ends by itself. */
@Command(
        name = "demo",
        description = "Shows everything at once: eight prechecks of a simulated cloud, their verdicts in the log and at"
                + " a webhook. Needs nothing, leaves nothing behind, ends by itself.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  precheck-watcher demo"})
public final class DemoCommand implements Callable<Integer> {
    private static final String SHIPPED = "config/demo";

    private final CliContext context;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "folder of the demo's files (default: " + SHIPPED + ", or the ones that the program brings)")
    private Optional<Path> folder;

    @Spec
    private CommandSpec spec;

    public DemoCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (TemporaryFolder temporary = TemporaryFolder.make("precheck-watcher-demo");
                Simulation simulation = Simulation.start(
                        SimulationOptions.demo(context.clock(), context.random(), line -> Console.print(out, line)))) {
            ConfigEnvironment.add(simulation.environment());
            useStoreIn(temporary.path().resolve("data"));
            // beside a daemon that has the usual ones
            System.setProperty("quarkus.management.port", "0");
            System.setProperty("quarkus.http.port", "0");
            int code = Daemon.run(
                    DemoRun.class, folder(temporary.path()), spec.commandLine().getErr());
            if (code == ExitCode.CANNOT_START || ProcessStop.begun()) {
                return code;
            }
            DemoTable table = DemoTable.of(simulation.sink().receipts());
            Console.print(out, table.text());
            return table.asScripted() ? ExitCode.OK : ExitCode.NO_ANSWER;
        }
    }

    /** Whatever folder, variable or profile says: the demo's store is a fresh one. */
    private static void useStoreIn(Path dataDir) {
        ConfigEnvironment.useTemporaryStore(dataDir);
        System.setProperty("quarkus.datasource.h2.active", "true");
        System.setProperty("quarkus.datasource.h2.jdbc.url", H2Url.of(dataDir));
        System.setProperty("quarkus.datasource.postgresql.active", "false");
    }

    /** The folder that was named, a clone's own, or else the copy inside the jar. */
    private Path folder(Path temporary) throws IOException {
        Path shipped = Path.of(SHIPPED);
        if (folder.isPresent() || Files.isDirectory(shipped)) {
            return folder.orElse(shipped);
        }
        Path copy = Files.createDirectories(temporary.resolve("config"));
        for (String file : List.of("application.yaml", "tasks.yaml")) {
            try (InputStream in = DemoCommand.class.getResourceAsStream("/demo/" + file)) {
                Files.copy(requireNonNull(in, file), copy.resolve(file));
            }
        }
        return copy;
    }
}
