package io.github.precheckwatcher.cli;

import io.github.precheckwatcher.registration.ConfigEnvironment;
import io.github.precheckwatcher.simulator.Simulation;
import io.github.precheckwatcher.simulator.SimulationOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Simulated cloud, webhook sink and daemon in one process, on a fresh temporary store; ends by itself. */
@Command(
        name = "demo",
        description = "Shows everything at once: eight prechecks of a simulated cloud, their verdicts in the log and at"
                + " a webhook. Needs nothing, leaves nothing behind, ends by itself.",
        mixinStandardHelpOptions = true)
final class DemoVerb implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            defaultValue = "config/demo",
            description = "folder of the demo's files (default: ${DEFAULT-VALUE})")
    private Path folder;

    @Spec
    private CommandSpec spec;

    DemoVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path data = Files.createTempDirectory("precheck-watcher-demo");
        try (Simulation simulation = Simulation.start(SimulationOptions.demo(
                surroundings.clock(), surroundings.random(), line -> CommandFace.print(out, line)))) {
            Map<String, String> added = new HashMap<>(simulation.environment());
            added.put("PRECHECK_DEMO_DATA", data.toString());
            ConfigEnvironment.add(added);
            System.setProperty("quarkus.management.port", "0"); // beside a daemon that has the usual one
            int code = Daemon.run(DemoRun.class, folder, spec.commandLine().getErr());
            if (code == ExitCode.CANNOT_START) {
                return code;
            }
            DemoTable table = DemoTable.of(simulation.sink().receipts());
            CommandFace.print(out, table.text());
            return table.asScripted() ? ExitCode.OK : ExitCode.NO_ANSWER;
        } finally {
            delete(data);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
