package io.github.precheckwatcher.notify.feishu;

import io.github.precheckwatcher.notify.DigestSettings;
import io.github.precheckwatcher.notify.Limit;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.Message;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.Pace;
import io.github.precheckwatcher.notify.Wiring;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The kind {@code feishu}: a custom bot of a group in Feishu or Lark. */
public final class FeishuType implements NotifierType {
    private static final URI FEISHU = URI.create("https://open.feishu.cn");
    private static final String PATH = "/open-apis/bot/v2/hook";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._~-]{1,200}");

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

    private final FeishuCard card = new FeishuCard();

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
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("a Feishu key is what stands behind /hook/ in the bot's webhook address");
        }
        String base = baseUrl.orElse(FEISHU).toString().replaceFirst("/+$", "");
        return URI.create(base + (base.endsWith(PATH) ? "" : PATH) + '/' + key);
    }

    @Override
    public Pace pace() {
        return PACE;
    }

    @Override
    public List<Mistake> mistakes(NotifierSettings settings) {
        return settings.wording().mentions().everybody().stream()
                .filter(id -> !id.equals(Mentions.ALL) && !USER.matcher(id).matches())
                .map(id -> new Mistake(
                        "mention", '"' + id + "\" is neither all, an open_id (ou_...) nor a user_id of Feishu"))
                .toList();
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
