package io.github.precheckwatcher.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.EventBody;
import io.github.precheckwatcher.notify.Fixtures;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.Message;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierKind;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.Previous;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.WatchFacts;
import io.github.precheckwatcher.notify.Wiring;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.registration.ConfigLoader;
import io.github.precheckwatcher.registration.LoadedConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds docs/notifiers/slack.md: the message that it shows is the one that arrives. */
class SlackDocumentTest {
    private static final Path PAGE = Path.of("docs/notifiers/slack.md");
    private static final Map<String, String> SECRETS =
            Map.of("slack-url", "https://hooks.slack.com/services/" + SlackStandIn.KEY);
    private static final Clock CLOCK = Clock.fixed(Fixtures.NOW, ZoneOffset.UTC);

    @ParameterizedTest
    @EnumSource(Language.class)
    void the_page_shows_a_message_as_it_arrives(Language language) throws Exception {
        Vertx vertx = Vertx.vertx();
        try (var slack = new SlackStandIn(CLOCK)) {
            NotifierSettings settings = settings(slack.uri(), language);
            try (Notifier notifier = settings.kind().type().open(settings, new Wiring("1", vertx, CLOCK))) {
                Message message = failed();
                String body = settings.kind().type().render(message, settings);
                var delivery = new Delivery("d", message, settings.name(), body, Fixtures.NOW, 0, 1);
                assertThat(notifier.send(delivery).await().atMost(Duration.ofSeconds(20)))
                        .isEqualTo(new Delivered(200));
            }
            SlackStandIn.Message arrived = slack.messages().get(0);

            assertThat(Files.readString(PAGE))
                    .contains("<!-- message: " + language.tag() + " -->\n```text\n" + arrived.shown() + "\n```");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void the_pages_configuration_loads_without_a_warning(@TempDir Path folder) throws Exception {
        String page = Files.readString(PAGE);
        String begin = "<!-- example: application.yaml -->\n```yaml\n";
        int at = page.indexOf(begin) + begin.length();
        String example = page.substring(at, page.indexOf("```", at));
        SECRETS.forEach((file, content) -> write(folder.resolve(file), content));
        write(folder.resolve("application.yaml"), example.replace("/run/secrets", folder.toString()));
        write(folder.resolve("tasks.yaml"), "tasks: [{ task-id: t, instance-uuid: i, uni-region-id: r }]");

        LoadedConfig config = ConfigLoader.load(folder, Map.of());

        assertThat(config.warnings()).isEmpty();
        assertThat(config.notifiers().notifiers()).hasSize(1).allSatisfy(notifier -> {
            assertThat(notifier.kind()).isEqualTo(NotifierKind.SLACK);
            assertThat(notifier.transport().urls().get().get(0).toString()).startsWith("https://");
        });
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Message failed() {
        Verdict some = Fixtures.verdict(
                Outcome.FAILED,
                List.of(Fixtures.instance(
                        Fixtures.item("OSS_INTERNAL_ENDPOINT_CONNECTIVITY", "PASSED"),
                        Fixtures.item("SERVICE_CONNECTIVITY", "FAILED"),
                        Fixtures.item("SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE", "PASSED"),
                        Fixtures.item("SQL_SERVER_DB_NOT_ONLINE", "PASSED"))),
                Optional.empty(),
                Optional.empty());
        var verdict = new Verdict(
                some.id(),
                some.outcome(),
                "orders-db: 3 of 4 checks passed; control network connectivity failed",
                some.ref(),
                some.state(),
                some.progress(),
                some.createdTime(),
                some.updatedTime(),
                some.completedTime(),
                some.observedAt(),
                some.instances(),
                some.problem(),
                some.requestId(),
                some.rawResult());
        WatchFacts watch = Fixtures.watch(Map.of("env", "prod"));
        return EventBody.verdict(
                new NotifySettings(
                        "production", Optional.of(URI.create("https://prechecks.example.com")), "1", List.of()),
                verdict,
                new WatchFacts(
                        watch.id(),
                        watch.name(),
                        watch.labels(),
                        watch.account(),
                        watch.registeredAt(),
                        watch.polls(),
                        watch.took(),
                        watch.notifiers(),
                        Optional.of(URI.create("https://wiki.example.com/prechecks"))),
                Optional.of(new Previous(
                        Outcome.WARNING,
                        Fixtures.NOW.minus(Duration.ofHours(2)),
                        Set.of("SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE"))));
    }

    private static NotifierSettings settings(URI uri, Language language) {
        NotifierSettings settings =
                Fixtures.notifier("slack", NotifierKind.SLACK, Optional.of(uri), Duration.ofSeconds(10));
        var wording = new Wording(
                language,
                ZoneId.of("Asia/Shanghai"),
                Optional.empty(),
                "application/json",
                Optional.empty(),
                new Mentions(Map.of(Outcome.FAILED, List.of("U012AB3CD")), List.of()));
        return Fixtures.robot(settings, Secret.fixed(Optional.empty()), wording);
    }
}
