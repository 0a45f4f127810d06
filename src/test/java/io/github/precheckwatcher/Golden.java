package io.github.precheckwatcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Long texts that tests pin, each in a file below {@code src/test/resources}. Where a text is another one the failure
 * names the lines, and the text stands below {@code target/golden}. {@code mvn test -Dtest=... -Dupdate-golden=true}
 * writes the files anew; the diff is then read as any other change.
 */
public final class Golden {
    private static final Path FILES = Path.of("src/test/resources");
    private static final Path WRITTEN = Path.of("target/golden");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Golden() {}

    /** What arrives is the text of the file, character by character; the file ends with a line break of its own. */
    public static void assertText(String file, String text) {
        Path golden = FILES.resolve(file);
        if (Boolean.getBoolean("update-golden")) {
            write(golden, text + '\n');
        }
        String wanted = read(golden);
        if (!wanted.equals(text + '\n')) {
            Path written = WRITTEN.resolve(file);
            write(written, text + '\n');
            assertThat(written)
                    .as("as %s has it; -Dupdate-golden=true writes that anew", golden)
                    .hasSameTextualContentAs(golden);
            assertThat(text + '\n').as("line breaks and blanks").isEqualTo(wanted);
        }
    }

    /** What arrives has the fields of the file, in its order. */
    public static void assertJson(String file, JsonNode json) {
        Separators separators =
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        try {
            assertText(file, JSON.writer(printer).writeValueAsString(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
