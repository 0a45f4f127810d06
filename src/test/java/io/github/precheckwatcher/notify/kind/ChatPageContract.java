package io.github.precheckwatcher.notify.kind;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.Page;
import io.github.precheckwatcher.notify.RobotMessages;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.precheck.Outcome;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of a chat platform below docs/notifiers: the message that it shows is the one that arrives. */
public abstract class ChatPageContract {
    protected static final Clock CLOCK = Clock.fixed(Notifications.NOW, ZoneOffset.UTC);

    private final Platform platform;
    private final Page page;

    /**
     * What differs between the platforms.
     *
     * @param called who the page's message calls
     * @param secret what its robot signs with
     * @param files the page's secret files, by name
     * @param notifiers how many its configuration has
     */
    public record Platform(
            NotifierKind kind, String called, Optional<String> secret, Map<String, String> files, int notifiers) {}

    protected ChatPageContract(Platform platform) {
        this.platform = platform;
        this.page = Page.of(platform.kind().name().toLowerCase(Locale.ROOT));
    }

    /** What a stand-in of the platform shows once a message was sent to its address. */
    protected abstract String shown(Consumer<URI> sending) throws Exception;

    @ParameterizedTest
    @EnumSource(Language.class)
    void the_page_shows_a_message_as_it_arrives(Language language) throws Exception {
        page.assertMessage(language, shown(uri -> send(settings(uri, language))));
    }

    @Test
    void the_pages_configuration_loads_without_a_warning(@TempDir Path folder) throws Exception {
        LoadedConfig config = page.loadExample(folder, platform.files());

        assertThat(config.warnings()).isEmpty();
        assertThat(config.notifiers().notifiers()).hasSize(platform.notifiers()).allSatisfy(notifier -> {
            assertThat(notifier.type()).isEqualTo(platform.kind().type());
            assertThat(notifier.transport().urls().get().get(0).toString()).startsWith("https://");
        });
    }

    private static void send(NotifierSettings settings) {
        Vertx vertx = Vertx.vertx();
        try (Notifier notifier = settings.type().open(settings, new NotifierContext("1", vertx, CLOCK))) {
            String body = settings.type().render(Page.failed(), settings);
            var delivery = new Delivery("d", Page.failed(), settings.name(), body, Notifications.NOW, 0, 1);
            assertThat(notifier.send(delivery).await().atMost(Duration.ofSeconds(20)))
                    .isEqualTo(new Delivered(200));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private NotifierSettings settings(URI uri, Language language) {
        NotifierSettings settings =
                Notifications.notifier("n", platform.kind(), Optional.of(uri), Duration.ofSeconds(10));
        var mentions = new Mentions(Map.of(Outcome.FAILED, List.of(platform.called())), List.of());
        return Notifications.robot(
                settings, Secret.fixed(platform.secret()), RobotMessages.wording(language, mentions));
    }
}
