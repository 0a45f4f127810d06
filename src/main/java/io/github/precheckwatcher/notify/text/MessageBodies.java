package io.github.precheckwatcher.notify.text;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.event.Message;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Writes messages in the form of each notifier's kind. A kind or template that throws hits its own notifier alone: the
 * delivery is kept without a body, and its attempts fail on the ordinary schedule until one can be written. Thread safe.
 */
@ApplicationScoped
public class MessageBodies {
    private static final String STAGE = "render";

    private final FaultLog faults;
    private final BiFunction<Message, NotifierSettings, String> kinds;

    @Inject
    public MessageBodies(FaultLog faults) {
        this(faults, (message, notifier) -> notifier.type().render(message, notifier));
    }

    /** @param kinds writes a message as a notifier's kind does */
    public MessageBodies(FaultLog faults, BiFunction<Message, NotifierSettings, String> kinds) {
        this.faults = requireNonNull(faults, "faults");
        this.kinds = requireNonNull(kinds, "kinds");
    }

    /** The body; empty when it cannot be written now, which the log says once. */
    public Optional<String> write(Message message, NotifierSettings notifier) {
        Place place = Place.notifier(notifier.name(), STAGE);
        try {
            String body = kinds.apply(message, notifier);
            faults.worked(place);
            return Optional.of(body);
        } catch (RuntimeException | Error e) {
            faults.failed(place, e);
            return Optional.empty();
        }
    }
}
