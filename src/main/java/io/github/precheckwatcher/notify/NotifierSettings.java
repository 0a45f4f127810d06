package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.event.MessageType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One notifier, checked.
 *
 * @param name the key under {@code watcher.notifiers}
 * @param type its kind
 * @param transport how its receiver is reached
 * @param secrets decoded signing keys of a webhook, the newest first; none: unsigned
 * @param robotSecret a chat robot's own signing secret, as the platform shows it
 * @param recipients mail addresses; only of email
 * @param retry when failed attempts are tried again
 * @param routing which verdicts go here
 * @param events which messages beside verdicts go here: OPERATOR, SUMMARY
 * @param fallback the notifier that takes over what went DEAD here
 * @param wording how messages read
 * @param rateLimits how fast it may be called
 * @param alert how alerts are kept; only of alertmanager
 * @param alertLabels names of watch labels that alerts have too, and {@code severity}; only of alertmanager
 */
public record NotifierSettings(
        String name,
        NotifierType type,
        Transport transport,
        Secret<List<SigningSecret>> secrets,
        Secret<Optional<String>> robotSecret,
        List<String> recipients,
        RetrySchedule retry,
        Routing routing,
        Set<MessageType> events,
        Optional<String> fallback,
        Wording wording,
        RateLimits rateLimits,
        AlertTimes alert,
        List<String> alertLabels) {
    public NotifierSettings {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        requireNonNull(transport, "transport");
        requireNonNull(secrets, "secrets");
        requireNonNull(robotSecret, "robotSecret");
        recipients = List.copyOf(recipients);
        requireNonNull(retry, "retry");
        requireNonNull(routing, "routing");
        events = Set.copyOf(events);
        requireNonNull(fallback, "fallback");
        requireNonNull(wording, "wording");
        requireNonNull(rateLimits, "rateLimits");
        requireNonNull(alert, "alert");
        alertLabels = List.copyOf(alertLabels);
    }

    /** Longer than this no pause lasts, whoever asked for it. */
    public Duration longestPause() {
        return retry.retryAfterMax().compareTo(rateLimits.rateLimitPause()) < 0
                ? rateLimits.rateLimitPause()
                : retry.retryAfterMax();
    }

    /** Longer than this none of its deliveries waits: for a further try, the end of a pause, a digest or a lease. */
    public Duration longestWait() {
        return Stream.of(
                        retry.longestStep(),
                        longestPause(),
                        rateLimits.digest().flatMap(DigestSettings::groupWait).orElse(Duration.ZERO),
                        transport.lease())
                .max(Duration::compareTo)
                .orElseThrow();
    }

    /** Names the notifier and its kind; neither address, headers nor secrets. */
    @Override
    public String toString() {
        return "NotifierSettings[" + name + ", " + type.name() + "]";
    }
}
