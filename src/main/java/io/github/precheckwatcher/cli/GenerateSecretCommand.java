package io.github.precheckwatcher.cli;

import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes a webhook's signing secret. */
@Command(
        name = "generate-secret",
        description =
                "Makes a signing secret for a webhook: alone on the standard output, what to do with it beside it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  precheck-watcher generate-secret > /run/secrets/ops-hook"})
final class GenerateSecretCommand implements Callable<Integer> {
    /** As the Standard Webhooks spec recommends: 24 to 64. */
    private static final int BYTES = 32;

    private final CliContext context;

    @Spec
    private CommandSpec spec;

    GenerateSecretCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        byte[] key = new byte[BYTES];
        context.random().nextBytes(key);
        Console.print(
                spec.commandLine().getOut(), "whsec_" + Base64.getEncoder().encodeToString(key));
        Console.print(spec.commandLine().getErr(), """

                here, in application.yaml:   secret: ${OPS_HOOK_SECRET}    or   secret-file: /run/secrets/ops-hook
                the receiver, in Java:       new Webhook(System.getenv("OPS_HOOK_SECRET")).verify(body, headers);
                    (com.standardwebhooks:standardwebhooks; the same class is there for Python, Node.js, Go, ...)""");
        return ExitCode.OK;
    }
}
