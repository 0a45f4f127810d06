package io.github.precheckwatcher.cli.client;

import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ConfigOption;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.config.ConfigEnvironment;
import io.github.precheckwatcher.config.StartAddresses;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which daemon is asked. */
public final class DaemonOptions {
    @Mixin
    private ConfigOption config;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "the daemon's address (default: http://127.0.0.1:8080, or what quarkus.http.port of the"
                    + " configuration says)")
    private Optional<URI> server;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--url", hidden = true)
    private void url(String old) {
        throw new ParameterException(command.commandLine(), "--url is renamed to --server");
    }

    public ConfigOption config() {
        return config;
    }

    /** Whether the operator named the daemon that is meant. */
    public boolean named() {
        return server.isPresent();
    }

    public DaemonClient client() throws CommandFailure {
        URI daemon = server.orElseGet(() ->
                StartAddresses.of(config.folder(), ConfigEnvironment.current()).api());
        boolean http = "http".equalsIgnoreCase(daemon.getScheme()) || "https".equalsIgnoreCase(daemon.getScheme());
        if (!http || daemon.getHost() == null || daemon.getRawUserInfo() != null) {
            throw new CommandFailure(
                    ExitCode.CANNOT_START, "--server: is no address of a daemon; write it as http://127.0.0.1:8080");
        }
        return new DaemonClient(daemon);
    }
}
