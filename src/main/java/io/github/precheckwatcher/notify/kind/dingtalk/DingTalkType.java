package io.github.precheckwatcher.notify.kind.dingtalk;

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
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/** The kind {@code dingtalk}. */
public final class DingTalkType implements RobotType {
    /** A mobile number, with its country's number before it outside of mainland China ({@code +852-...}). */
    private static final Pattern MOBILE = Pattern.compile("\\+?[0-9][0-9-]{4,19}");

    /**
     * Below the platform's 20 a minute, for others may use the robot too. Above it the platform refuses the robot for ten
     * minutes (as third parties quote it).
     */
    private static final RateLimits PACE =
            RateLimits.ofRobot(Duration.ofMinutes(10), new RateLimit(15, Duration.ofMinutes(1)));

    private static final RobotPlatform PLATFORM = new RobotPlatform(
            "dingtalk",
            Set.of("keyword"), // a robot guarded by keyword wants it in each text
            SigningSecretForm.PLAIN,
            RobotAddress.ofToken(URI.create("https://oapi.dingtalk.com"), "/robot/send?access_token="),
            PACE,
            MOBILE.asMatchPredicate(),
            "DingTalk calls people by mobile number: write each as '13800000000' or '+852-50000000', in quotes, or all",
            DingTalkBody::mistake);

    @Override
    public RobotPlatform platform() {
        return PLATFORM;
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
                        .map(secret -> plain.to(DingTalkSignature.signed(plain.address(), secret, now)))
                        .orElse(plain));
    }
}
