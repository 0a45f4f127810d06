package io.github.precheckwatcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.config.schema.ScalarCheck;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each block of config/mistakes.txt: two files, the environment, and every problem, word for word; KINDS stands for the
 * kinds of notifiers that there are.
 */
class ConfigMistakesTest {
    private static final Path TABLE = Path.of("src/test/resources/config/mistakes.txt");
    private static final Pattern SECTION =
            Pattern.compile("^--- (application\\.yaml|tasks\\.yaml|environment|problems)\n", Pattern.MULTILINE);

    @TempDir
    Path folder;

    record Mistake(String title, Map<String, String> sections) {
        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Mistake> mistakes() throws IOException {
        return Pattern.compile("^=== ", Pattern.MULTILINE)
                .splitAsStream(Files.readString(TABLE))
                .filter(block -> !block.isBlank())
                .map(ConfigMistakesTest::mistake);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void every_mistake_is_reported_with_its_place_and_what_to_do(Mistake mistake) {
        ConfigFolderBuilder config = new ConfigFolderBuilder(folder);
        mistake.sections().forEach((name, text) -> {
            if (name.endsWith(".yaml")) {
                config.file(name, text);
            } else if (name.equals("environment")) {
                text.lines()
                        .forEach(line -> config.variable(
                                line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
            }
        });
        List<String> expected = mistake.sections()
                .get("problems")
                .replace("KINDS", String.join(", ", ScalarCheck.words(NotifierKind.class)))
                .lines()
                .filter(l -> !l.isBlank())
                .toList();
        List<String> problems = config.problems();
        assertThat(problems).isEqualTo(expected).isNotEmpty().noneMatch(problem -> problem.contains("hunter2"));
    }

    private static Mistake mistake(String block) {
        Map<String, String> sections = new HashMap<>();
        List<String> names = new ArrayList<>();
        SECTION.matcher(block).results().forEach(section -> names.add(section.group(1)));
        String[] parts = SECTION.split(block, -1);
        for (int i = 0; i < names.size(); i++) {
            sections.put(names.get(i), parts[i + 1]);
        }
        return new Mistake(parts[0].strip(), sections);
    }
}
