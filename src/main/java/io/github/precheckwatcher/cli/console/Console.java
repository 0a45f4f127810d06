package io.github.precheckwatcher.cli.console;

import java.io.PrintWriter;

/** Prints for people. */
public final class Console {
    private Console() {}

    /** Prints lines and flushes: what a person waits for must be there at once. */
    public static void print(PrintWriter out, String text) {
        out.println(text);
        out.flush();
    }
}
