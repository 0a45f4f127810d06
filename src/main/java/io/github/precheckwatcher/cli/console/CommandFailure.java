package io.github.precheckwatcher.cli.console;

/** Why a command cannot do what it was asked to: its message is all that is printed. */
public class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * @param exitCode of {@link ExitCode}
     * @param message for the operator, without secrets
     */
    public CommandFailure(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
