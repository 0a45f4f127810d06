package io.github.precheckwatcher.cli.client;

import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks before something is done, unless it is agreed to beforehand. */
public final class Confirmation {
    /** More than anybody answers to a question of yes or no. */
    private static final int LONGEST_ANSWER = 100;

    @Option(names = "--yes", description = "do not ask")
    private boolean yes;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * Whether it is agreed to; says so if not.
     *
     * @param in where the question is answered
     * @param what is about to be done
     */
    public boolean given(InputStream in, String what) {
        if (yes) {
            return true;
        }
        // not on the standard output, which a program may read
        PrintWriter err = command.commandLine().getErr();
        err.print(PlainText.oneLine(what) + "? (y/N) ");
        err.flush();
        String answer = line(in).strip().toLowerCase(Locale.ROOT);
        boolean agreed = answer.equals("y") || answer.equals("yes");
        if (!agreed) {
            Console.print(err, "nothing was done");
        }
        return agreed;
    }

    /** The next line of the input; empty at its end. */
    private static String line(InputStream in) {
        try {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\n' && line.length() < LONGEST_ANSWER; c = in.read()) {
                line.append((char) c);
            }
            return line.toString();
        } catch (IOException e) {
            return "";
        }
    }
}
