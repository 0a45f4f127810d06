package io.github.precheckwatcher.cli.console;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a command's output is shown on.
 *
 * @param columns its width; absent: it is no terminal but a pipe or a file, for which nothing is cut
 * @param colours whether words are coloured
 */
public record Terminal(OptionalInt columns, boolean colours) {
    /** A pipe or a file. */
    public static final Terminal NONE = new Terminal(OptionalInt.empty(), false);

    /** Of a terminal that does not say its width. */
    private static final int USUAL = 80;

    private static final Pattern SIZE = Pattern.compile("\\s*[0-9]+ ([0-9]{1,5})\\s*");

    public Terminal {
        requireNonNull(columns, "columns");
    }

    /** What this writer's text is shown on. */
    public static Terminal of(PrintWriter out) {
        return out instanceof StandardOutput standard ? standard.terminal() : NONE;
    }

    /** The same, with or without colours. */
    public Terminal coloured(boolean wanted) {
        return new Terminal(columns, wanted);
    }

    /**
     * Asks the system about this process's standard output. Where it cannot be asked (Windows), that counts as no
     * terminal.
     */
    static Terminal detect(Map<String, String> environment) {
        // stty asks about its input, so it is given our output as that; what it prints must not go there too
        return of(shell("stty size <&1 >&2"), environment);
    }

    /** Whether this process's standard output is a pipe, or a socket. */
    static boolean isPipe() {
        return !shell("if test -p /dev/fd/1 || test -S /dev/fd/1; then echo yes >&2; fi")
                .isBlank();
    }

    /**
     * A terminal as {@code stty size} describes it, or none where that failed. Environment:
     * {@code COLUMNS} (POSIX) before its own width, {@code TERM=dumb}, and https://no-color.org.
     */
    static Terminal of(String size, Map<String, String> environment) {
        Matcher answer = SIZE.matcher(size);
        if (!answer.matches()) {
            return NONE;
        }
        int own = Integer.parseInt(answer.group(1));
        String wanted = environment.getOrDefault("COLUMNS", "");
        int columns = wanted.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(wanted) : own > 0 ? own : USUAL;
        boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(OptionalInt.of(columns), colours);
    }

    /** What a shell that has our standard output prints on its standard error; empty if there is no shell. */
    private static String shell(String script) {
        try {
            Process shell = new ProcessBuilder(List.of("sh", "-c", script))
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(Redirect.INHERIT)
                    .start();
            return new String(shell.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
