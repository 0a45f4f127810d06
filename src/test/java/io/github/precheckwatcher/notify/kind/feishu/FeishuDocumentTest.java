package io.github.precheckwatcher.notify.kind.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Fixtures;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.Page;
import io.github.precheckwatcher.notify.RobotMessages;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.precheck.Outcome;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds docs/notifiers/feishu.md: the message that it shows is the one that arrives. */
class FeishuDocumentTest {
    private static final Page PAGE = Page.of("feishu");
    private static final Map<String, String> SECRETS = Map.of(
            "feishu-key",
            FakeFeishu.KEY,
            "feishu-sign",
            "secret",
            "lark-url",
            "https://open.larksuite.com/open-apis/bot/v2/hook/" + FakeFeishu.KEY);
    private static final Clock CLOCK = Clock.fixed(Fixtures.NOW, ZoneOffset.UTC);

    @ParameterizedTest
    @EnumSource(Language.class)
    void the_page_shows_a_message_as_it_arrives(Language language) throws Exception {
        Vertx vertx = Vertx.vertx();
        try (var bot = FakeFeishu.signed(CLOCK, "secret")) {
            NotifierSettings settings = settings(bot.uri(), language);
            try (Notifier notifier = settings.type().open(settings, new NotifierContext("1", vertx, CLOCK))) {
                Message message = Page.failed();
                String body = settings.type().render(message, settings);
                var delivery = new Delivery("d", message, settings.name(), body, Fixtures.NOW, 0, 1);
                assertThat(notifier.send(delivery).await().atMost(Duration.ofSeconds(20)))
                        .isEqualTo(new Delivered(200));
            }
            FakeFeishu.Message arrived = bot.messages().get(0);

            PAGE.assertMessage(language, arrived.title() + "\n\n" + arrived.shown());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void the_pages_configuration_loads_without_a_warning(@TempDir Path folder) throws Exception {
        LoadedConfig config = PAGE.loadExample(folder, SECRETS);

        assertThat(config.warnings()).isEmpty();
        assertThat(config.notifiers().notifiers()).hasSize(2).allSatisfy(notifier -> {
            assertThat(notifier.type()).isEqualTo(NotifierKind.FEISHU.type());
            assertThat(notifier.transport().urls().get().get(0).toString()).startsWith("https://");
        });
    }

    private static NotifierSettings settings(URI uri, Language language) {
        NotifierSettings settings =
                Fixtures.notifier("fei", NotifierKind.FEISHU, Optional.of(uri), Duration.ofSeconds(10));
        var wording = RobotMessages.wording(
                language,
                new Mentions(Map.of(Outcome.FAILED, List.of("ou_84aad35d084aa403a838cf73ee18467")), List.of()));
        return Fixtures.robot(settings, Secret.fixed(Optional.of("secret")), wording);
    }
}
