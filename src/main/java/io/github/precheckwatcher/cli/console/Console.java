package io.github.precheckwatcher.cli.console;

import java.io.PrintWriter;

/** Prints for people. */
public final class Console {
    private Console() {}

    /**
     * Prints lines and flushes: what a person waits for must be there at once. Whatever stands in them, no control
     * character but the ends of lines and our own colours reaches a terminal.
     */
    public static void print(PrintWriter out, String text) {
        printExactly(out, PlainText.safe(text));
    }

    /** Prints for another program, which needs each character as it is. */
    public static void printExactly(PrintWriter out, String text) {
        out.println(text);
        out.flush();
    }
}
