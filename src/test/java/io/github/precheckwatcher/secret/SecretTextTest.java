package io.github.precheckwatcher.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.secret.SecretForm.Use;
import io.github.precheckwatcher.secret.SecretText.Content;
import io.github.precheckwatcher.secret.SecretText.Unusable;
import io.github.precheckwatcher.secret.SecretText.Usable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SecretTextTest {
    private static final String VALUE = "hunter2-hunter2";

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("io.github.precheckwatcher.secret.SecretForm#ofTexts")
    void a_word_is_taken_from_what_stands_around_it_and_from_nothing_else(SecretForm form) {
        Content content = SecretText.word(form.text(VALUE).orElseThrow());

        if (form.isUsable(Use.WORD)) {
            assertThat(content).isEqualTo(new Usable(VALUE));
        } else {
            assertThat(content).isInstanceOf(Unusable.class);
            assertThat(content.toString()).doesNotContain("hunter2");
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.precheckwatcher.secret.SecretForm#ofTexts")
    void a_header_may_have_spaces_within(SecretForm form) {
        Content content = SecretText.line(form.text(VALUE).orElseThrow());

        assertThat(content instanceof Usable usable && SecretText.isHeaderValue(usable.text()))
                .isEqualTo(form.isUsable(Use.HEADER));
    }

    @ParameterizedTest
    @EnumSource
    void a_file_is_read_by_the_rules_of_a_text(SecretForm form) throws IOException {
        Path file = Files.write(folder.resolve("secret"), form.bytes(VALUE));

        Content content = SecretFile.read(file);

        form.text(VALUE)
                .ifPresentOrElse(
                        text -> assertThat(content).isEqualTo(SecretText.line(text)),
                        () -> assertThat(content).isEqualTo(new Unusable("is not UTF-8")));
    }

    @Test
    void several_lines_are_kept_where_they_are_wanted() {
        assertThat(SecretText.lines("\uFEFF a \r\n\n b\n")).isEqualTo(new Usable("a\nb"));
        assertThat(SecretText.lines("a\nb\u0000")).isInstanceOf(Unusable.class);
    }

    @Test
    void the_largest_is_taken_and_one_byte_more_is_not() {
        String largest = "x".repeat(SecretText.LARGEST);

        assertThat(SecretText.line(largest)).isEqualTo(new Usable(largest));
        assertThat(SecretText.line(largest + "x")).isEqualTo(new Unusable("is larger than 64 KiB"));
        assertThat(SecretText.line("\u00e9".repeat(SecretText.LARGEST / 2 + 1)))
                .isEqualTo(new Unusable("is larger than 64 KiB"));
    }

    @Test
    void a_secret_shows_itself_nowhere() {
        assertThat(SecretText.line(VALUE).toString()).doesNotContain("hunter2");
    }
}
