package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One notifier, checked.
 *
 * @param name the key under {@code watcher.notifiers}
 * @param kind its kind
 * @param url present for webhook, absent for log
 * @param secrets decoded signing keys, the newest first; none: unsigned
 * @param headers further request headers
 * @param timeout bounds a whole attempt, > 0
 * @param retry when failed attempts are tried again
 * @param publicOnly whether only public addresses may be connected to
 * @param contentType the body's content type
 * @param outcomes which outcomes go here; without {@code when}: {@link #DEFAULT_OUTCOMES}
 * @param match label matchers, all of which must hold
 * @param proxy an http proxy for this notifier
 */
public record NotifierSettings(
        String name,
        NotifierKind kind,
        Optional<URI> url,
        List<SigningSecret> secrets,
        Map<String, String> headers,
        Duration timeout,
        RetrySchedule retry,
        boolean publicOnly,
        String contentType,
        Set<Outcome> outcomes,
        List<LabelMatcher> match,
        Optional<URI> proxy) {
    /** What goes to a notifier that has no {@code when}: every outcome but CANCELLED. */
    public static final Set<Outcome> DEFAULT_OUTCOMES = Set.copyOf(EnumSet.complementOf(EnumSet.of(Outcome.CANCELLED)));

    public NotifierSettings {
        requireNonNull(name, "name");
        requireNonNull(kind, "kind");
        requireNonNull(url, "url");
        secrets = List.copyOf(secrets);
        headers = Map.copyOf(headers);
        requireNonNull(timeout, "timeout");
        requireNonNull(retry, "retry");
        requireNonNull(contentType, "contentType");
        outcomes = Set.copyOf(outcomes);
        match = List.copyOf(match);
        requireNonNull(proxy, "proxy");
    }

    /** Names the notifier and its kind; neither address, headers nor secrets. */
    @Override
    public String toString() {
        return "NotifierSettings[" + name + ", " + kind + "]";
    }
}
