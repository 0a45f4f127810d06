package io.github.precheckwatcher.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "24 132 | TERM=xterm | 132 | true",
                "24 132 | TERM=xterm COLUMNS=60 | 60 | true",
                "24 132 | TERM=xterm COLUMNS=wide | 132 | true",
                "0 0 | TERM=xterm | 80 | true",
                "0 0 | TERM=xterm COLUMNS=100 | 100 | true",
                "24 80 | TERM=dumb | 80 | false",
                "24 80 | | 80 | false",
                "24 80 | TERM=xterm NO_COLOR=1 | 80 | false",
                "24 80 | TERM=xterm NO_COLOR= | 80 | true"
            })
    void a_terminal_is_as_stty_and_the_environment_say(String size, String environment, int columns, boolean colours) {
        assertThat(Terminal.of(size + System.lineSeparator(), variables(environment)))
                .isEqualTo(new Terminal(OptionalInt.of(columns), colours));
    }

    @ParameterizedTest
    @CsvSource({"''", "stty: 'standard input': Inappropriate ioctl for device", "sh: 1: stty: not found"})
    void whatever_stty_cannot_say_is_no_terminal(String answer) {
        assertThat(Terminal.of(answer, Map.of("TERM", "xterm", "COLUMNS", "60")))
                .isEqualTo(Terminal.NONE);
    }

    @Test
    void any_other_writer_is_no_terminal() {
        Terminal sixty = new Terminal(OptionalInt.of(60), false);

        assertThat(Terminal.of(new PrintWriter(new StringWriter()))).isEqualTo(Terminal.NONE);
        assertThat(Terminal.of(new StandardOutput(new StringWriter(), sixty))).isEqualTo(sixty);
    }

    @Test
    void an_output_that_takes_nothing_more_is_asked_no_more() {
        StandardOutput full = new StandardOutput(new Full(), Terminal.NONE);

        full.println("one");
        full.println("two");

        assertThat(full.checkError()).isTrue();
    }

    private static final class Full extends Writer {
        private int writes;

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            assertThat(writes++).isZero();
            throw new IOException("No space left on device");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static Map<String, String> variables(String written) {
        Map<String, String> variables = new HashMap<>();
        if (written != null) {
            Arrays.stream(written.split(" "))
                    .forEach(pair -> variables.put(pair.split("=")[0], pair.replaceFirst(".*=", "")));
        }
        return variables;
    }
}
