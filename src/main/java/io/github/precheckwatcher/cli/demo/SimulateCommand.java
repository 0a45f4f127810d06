package io.github.precheckwatcher.cli.demo;

import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.simulator.Simulation;
import io.github.precheckwatcher.simulator.SimulationOptions;
import io.github.precheckwatcher.simulator.script.GeneratedPrechecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Simulated cloud and webhook sink in a process of their own, so that a daemon can be killed beside them. */
@Command(
        name = "simulate",
        description = "Runs a simulated cloud and a webhook sink on 127.0.0.1 until it is stopped.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  precheck-watcher simulate",
            "  precheck-watcher simulate --prechecks 500 --write-tasks config/tasks.yaml"
        })
public final class SimulateCommand implements Callable<Integer> {
    private static final String KEY_SECRET = "PRECHECK_DEMO_KEY_SECRET";
    private static final String HOOK_SECRET = "PRECHECK_DEMO_HOOK_SECRET";

    private final CliContext context;

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

    public SimulateCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Optional<GeneratedPrechecks> generated = prechecks.map(this::generated);
        try {
            simulate(options(generated), generated);
            return ExitCode.OK;
        } catch (Unable e) {
            Console.print(spec.commandLine().getErr(), "cannot simulate: " + e.getMessage());
            return ExitCode.CANNOT_START;
        }
    }

    private void simulate(SimulationOptions options, Optional<GeneratedPrechecks> generated)
            throws Unable, InterruptedException {
        if (generated.isPresent() && tasksFile.isPresent()) {
            write("--write-tasks", tasksFile.get(), generated.get().tasksYaml(), false);
        }
        try (Simulation simulation = start(options)) {
            StringBuilder variables = new StringBuilder();
            new TreeMap<>(simulation.environment()).forEach((k, v) -> variables.append(k + "=" + v + "\n"));
            write("--env-file", envFile, variables.toString(), true);
            print("simulated cloud: " + simulation.endpoint());
            print("webhook sink: " + simulation.hookUrl());
            print("variables for config/demo: " + envFile);
            new CountDownLatch(1).await(); // until the process is stopped
        }
    }

    private void print(String line) {
        Console.print(spec.commandLine().getOut(), line);
    }

    private GeneratedPrechecks generated(int count) {
        return orUsage(() -> new GeneratedPrechecks(count, Duration.ofSeconds(shortest), Duration.ofSeconds(longest)));
    }

    /** Secrets that the environment gives are kept over restarts; else new ones are made. */
    private SimulationOptions options(Optional<GeneratedPrechecks> generated) {
        SimulationOptions made = orUsage(() -> SimulationOptions.demo(context.clock(), context.random(), line -> {
                    if (!quiet) {
                        print(line);
                    }
                })
                .on(port, sinkPort));
        SimulationOptions trusting = Optional.ofNullable(System.getenv(KEY_SECRET))
                .map(secret -> made.trusting(made.keyId(), secret))
                .orElse(made);
        SimulationOptions hooked = Optional.ofNullable(System.getenv(HOOK_SECRET))
                .map(secret -> orUsage(HOOK_SECRET + ": ", () -> trusting.hookedBy(secret)))
                .orElse(trusting);
        return generated.map(many -> hooked.playing(many.scripts())).orElse(hooked);
    }

    private <T> T orUsage(Supplier<T> made) {
        return orUsage("", made);
    }

    private <T> T orUsage(String where, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), where + e.getMessage());
        }
    }

    private static Simulation start(SimulationOptions options) throws Unable {
        try {
            return Simulation.start(options);
        } catch (UncheckedIOException e) {
            throw new Unable(e.getMessage() + "; choose another with --port / --sink-port");
        }
    }

    private static void write(String option, Path file, String text, boolean secret) throws Unable {
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            if (secret) {
                keepToOwner(file);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new Unable(option + " " + file + " cannot be written: " + reason(e));
        }
    }

    /** Before anything is in it. */
    private static void keepToOwner(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
        if (Files.isRegularFile(file)) {
            Files.setPosixFilePermissions(file, owner);
        } else if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        } else if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is no folder";
        } else if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return String.valueOf(e.getMessage());
    }

    /** What keeps the simulation from running, in words. */
    private static final class Unable extends Exception {
        Unable(String message) {
            super(message);
        }
    }
}
