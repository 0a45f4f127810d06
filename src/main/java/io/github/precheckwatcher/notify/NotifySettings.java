package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.event.Origin;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All notifiers, and what every message says of where it comes from.
 *
 * @param environment shown in every message
 * @param publicUrl where people reach the daemon's own pages; messages then carry a link
 * @param version this program's version, for the user-agent
 * @param notifiers in the file's order, names unique
 */
public record NotifySettings(
        String environment, Optional<URI> publicUrl, String version, List<NotifierSettings> notifiers)
        implements CurrentNotifySettings {
    public NotifySettings {
        requireNonNull(environment, "environment");
        requireNonNull(publicUrl, "publicUrl");
        requireNonNull(version, "version");
        notifiers = List.copyOf(notifiers);
    }

    /** These, for ever. */
    @Override
    public NotifySettings settings() {
        return this;
    }

    /** The notifier of that name. */
    public Optional<NotifierSettings> find(String name) {
        return notifiers.stream()
                .filter(notifier -> notifier.name().equals(name))
                .findFirst();
    }

    /** What to say to who named a notifier that does not exist: which there are. */
    public String unknown(String name) {
        return "no notifier is called " + name + "; there are "
                + notifiers.stream().map(NotifierSettings::name).collect(Collectors.joining(", "));
    }

    /** Where events come from. */
    public Origin origin() {
        return new Origin(environment, publicUrl);
    }
}
