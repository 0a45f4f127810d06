package io.github.precheckwatcher.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.config.ConfigLoader;
import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.PreviousVerdict;
import io.github.precheckwatcher.notify.event.WatchFacts;
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
        return EventBody.verdict(
                settings.origin(),
                Notifications.summed(
                        Notifications.warning(), "orders-db: 3 of 4 checks passed; recovery mode needs attention"),
                new WatchFacts(
                        "w-1",
                        "orders-db",
                        Map.of("env", "prod"),
                        "default",
                        Notifications.NOW.minus(Duration.ofMinutes(10)),
                        17,
                        Duration.ofSeconds(192),
                        List.of(),
                        Optional.of(URI.create("https://wiki.example.com/runbooks/precheck"))),
                Optional.of(new PreviousVerdict(
                        Outcome.FAILED,
                        Notifications.NOW.minus(Duration.ofHours(2)),
                        Set.of("SQL_SERVER_DB_NOT_ONLINE", "SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE"))));
    }

    /** Another message that pages show: what failed, after a warning. */
    public static Message failed() {
        Verdict verdict = Notifications.verdict(
                Outcome.FAILED,
                List.of(Notifications.instance(
                        Notifications.item("OSS_INTERNAL_ENDPOINT_CONNECTIVITY", "PASSED"),
                        Notifications.item("SERVICE_CONNECTIVITY", "FAILED"),
                        Notifications.item("SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE", "PASSED"),
                        Notifications.item("SQL_SERVER_DB_NOT_ONLINE", "PASSED"))),
                Optional.empty(),
                Optional.empty());
        return EventBody.verdict(
                new NotifySettings(
                                "production", Optional.of(URI.create("https://prechecks.example.com")), "1", List.of())
                        .origin(),
                Notifications.summed(verdict, "orders-db: 3 of 4 checks passed; control network connectivity failed"),
                Notifications.withRunbook(
                        Notifications.watch(Map.of("env", "prod")), "https://wiki.example.com/prechecks"),
                Optional.of(new PreviousVerdict(
                        Outcome.WARNING,
                        Notifications.NOW.minus(Duration.ofHours(2)),
                        Set.of("SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE"))));
    }

    /**
     * Loads the page's only example.
     *
     * @param secrets what the files of {@code /run/secrets} hold, by their names
     */
    public LoadedConfig loadExample(Path folder, Map<String, String> secrets) throws IOException, ConfigException {
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            Files.writeString(folder.resolve(secret.getKey()), secret.getValue());
        }
        List<String> examples = examples("application.yaml");
        assertThat(examples).hasSize(1);
        Files.writeString(
                folder.resolve("application.yaml"), examples.get(0).replace("/run/secrets", folder.toString()));
        Files.writeString(folder.resolve("tasks.yaml"), "tasks: [{ task-id: t, instance-uuid: i, uni-region-id: r }]");
        return ConfigLoader.load(folder, Map.of());
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
