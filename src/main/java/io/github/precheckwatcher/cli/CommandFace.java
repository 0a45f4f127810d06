package io.github.precheckwatcher.cli;

import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line: no verb is the daemon. */
@Command(
        name = "precheck-watcher",
        description = "Follows Alibaba Cloud database prechecks to their end and tells people the verdict."
                + " Without a command it runs as the daemon.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = CheckConfigVerb.class,
        sortOptions = false)
public final class CommandFace implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Spec
    private CommandSpec spec;

    private CommandFace() {}

    /**
     * Runs the verb of this command line; for the daemon this returns when it has stopped.
     *
     * @return the exit code
     */
    public static int run(Surroundings surroundings, String... args) {
        return line(surroundings, System.in).execute(args);
    }

    /** @param in where questions are answered */
    static CommandLine line(Surroundings surroundings, InputStream in) {
        CommandLine line = new CommandLine(new CommandFace());
        LaterVerb.addTo(line);
        return line.addSubcommand(new DemoVerb(surroundings))
                .addSubcommand(new SimulateVerb(surroundings))
                .addSubcommand(new DeliveriesVerb(surroundings))
                .addSubcommand(new ReplayVerb(surroundings, in))
                .addSubcommand(new AlertsVerb())
                .addSubcommand(new AcknowledgeVerb())
                .addSubcommand(new NotifyTestVerb(surroundings))
                .addSubcommand(new RouteVerb(surroundings))
                .addSubcommand(new GenerateSecretVerb(surroundings))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, verb, parsed) -> {
                    if (e instanceof VerbFailure failure) {
                        Console.print(verb.getErr(), failure.getMessage());
                        return failure.exitCode();
                    }
                    if (!Ending.begun()) {
                        Console.print(verb.getErr(), verb.getCommandName() + ": " + StartFailure.plain(e));
                    }
                    return ExitCode.CANNOT_START;
                });
    }

    @Override
    public Integer call() {
        return Daemon.run(DaemonRun.class, config.folder(), spec.commandLine().getErr());
    }
}
