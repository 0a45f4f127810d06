package io.github.precheckwatcher.notify.chat;

import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.OwnTemplate;
import io.github.precheckwatcher.notify.RateLimits;
import io.github.precheckwatcher.notify.Wording;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A kind whose receiver is a chat platform's robot: reached by a bare key or a whole address, called at the platform's own
 * rate, able to call people by name.
 */
public interface RobotType extends NotifierType {
    /** The keys that every robot takes, beside {@link #COMMON}. */
    Set<String> ROBOT_KEYS = Set.of(
            "headers",
            "targets",
            "proxy",
            "tls",
            "template-file",
            "mention",
            "mention-match",
            "rate-limit",
            "rate-limit-pause",
            "digest");

    /** What is particular to this platform; the same each time. */
    RobotPlatform platform();

    @Override
    default String name() {
        return platform().name();
    }

    @Override
    default Set<String> keys() {
        return Stream.concat(ROBOT_KEYS.stream(), platform().ownKeys().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    default Address address() {
        return Address.KEY_OR_URL;
    }

    @Override
    default SigningSecretForm secretForm() {
        return platform().secretForm();
    }

    @Override
    default URI addressOf(Optional<URI> baseUrl, String key) {
        return platform().address().of(baseUrl, key);
    }

    @Override
    default RateLimits rateLimits() {
        return platform().rateLimits();
    }

    @Override
    default List<Mistake> mistakes(NotifierSettings settings) {
        var mistakes = new ArrayList<Mistake>();
        Wording wording = settings.wording();
        if (!wording.mentions().ids().allMatch(platform().mentionable())) {
            mistakes.add(new Mistake("mention", platform().mentionHint()));
        }
        wording.template()
                .map(OwnTemplate::text)
                .flatMap(platform().templateMistake())
                .ifPresent(words -> mistakes.add(new Mistake("template-file", words)));
        return List.copyOf(mistakes);
    }
}
