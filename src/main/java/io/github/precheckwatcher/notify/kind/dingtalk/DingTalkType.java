package io.github.precheckwatcher.notify.kind.dingtalk;

import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.RateLimit;
import io.github.precheckwatcher.notify.RateLimits;
import io.github.precheckwatcher.notify.chat.RobotAddress;
import io.github.precheckwatcher.notify.chat.RobotType;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.http.HttpNotifier;
import io.github.precheckwatcher.notify.http.HttpNotifier.Request;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kind {@code dingtalk}. */
public final class DingTalkType implements RobotType {
    private static final RobotAddress ADDRESS =
            new RobotAddress(URI.create("https://oapi.dingtalk.com"), "/robot/send?access_token=");

    /** A mobile number, with its country's number before it outside of mainland China ({@code +852-...}). */
    private static final Pattern MOBILE = Pattern.compile("\\+?[0-9][0-9-]{4,19}");

    /**
     * Below the platform's 20 a minute, for others may use the robot too. Above it the platform refuses the robot for ten
     * minutes (as third parties quote it).
     */
    private static final RateLimits PACE =
            RateLimits.ofRobot(Duration.ofMinutes(10), new RateLimit(15, Duration.ofMinutes(1)));

    /** A robot guarded by keyword wants it in each text. */
    @Override
    public String name() {
        return "dingtalk";
    }

    @Override
    public Set<String> keys() {
        return Stream.concat(ROBOT_KEYS.stream(), Stream.of("keyword")).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public SigningSecretForm secretForm() {
        return SigningSecretForm.PLAIN;
    }

    @Override
    public URI addressOf(Optional<URI> baseUrl, String key) {
        return ADDRESS.of(baseUrl, key);
    }

    @Override
    public RateLimits rateLimits() {
        return PACE;
    }

    @Override
    public boolean isMentionable(String id) {
        return MOBILE.matcher(id).matches();
    }

    @Override
    public String mentionHint() {
        return "DingTalk calls people by mobile number: write each as '13800000000' or '+852-50000000', in"
                + " quotes, or all";
    }

    @Override
    public Optional<String> templateMistake(String template) {
        return DingTalkBody.mistake(template);
    }

    @Override
    public String render(Message message, NotifierSettings settings) {
        return DingTalkBody.of(Event.of(message), settings.wording());
    }

    @Override
    public Notifier open(NotifierSettings settings, NotifierContext context) {
        return new HttpNotifier(
                settings,
                context,
                1,
                HttpNotifier.JSON,
                DingTalkCodes.ANSWERS,
                (plain, eventId, now) -> settings.robotSecret()
                        .get()
                        .map(secret -> DingTalkSignature.signed(plain.address(), secret, now))
                        .map(address -> new Request(address, plain.headers(), plain.body()))
                        .orElse(plain));
    }
}
