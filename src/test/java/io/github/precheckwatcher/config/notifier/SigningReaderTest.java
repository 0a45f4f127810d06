package io.github.precheckwatcher.config.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.config.schema.SectionBuilder;
import io.github.precheckwatcher.notify.NotifierType.SigningSecretForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningReaderTest {
    @TempDir
    Path folder;

    private final SectionBuilder sections = new SectionBuilder();
    private final SigningReader reader = new SigningReader(sections.secrets());

    @Test
    void a_robots_secret_is_taken_as_the_platform_shows_it() {
        assertThat(robot("{ secret: SECab+/= }")).contains("SECab+/=");
        assertThat(robot("{}")).isEmpty();
        assertThat(sections.problems()).isEmpty();
    }

    @Test
    void a_robots_secret_may_stand_in_a_file() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "SEC2\n");

        assertThat(robot("{ secret-file: '" + file + "' }")).contains("SEC2");
    }

    @Test
    void a_robots_secret_has_no_spaces_and_is_not_shown() {
        assertThat(robot("{ secret: hunter2 hunter2 }")).isEmpty();

        assertThat(sections.problems())
                .containsExactly(
                        "f.yaml:1: n.secret: is no robot's secret: ASCII without spaces, as the platform shows it");
    }

    @Test
    void a_kind_without_secrets_has_none() {
        Section section = sections.read("{ secret: SEC1 }");

        assertThat(reader.robot(section, SigningSecretForm.NONE).get()).isEmpty();
        assertThat(reader.webhook(section, SigningSecretForm.NONE).get()).isEmpty();
        assertThat(reader.webhook(section, SigningSecretForm.PLAIN).get()).isEmpty();
    }

    private Optional<String> robot(String yaml) {
        return reader.robot(sections.read(yaml), SigningSecretForm.PLAIN).get();
    }
}
