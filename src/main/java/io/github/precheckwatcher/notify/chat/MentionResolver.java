package io.github.precheckwatcher.notify.chat;

import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.MessageStatus;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whom a message calls by name. */
public final class MentionResolver {
    private MentionResolver() {}

    /**
     * For a verdict those of its outcome and labels; for a digest those of all its members, each once; for a sample, a
     * summary and news of the daemon itself nobody. {@link Mentions#ALL} stands alone.
     */
    public static Set<String> by(Event event, Mentions mentions) {
        var called = new LinkedHashSet<String>();
        switch (event.message().type()) {
            case VERDICT -> called.addAll(of(event.status(), event.labels(), mentions));
            case DIGEST ->
                event.digest()
                        .members()
                        .forEach(member -> called.addAll(of(member.status(), member.labels(), mentions)));
            case OPERATOR, SUMMARY, TEST -> {}
        }
        return called.contains(Mentions.ALL) ? Set.of(Mentions.ALL) : called;
    }

    private static Set<String> of(Optional<MessageStatus> status, Map<String, String> labels, Mentions mentions) {
        return status.flatMap(MessageStatus::outcome)
                .map(outcome -> mentions.of(outcome, labels))
                .orElse(Set.of());
    }
}
