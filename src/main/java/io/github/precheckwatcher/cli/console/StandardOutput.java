package io.github.precheckwatcher.cli.console;

import static java.util.Objects.requireNonNull;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** What commands print to. Knows the terminal behind it, asking for it once at most, and why it takes nothing more. */
public final class StandardOutput extends PrintWriter {
    private final Remembering text;
    private final Supplier<Terminal> asked;
    private Terminal terminal;

    private StandardOutput(Remembering text, Supplier<Terminal> asked) {
        super(text);
        this.text = text;
        this.asked = requireNonNull(asked, "asked");
    }

    /** On this terminal. */
    public StandardOutput(Writer out, Terminal terminal) {
        this(new Remembering(out), () -> terminal);
    }

    /** This process's own. */
    public static StandardOutput open() {
        return new StandardOutput(
                new Remembering(new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), charset())),
                () -> Terminal.detect(System.getenv()));
    }

    /** What is printed is shown on this. */
    public synchronized Terminal terminal() {
        if (terminal == null) {
            terminal = asked.get();
        }
        return terminal;
    }

    /**
     * Why what was printed is lost; nothing where a reader has closed the pipe, as {@code head} does that has all it wants.
     */
    public Optional<String> loss() {
        flush();
        return text.failure().filter(failure -> !Terminal.isPipe()).map(IOException::getMessage);
    }

    /** As the locale says; where that is ASCII, as cron and containers have it, UTF-8, which contains it. */
    private static Charset charset() {
        String locale = System.getProperty("native.encoding", "");
        try {
            Charset charset = Charset.forName(System.getProperty("stdout.encoding", locale));
            return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** A print writer alone keeps that it failed, not why. */
    private static final class Remembering extends Writer {
        private final Writer out;
        private IOException failure;

        Remembering(Writer out) {
            this.out = out;
        }

        Optional<IOException> failure() {
            synchronized (lock) {
                return Optional.ofNullable(failure);
            }
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            run(() -> out.write(text, from, length));
        }

        @Override
        public void flush() throws IOException {
            run(out::flush);
        }

        @Override
        public void close() throws IOException {
            run(out::close);
        }

        private void run(Step step) throws IOException {
            synchronized (lock) {
                if (failure != null) {
                    throw failure;
                }
                try {
                    step.run();
                } catch (IOException e) {
                    failure = e;
                    throw e;
                }
            }
        }

        private interface Step {
            void run() throws IOException;
        }
    }
}
