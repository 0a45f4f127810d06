package io.github.precheckwatcher.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kind's page in {@code docs/notifiers}, for tests that hold it against the code. */
public record Page(Path file, String text) {
    private static final Pattern BLOCK =
            Pattern.compile("(?m)^<!-- (\\w+): (\\S+) -->\n```\\w*\n(.*?)^```$", Pattern.DOTALL);

    /** The page of a kind. */
    public static Page of(String kind) {
        try {
            Path file = Path.of("docs", "notifiers", kind + ".md");
            return new Page(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The message that pages show. */
    public static Message message(NotifySettings settings) {
        Verdict verdict = Fixtures.warning();
        return EventBody.verdict(
                settings,
                new Verdict(
                        verdict.id(),
                        verdict.outcome(),
                        "orders-db: 3 of 4 checks passed; recovery mode needs attention",
                        verdict.ref(),
                        verdict.state(),
                        verdict.progress(),
                        verdict.createdTime(),
                        verdict.updatedTime(),
                        verdict.completedTime(),
                        verdict.observedAt(),
                        verdict.instances(),
                        verdict.problem(),
                        verdict.requestId(),
                        verdict.rawResult()),
                new WatchFacts(
                        "w-1",
                        "orders-db",
                        Map.of("env", "prod"),
                        "default",
                        Fixtures.NOW.minus(Duration.ofMinutes(10)),
                        17,
                        Duration.ofSeconds(192),
                        List.of(),
                        Optional.of(URI.create("https://wiki.example.com/runbooks/precheck"))),
                Optional.of(new Previous(
                        Outcome.FAILED,
                        Fixtures.NOW.minus(Duration.ofHours(2)),
                        Set.of("SQL_SERVER_DB_NOT_ONLINE", "SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE"))));
    }

    /**
     * Holds the message behind {@code <!-- message: LANGUAGE -->} against what arrives; with {@code -Dupdate-docs=true}
     * writes it there.
     */
    public void assertMessage(Language language, String arrives) throws IOException {
        if (Boolean.getBoolean("update-docs")) {
            Pattern block = Pattern.compile(
                    "(<!-- message: " + language.tag() + " -->\n```\\w*\n).*?^```$",
                    Pattern.DOTALL | Pattern.MULTILINE);
            Files.writeString(
                    file,
                    block.matcher(Files.readString(file))
                            .replaceFirst(found ->
                                    Matcher.quoteReplacement(found.group(1) + arrives.stripTrailing() + "\n```")));
            return;
        }
        assertThat(blocks("message", language.tag()))
                .as("the message of %s; mvn test -Dtest='*BodyTest' -Dupdate-docs=true writes it", file)
                .containsExactly(arrives.stripTrailing() + '\n');
    }

    /** The files behind {@code <!-- example: NAME -->}. */
    public List<String> examples(String name) {
        return blocks("example", name);
    }

    private List<String> blocks(String what, String name) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(what) && block.group(2).equals(name))
                .map((MatchResult block) -> block.group(3))
                .toList();
    }
}
