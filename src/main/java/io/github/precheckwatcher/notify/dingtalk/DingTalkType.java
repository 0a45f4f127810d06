package io.github.precheckwatcher.notify.dingtalk;

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

/** The kind {@code dingtalk}. */
public final class DingTalkType implements NotifierType {
    private static final RobotAddress ADDRESS =
            new RobotAddress(URI.create("https://oapi.dingtalk.com"), "/robot/send?access_token=");

    /** A mobile number, with its country's number before it outside of mainland China ({@code +852-...}). */
    private static final Pattern MOBILE = Pattern.compile("\\+?[0-9][0-9-]{4,19}");

    /**
     * Below the platform's 20 a minute, for others may use the robot too. Above it the platform refuses the robot for ten
     * minutes (as third parties quote it).
     */
    private static final Pace PACE = new Pace(
            List.of(new Limit(15, Duration.ofMinutes(1))),
            Duration.ofMinutes(10),
            Optional.of(new DigestSettings(Duration.ofMinutes(1), List.of(), Optional.empty())));

    @Override
    public Set<String> keys() {
        return Set.of(
                "headers",
                "targets",
                "proxy",
                "tls",
                "keyword",
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
    public SigningSecretForm secretForm() {
        return SigningSecretForm.PLAIN;
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
    public List<Mistake> mistakes(NotifierSettings settings) {
        var mistakes = new ArrayList<Mistake>();
        Wording wording = settings.wording();
        if (!wording.mentions().ids().allMatch(id -> MOBILE.matcher(id).matches())) {
            mistakes.add(new Mistake(
                    "mention",
                    "DingTalk calls people by mobile number: write each as '13800000000' or '+852-50000000', in"
                            + " quotes, or all"));
        }
        wording.template()
                .flatMap(DingTalkBody::mistake)
                .ifPresent(words -> mistakes.add(new Mistake("template-file", words)));
        return mistakes;
    }

    @Override
    public String render(Message message, NotifierSettings settings) {
        return DingTalkBody.of(message, settings.wording());
    }

    @Override
    public Notifier open(NotifierSettings settings, Wiring wiring) {
        return new DingTalkNotifier(settings, wiring);
    }
}
