package io.github.precheckwatcher.notify.feishu;

import io.github.precheckwatcher.notify.DigestSettings;
import io.github.precheckwatcher.notify.Limit;
import io.github.precheckwatcher.notify.Message;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.Pace;
import io.github.precheckwatcher.notify.RobotAddress;
import io.github.precheckwatcher.notify.Texts;
import io.github.precheckwatcher.notify.Wiring;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The kind {@code feishu}: a custom bot of a group in Feishu or Lark. */
public final class FeishuType implements NotifierType {
    private static final RobotAddress ADDRESS =
            new RobotAddress(URI.create("https://open.feishu.cn"), "/open-apis/bot/v2/hook/");

    /** open_id ({@code ou_...}) and user_id; custom bots know no others. */
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /**
     * "100 a minute, 5 a second; avoid full and half hours, else 11232" (Custom bot usage guide, open.feishu.cn); a little
     * less, as the platform's spans begin when they like. How long a refusal lasts is not written anywhere.
     */
    private static final Pace PACE = new Pace(
            List.of(new Limit(4, Duration.ofSeconds(1)), new Limit(90, Duration.ofMinutes(1))),
            Duration.ofMinutes(1),
            Optional.of(new DigestSettings(Duration.ofMinutes(1), List.of(), Optional.empty())));

    private final Texts texts = Texts.of("feishu", FeishuMarkdown::escape);
    private final FeishuCard card = new FeishuCard(texts);

    @Override
    public Set<String> keys() {
        return Set.of(
                "headers",
                "targets",
                "proxy",
                "tls",
                "template-file",
                "mention",
                "mention-match",
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

    /** Lark's base address is {@code https://open.larksuite.com}. */
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
        if (!settings.wording().mentions().ids().allMatch(id -> USER.matcher(id).matches())) {
            mistakes.add(
                    new Mistake("mention", "Feishu calls people by open_id (ou_...) or user_id: write those, or all"));
        }
        settings.wording()
                .template()
                .flatMap(texts::mistake)
                .ifPresent(wrong -> mistakes.add(new Mistake("template-file", wrong)));
        return List.copyOf(mistakes);
    }

    @Override
    public String render(Message message, NotifierSettings settings) {
        return card.body(message, settings.wording());
    }

    @Override
    public Notifier open(NotifierSettings settings, Wiring wiring) {
        return new FeishuNotifier(settings, wiring);
    }
}
