package io.github.precheckwatcher.cli;

import io.github.precheckwatcher.cli.client.AccountsCommand;
import io.github.precheckwatcher.cli.client.BackupCommand;
import io.github.precheckwatcher.cli.client.ReloadCommand;
import io.github.precheckwatcher.cli.client.notify.AcknowledgeCommand;
import io.github.precheckwatcher.cli.client.notify.AlertsCommand;
import io.github.precheckwatcher.cli.client.notify.DeliveriesCommand;
import io.github.precheckwatcher.cli.client.notify.DiscardCommand;
import io.github.precheckwatcher.cli.client.notify.NotifyTestCommand;
import io.github.precheckwatcher.cli.client.notify.ReplayCommand;
import io.github.precheckwatcher.cli.client.notify.RouteCommand;
import io.github.precheckwatcher.cli.client.watch.ActCommand;
import io.github.precheckwatcher.cli.client.watch.ForgetCommand;
import io.github.precheckwatcher.cli.client.watch.ListCommand;
import io.github.precheckwatcher.cli.client.watch.MuteCommand;
import io.github.precheckwatcher.cli.client.watch.RegisterCommand;
import io.github.precheckwatcher.cli.client.watch.ShowCommand;
import io.github.precheckwatcher.cli.client.watch.UnmuteCommand;
import io.github.precheckwatcher.cli.client.watch.VerdictsCommand;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ConfigOption;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.console.ProcessStop;
import io.github.precheckwatcher.cli.console.StandardOutput;
import io.github.precheckwatcher.cli.daemon.Daemon;
import io.github.precheckwatcher.cli.daemon.DaemonRun;
import io.github.precheckwatcher.cli.daemon.StartFailure;
import io.github.precheckwatcher.cli.demo.DemoCommand;
import io.github.precheckwatcher.cli.demo.SimulateCommand;
import io.github.precheckwatcher.cli.store.MigrateStoreCommand;
import io.github.precheckwatcher.cli.store.RestoreCommand;
import io.github.precheckwatcher.watch.act.Act;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line: no command is the daemon. */
@Command(
        name = "precheck-watcher",
        description = "Follows Alibaba Cloud database prechecks to their end and sends people the verdict."
                + " Without a command it runs as the daemon.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = CheckConfigCommand.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  precheck-watcher --config /etc/precheck-watcher",
            "  precheck-watcher demo",
            "  precheck-watcher list --help"
        })
public final class RootCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Spec
    private CommandSpec spec;

    private RootCommand() {}

    /**
     * Runs the command of this command line; for the daemon this returns when it has stopped.
     *
     * @return the exit code
     */
    public static int run(CliContext context, String... args) {
        StandardOutput out = StandardOutput.open();
        CommandLine line = line(context, System.in).setOut(out).setUsageHelpAutoWidth(true);
        int code = line.execute(args);
        Optional<String> loss = out.loss();
        if (loss.isPresent()) {
            Console.print(line.getErr(), "the output cannot be written: " + loss.get());
            return ExitCode.CANNOT_START;
        }
        return code;
    }

    /** @param in where questions are answered */
    static CommandLine line(CliContext context, InputStream in) {
        CommandLine line = new CommandLine(new RootCommand());
        PlannedCommand.addTo(line);
        return line.addSubcommand(new DemoCommand(context))
                .addSubcommand(new SimulateCommand(context))
                .addSubcommand(new ListCommand(context))
                .addSubcommand(new ShowCommand(context))
                .addSubcommand(new RegisterCommand(in))
                .addSubcommand(ActCommand.line(context, in, Act.CANCEL))
                .addSubcommand(ActCommand.line(context, in, Act.POLL))
                .addSubcommand(ActCommand.line(context, in, Act.REWATCH))
                .addSubcommand(new ForgetCommand(context, in))
                .addSubcommand(new VerdictsCommand(context))
                .addSubcommand(new AccountsCommand(context))
                .addSubcommand(new MuteCommand(context))
                .addSubcommand(new UnmuteCommand())
                .addSubcommand(new DeliveriesCommand(context))
                .addSubcommand(new ReplayCommand(context, in))
                .addSubcommand(new DiscardCommand(context, in))
                .addSubcommand(new AlertsCommand(context))
                .addSubcommand(new AcknowledgeCommand())
                .addSubcommand(new NotifyTestCommand(context))
                .addSubcommand(new RouteCommand(context))
                .addSubcommand(new BackupCommand())
                .addSubcommand(new RestoreCommand())
                .addSubcommand(new MigrateStoreCommand())
                .addSubcommand(new ReloadCommand())
                .addSubcommand(new GenerateSecretCommand(context))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof CommandFailure failure) {
                        Console.print(command.getErr(), failure.getMessage());
                        return failure.exitCode();
                    }
                    if (!ProcessStop.begun()) {
                        Console.print(command.getErr(), command.getCommandName() + ": " + StartFailure.plain(e));
                    }
                    return ExitCode.CANNOT_START;
                });
    }

    @Override
    public Integer call() {
        return Daemon.run(DaemonRun.class, config.folder(), spec.commandLine().getErr());
    }
}
