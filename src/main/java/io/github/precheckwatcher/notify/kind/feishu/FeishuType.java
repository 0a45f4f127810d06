package io.github.precheckwatcher.notify.kind.feishu;

import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.RateLimit;
import io.github.precheckwatcher.notify.RateLimits;
import io.github.precheckwatcher.notify.chat.RobotAddress;
import io.github.precheckwatcher.notify.chat.RobotPlatform;
import io.github.precheckwatcher.notify.chat.RobotType;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.http.HttpNotifier;
import io.github.precheckwatcher.notify.text.MessageRenderer;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/** The kind {@code feishu}: a custom bot of a group in Feishu or Lark. */
public final class FeishuType implements RobotType {
    /** A bot takes five messages a second. */
    private static final int SLOTS = 4;

    /** open_id ({@code ou_...}) and user_id; custom bots know no others. */
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /**
     * "100 a minute, 5 a second; avoid full and half hours, else 11232" (Custom bot usage guide, open.feishu.cn); a little
     * less, as the platform's spans begin when they like. How long a refusal lasts is not written anywhere.
     */
    private static final RateLimits PACE = RateLimits.ofRobot(
            Duration.ofMinutes(1), new RateLimit(4, Duration.ofSeconds(1)), new RateLimit(90, Duration.ofMinutes(1)));

    private final MessageRenderer renderer = MessageRenderer.of("feishu", FeishuMarkdown::escape);
    private final FeishuCard card = new FeishuCard(renderer);

    /** Lark's base address is {@code https://open.larksuite.com}. */
    private final RobotPlatform platform = new RobotPlatform(
            "feishu",
            Set.of(),
            SigningSecretForm.PLAIN,
            RobotAddress.ofToken(URI.create("https://open.feishu.cn"), "/open-apis/bot/v2/hook/"),
            PACE,
            USER.asMatchPredicate(),
            "Feishu calls people by open_id (ou_...) or user_id: write those, or all",
            renderer::mistake);

    @Override
    public RobotPlatform platform() {
        return platform;
    }

    @Override
    public String render(Message message, NotifierSettings settings) {
        return card.body(Event.of(message), settings.wording());
    }

    @Override
    public Notifier open(NotifierSettings settings, NotifierContext context) {
        return new HttpNotifier(
                settings,
                context,
                SLOTS,
                HttpNotifier.JSON,
                new FeishuResponse(),
                (plain, eventId, now) -> settings.robotSecret()
                        .get()
                        .map(secret -> plain.with(FeishuSignature.into(plain.body(), secret, now)))
                        .orElse(plain));
    }
}
