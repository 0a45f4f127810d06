package io.github.precheckwatcher.notify.kind.slack;

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
import io.github.precheckwatcher.notify.http.HttpNotifier.Signer;
import io.github.precheckwatcher.notify.text.MessageRenderer;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/** The kind {@code slack}: an incoming webhook of Slack, or of what takes the same messages. */
public final class SlackType implements RobotType {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,100}(/[A-Za-z0-9_-]{1,100}){2}");
    private static final RobotAddress ADDRESS = new RobotAddress(
            URI.create("https://hooks.slack.com"),
            "/services/",
            KEY,
            wrong -> "a Slack key is what stands behind /services/ in the webhook's address: T.../B.../...");

    /**
     * "One message a second, short bursts allowed" (Rate limits, docs.slack.dev). A refusal names its end in
     * {@code Retry-After}; {@code rate-limit-pause} counts only where it does not.
     */
    private static final RateLimits PACE =
            RateLimits.ofRobot(Duration.ofMinutes(1), new RateLimit(1, Duration.ofSeconds(1)));

    private final MessageRenderer renderer = MessageRenderer.of("slack", SlackText::escape);
    private final SlackBlocks blocks = new SlackBlocks(renderer);

    private final RobotPlatform platform = new RobotPlatform(
            "slack",
            Set.of(),
            SigningSecretForm.NONE,
            ADDRESS,
            PACE,
            SlackText::isMentionable,
            "Slack calls people by member id (U... or W..., from their profile) and groups by id (S...): write those, or all",
            renderer::mistake);

    @Override
    public RobotPlatform platform() {
        return platform;
    }

    @Override
    public String render(Message message, NotifierSettings settings) {
        return blocks.body(Event.of(message), settings.wording());
    }

    @Override
    public Notifier open(NotifierSettings settings, NotifierContext context) {
        // one message a second is what a webhook takes: one after the other keeps them in order too
        return new HttpNotifier(settings, context, 1, HttpNotifier.JSON, new SlackResponse(), Signer.NONE);
    }
}
