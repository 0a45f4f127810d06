package io.github.precheckwatcher.cli;

import io.github.precheckwatcher.simulator.GeneratedPrechecks;
import io.github.precheckwatcher.simulator.Simulation;
import io.github.precheckwatcher.simulator.SimulationOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Simulated cloud and webhook sink in a process of their own, so that a daemon can be killed beside them. */
@Command(
        name = "simulate",
        description = "Runs a simulated cloud and a webhook sink on 127.0.0.1 until it is stopped.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SimulateVerb implements Callable<Integer> {
    private static final String KEY_SECRET = "PRECHECK_DEMO_KEY_SECRET";
    private static final String HOOK_SECRET = "PRECHECK_DEMO_HOOK_SECRET";

    private final Surroundings surroundings;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "the cloud's port (default: a free one)")
    private int port;

    @Option(
            names = "--sink-port",
            paramLabel = "N",
            defaultValue = "0",
            description = "the webhook sink's port (default: a free one)")
    private int sinkPort;

    @Option(
            names = "--prechecks",
            paramLabel = "N",
            description = "so many generated prechecks instead of the demo's eight")
    private Optional<Integer> prechecks;

    @Option(
            names = "--longest",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "how long the longest generated precheck takes (default: ${DEFAULT-VALUE})")
    private int longest;

    @Option(
            names = "--shortest",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "how long the shortest generated precheck takes (default: ${DEFAULT-VALUE})")
    private int shortest;

    @Option(
            names = "--write-tasks",
            paramLabel = "FILE",
            description = "write the generated prechecks' tasks.yaml here")
    private Optional<Path> tasksFile;

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            defaultValue = "data/simulate.env",
            description = "where the variables for config/demo are written, secrets included"
                    + " (default: ${DEFAULT-VALUE})")
    private Path envFile;

    @Option(names = "--quiet", description = "do not print a line for each webhook")
    private boolean quiet;

    @Spec
    private CommandSpec spec;

    SimulateVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        SimulationOptions options = SimulationOptions.demo(surroundings.clock(), surroundings.random(), line -> {
                    if (!quiet) {
                        CommandFace.print(out, line);
                    }
                })
                .on(port, sinkPort);
        options = withSecretsOfEnvironment(options);
        if (prechecks.isPresent()) {
            GeneratedPrechecks generated =
                    new GeneratedPrechecks(prechecks.get(), Duration.ofSeconds(shortest), Duration.ofSeconds(longest));
            options = options.playing(generated.scripts());
            if (tasksFile.isPresent()) {
                write(tasksFile.get(), generated.tasksYaml());
            }
        }
        try (Simulation simulation = Simulation.start(options)) {
            StringBuilder variables = new StringBuilder();
            new TreeMap<>(simulation.environment()).forEach((k, v) -> variables.append(k + "=" + v + "\n"));
            write(envFile, variables.toString());
            CommandFace.print(out, "simulated cloud: " + simulation.endpoint());
            CommandFace.print(out, "webhook sink: " + simulation.hookUrl());
            CommandFace.print(out, "variables for config/demo: " + envFile);
            new CountDownLatch(1).await(); // until the process is stopped
        }
        return ExitCode.OK;
    }

    /** Secrets that the environment gives are kept over restarts; else new ones are made. */
    private static SimulationOptions withSecretsOfEnvironment(SimulationOptions made) {
        SimulationOptions options = made;
        String keySecret = System.getenv(KEY_SECRET);
        if (keySecret != null) {
            options = options.trusting(options.keyId(), keySecret);
        }
        String hookSecret = System.getenv(HOOK_SECRET);
        return hookSecret == null ? options : options.hookedBy(hookSecret);
    }

    private static void write(Path file, String text) throws IOException {
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        Files.writeString(file, text);
    }
}
