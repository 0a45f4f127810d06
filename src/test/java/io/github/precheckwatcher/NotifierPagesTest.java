package io.github.precheckwatcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.config.ConfigLoader;
import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.notify.Page;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the pages of the notifier kinds against the code that reads configurations. */
class NotifierPagesTest {
    private static final Pattern SECRET_FILE = Pattern.compile("(\\w+)-file: (/run/secrets/[\\w-]+)");

    /** What a file may hold, by the key that names it. */
    private static final Map<String, String> CONTENTS = Map.of(
            "url", "https://chat.example.com/robot/send?access_token=5ec2e770a11e",
            "key", "5ec2e770-a11e-4000-8000-0000000c0ffe");

    private static final String SECRET = "whsec_dGhlIHNlY3JldCBvZiB0aGUgZG9jdW1lbnRzIHRlc3Q=";

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("kinds")
    void each_example_loads_without_a_warning_and_shows_its_kind(String kind) throws Exception {
        List<String> examples = Page.of(kind).examples("application.yaml");

        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            LoadedConfig loaded = load(example);
            assertThat(loaded.warnings()).isEmpty();
            assertThat(loaded.notifiers().notifiers())
                    .extracting(notifier -> notifier.type())
                    .contains(
                            NotifierKind.valueOf(kind.toUpperCase(Locale.ROOT)).type());
        }
    }

    @Test
    void each_kind_has_a_page_and_no_page_is_left_of_another() throws IOException {
        try (Stream<Path> pages = Files.list(Path.of("docs", "notifiers"))) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            kinds().map(kind -> kind + ".md").toList());
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_readme_has_a_row_with_a_link_to_each_page(String kind) throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains("[" + kind + "](docs/notifiers/" + kind + ".md)");
    }

    static Stream<String> kinds() {
        return Stream.of(NotifierKind.values()).map(kind -> kind.name().toLowerCase(Locale.ROOT));
    }

    private LoadedConfig load(String example) throws Exception {
        var text = new StringBuilder();
        var files = SECRET_FILE.matcher(example);
        while (files.find()) {
            Path file = folder.resolve("secret-" + files.start());
            Files.writeString(file, CONTENTS.getOrDefault(files.group(1), SECRET));
            files.appendReplacement(text, files.group(1) + "-file: " + file);
        }
        files.appendTail(text);
        Files.writeString(folder.resolve("application.yaml"), text);
        Files.writeString(folder.resolve("tasks.yaml"), "tasks: [{ task-id: t, instance-uuid: i, uni-region-id: r }]");
        return ConfigLoader.load(folder, Map.of("SMTP_PASSWORD", "5ec2e7"));
    }
}
