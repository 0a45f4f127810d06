package io.github.precheckwatcher.notify.outbox;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.FutureTime;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When messages were sent to a notifier, as its rate limits count them: the time of each attempt's end, and for one that
 * is under way the latest that this may be. Pure.
 */
final class SentTimes {
    private final NotifierSettings settings;

    SentTimes(NotifierSettings settings) {
        this.settings = requireNonNull(settings, "settings");
    }

    /** When a message reaches the platform is not known before its attempt has ended. */
    Optional<Instant> reserve(Instant now) {
        return settings.rateLimits().limits().isEmpty()
                ? Optional.empty()
                : Optional.of(now.plus(settings.transport().timeout()));
    }

    /** What the limits still look at; times that no right clock can have written are dropped. */
    List<Instant> recent(List<Instant> sent, Instant now) {
        Duration longest = settings.rateLimits().limits().stream()
                .map(RateLimit::span)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        Instant oldest = now.minus(longest);
        Duration reserved = settings.transport().timeout();
        return sent.stream()
                .filter(at -> at.isAfter(oldest) && !FutureTime.isWrong(at, now, reserved))
                .sorted()
                .toList();
    }

    static int within(List<Instant> sent, RateLimit limit, Instant now) {
        Instant from = now.minus(limit.span());
        return (int) sent.stream().filter(at -> at.isAfter(from)).count();
    }

    /** Without the reserved times of what was not sent. */
    static List<Instant> released(List<Instant> sent, int count, Instant at) {
        List<Instant> left = new ArrayList<>(sent);
        for (int i = count; i > 0; i--) {
            left.stream().filter(at::isBefore).min(Comparator.naturalOrder()).ifPresent(left::remove);
        }
        return left;
    }

    /**
     * A reserved time becomes the one at which the attempt ended: it reached the platform no later. Whose reservation is
     * whose is not kept; taking the earliest leaves the others no earlier than they were.
     */
    static List<Instant> settled(List<Instant> sent, Instant at) {
        List<Instant> settled = new ArrayList<>(sent);
        settled.stream().filter(at::isBefore).min(Comparator.naturalOrder()).ifPresent(reserved -> {
            settled.remove(reserved);
            settled.add(at);
        });
        settled.sort(Comparator.naturalOrder());
        return settled;
    }
}
