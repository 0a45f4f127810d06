package io.github.precheckwatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.precheckwatcher.cli.console.CliContext;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What each command says about itself. */
class HelpTest {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    static Stream<CommandLine> commands() {
        CommandLine root = root();
        List<CommandLine> all = new ArrayList<>(List.of(root));
        root.getSubcommands().values().stream()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                .forEach(all::add);
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void the_help_of_every_command_has_examples_that_can_be_typed(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        List<String> lines = List.of(command.getCommandSpec().usageMessage().footer());

        assertThat(lines).as(name).contains("Examples:");
        assertThat(lines).as(name).allMatch(line -> line.length() <= 80);
        List<String> examples = String.join("\n", lines.subList(lines.indexOf("Examples:") + 1, lines.size()))
                .replace("\\\n", "")
                .lines()
                .toList();
        assertThat(examples).as(name).isNotEmpty().allMatch(line -> line.contains("precheck-watcher"));
        assertThat(examples).as(name).anyMatch(line -> line.startsWith("  " + name));
        for (String example : examples) {
            List<String> words = words(
                    example.replaceFirst("^.*? \\| (?=precheck-watcher)", "").replaceFirst(" [|>].*", ""));
            assertThatCode(() -> root().parseArgs(words.subList(1, words.size()).toArray(String[]::new)))
                    .as(example)
                    .doesNotThrowAnyException();
        }
    }

    /** As a shell reads them, as far as examples go. */
    private static List<String> words(String line) {
        return WORD.matcher(line).results().map(HelpTest::word).toList();
    }

    private static String word(MatchResult word) {
        return word.group(1) == null ? word.group(2) : word.group(1);
    }

    private static CommandLine root() {
        return RootCommand.line(new CliContext(Clock.systemUTC(), new Random(1)), InputStream.nullInputStream());
    }
}
