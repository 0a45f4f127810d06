package io.github.precheckwatcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code mvn test -Dtest=ReferencePageTest -Dupdate-docs=true} writes the page anew. */
class ReferencePageTest {
    private static final Path PAGE = Path.of("docs/configuration.md");

    @Test
    void the_reference_page_says_what_the_loader_knows() throws IOException {
        String page = ReferencePage.write();
        if (Boolean.getBoolean("update-docs")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/configuration.md is older than the code; write it anew with -Dupdate-docs=true")
                .isEqualTo(page);
    }
}
