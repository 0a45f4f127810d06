package io.github.precheckwatcher.notify.chat;

import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.OwnTemplate;
import io.github.precheckwatcher.notify.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    @Override
    default Set<String> keys() {
        return ROBOT_KEYS;
    }

    @Override
    default Address address() {
        return Address.KEY_OR_URL;
    }

    /** Whether the platform can call somebody by this id. */
    boolean isMentionable(String id);

    /** How the platform wants its ids, for who wrote another; shows none. */
    String mentionHint();

    /** What is wrong with an operator's template. */
    Optional<String> templateMistake(String template);

    @Override
    default List<Mistake> mistakes(NotifierSettings settings) {
        var mistakes = new ArrayList<Mistake>();
        Wording wording = settings.wording();
        if (!wording.mentions().ids().allMatch(this::isMentionable)) {
            mistakes.add(new Mistake("mention", mentionHint()));
        }
        wording.template()
                .map(OwnTemplate::text)
                .flatMap(this::templateMistake)
                .ifPresent(words -> mistakes.add(new Mistake("template-file", words)));
        return List.copyOf(mistakes);
    }
}
