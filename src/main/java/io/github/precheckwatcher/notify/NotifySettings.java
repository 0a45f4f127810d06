package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * All notifiers, and what every message says of where it comes from.
 *
 * @param environment shown in every message
 * @param version this program's version, for the user-agent
 * @param notifiers in the file's order, names unique
 */
public record NotifySettings(String environment, String version, List<NotifierSettings> notifiers) {
    public NotifySettings {
        requireNonNull(environment, "environment");
        requireNonNull(version, "version");
        notifiers = List.copyOf(notifiers);
    }
}
