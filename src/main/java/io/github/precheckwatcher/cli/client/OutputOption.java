package io.github.precheckwatcher.cli.client;

import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.PlainText;
import io.github.precheckwatcher.cli.console.Terminal;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** In which form a command prints what it got. */
public final class OutputOption {
    /** The forms. */
    public enum Format {
        TABLE,
        WIDE,
        JSON,
        JSONL,
        NAME
    }

    /** Whether states are coloured. */
    enum Colour {
        AUTO,
        ALWAYS,
        NEVER
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, fitted to the terminal; wide (more columns); json (what the daemon answers); jsonl"
                    + " (an entry a line); or name (default: table)")
    private Optional<Format> format;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description =
                    "colour states: auto (on a terminal, unless NO_COLOR is set), always or never (default: auto)")
    private Optional<Colour> colour;

    @Option(names = "--json", hidden = true)
    private void oldJson(boolean old) {
        throw new ParameterException(command.commandLine(), "--json is renamed to -o json");
    }

    private boolean forMachines() {
        return format() == Format.JSON || format() == Format.JSONL;
    }

    /** Whether people read it. */
    public boolean people() {
        return format() == Format.TABLE || format() == Format.WIDE;
    }

    public Format format() {
        return format.orElse(Format.TABLE);
    }

    /**
     * Prints a list.
     *
     * @param answer what the daemon answered, for JSON
     */
    public <T> void print(Listing<T> list, List<T> entries, Object answer) {
        print(list, entries, answer, false);
    }

    /**
     * Prints the first page of a list.
     *
     * @param answer what the daemon answered, for JSON
     * @param more whether further entries fit, which people should know
     */
    public <T> void print(Listing<T> list, List<T> entries, Object answer, boolean more) {
        // JSON needs none: a program reads it, and nobody is asked
        String text = list.text(format(), entries, answer, forMachines() ? Terminal.NONE : terminal());
        print(people() && more ? text + System.lineSeparator() + "there are more; --limit shows up to 500" : text);
    }

    /**
     * Prints an answer that is no list.
     *
     * @param names what identifies what it is about to other commands
     * @param words it for people
     */
    public void print(Object answer, List<String> names, Function<Terminal, String> words) {
        print(
                switch (format()) {
                    case JSON -> ClientJson.pretty(answer);
                    case JSONL -> ClientJson.line(answer);
                    case NAME -> PlainText.names(names, Terminal.of(out()));
                    case TABLE, WIDE -> words.apply(terminal());
                });
    }

    /** No name is no line, not an empty one. */
    private void print(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (people()) {
            Console.print(out(), text);
        } else {
            Console.printExactly(out(), text);
        }
    }

    private Terminal terminal() {
        Terminal terminal = Terminal.of(out());
        return switch (colour.orElse(Colour.AUTO)) {
            case AUTO -> terminal;
            case ALWAYS -> terminal.coloured(true);
            case NEVER -> terminal.coloured(false);
        };
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }
}
