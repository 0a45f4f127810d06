package io.github.precheckwatcher.cli;

import java.io.PrintWriter;

/** Prints for people. */
final class Console {
    private Console() {}

    /** Prints lines and flushes: what a person waits for must be there at once. */
    static void print(PrintWriter out, String text) {
        out.println(text);
        out.flush();
    }
}
