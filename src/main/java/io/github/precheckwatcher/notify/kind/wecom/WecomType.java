package io.github.precheckwatcher.notify.kind.wecom;

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
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/** The kind {@code wecom}. */
public final class WecomType implements RobotType {
    /** What the platform allows in a member's id. */
    private static final Pattern MEMBER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}");

    /** Below the platform's 20 a minute, for others may use the robot too. */
    private static final RateLimits PACE =
            RateLimits.ofRobot(Duration.ofMinutes(1), new RateLimit(15, Duration.ofMinutes(1)));

    private static final RobotPlatform PLATFORM = new RobotPlatform(
            "wecom",
            Set.of(),
            SigningSecretForm.NONE,
            RobotAddress.ofToken(URI.create("https://qyapi.weixin.qq.com"), "/cgi-bin/webhook/send?key="),
            PACE,
            MEMBER.asMatchPredicate(),
            "WeCom calls people by their member id (letters, digits and _-@. alone): write each as zhangsan, or all",
            WecomBody::mistake);

    @Override
    public RobotPlatform platform() {
        return PLATFORM;
    }

    @Override
    public int messages(String body) {
        return WecomBody.messages(body).size();
    }

    @Override
    public String render(Message message, NotifierSettings settings) {
        return WecomBody.of(Event.of(message), settings.wording());
    }

    @Override
    public Notifier open(NotifierSettings settings, NotifierContext context) {
        return new WecomNotifier(settings, context);
    }
}
