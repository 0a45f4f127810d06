package io.github.precheckwatcher.notify.wecom;

import io.github.precheckwatcher.notify.DigestSettings;
import io.github.precheckwatcher.notify.Limit;
import io.github.precheckwatcher.notify.Message;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.Pace;
import io.github.precheckwatcher.notify.RobotAddress;
import io.github.precheckwatcher.notify.Wiring;
import io.github.precheckwatcher.notify.Wording;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The kind {@code wecom}. */
public final class WecomType implements NotifierType {
    private static final RobotAddress ADDRESS =
            new RobotAddress(URI.create("https://qyapi.weixin.qq.com"), "/cgi-bin/webhook/send?key=");

    /** What the platform allows in a member's id. */
    private static final Pattern MEMBER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}");

    /** Below the platform's 20 a minute, for others may use the robot too. */
    private static final Pace PACE = new Pace(
            List.of(new Limit(15, Duration.ofMinutes(1))),
            Duration.ofMinutes(1),
            Optional.of(new DigestSettings(Duration.ofMinutes(1), List.of(), Optional.empty())));

    @Override
    public Set<String> keys() {
        return Set.of(
                "headers",
                "targets",
                "proxy",
                "tls",
                "mention",
                "mention-match",
                "template-file",
                "limit",
                "ban",
                "digest");
    }

    @Override
    public Address address() {
        return Address.KEY_OR_URL;
    }

    @Override
    public URI addressOf(Optional<URI> baseUrl, String key) {
        return ADDRESS.of(baseUrl, key);
    }

    @Override
    public Pace pace() {
        return PACE;
    }

    @Override
    public int messages(String body) {
        return WecomBody.messages(body).size();
    }

    @Override
    public List<Mistake> mistakes(NotifierSettings settings) {
        var mistakes = new ArrayList<Mistake>();
        Wording wording = settings.wording();
        if (!wording.mentions().ids().allMatch(id -> MEMBER.matcher(id).matches())) {
            mistakes.add(new Mistake(
                    "mention",
                    "WeCom calls people by their member id (letters, digits and _-@. alone): write each as"
                            + " zhangsan, or all"));
        }
        wording.template()
                .flatMap(WecomBody::mistake)
                .ifPresent(words -> mistakes.add(new Mistake("template-file", words)));
        return mistakes;
    }

    @Override
    public String render(Message message, NotifierSettings settings) {
        return WecomBody.of(message, settings.wording());
    }

    @Override
    public Notifier open(NotifierSettings settings, Wiring wiring) {
        return new WecomNotifier(settings, wiring);
    }
}
