package io.github.precheckwatcher.notify.dispatch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempted;
import java.util.List;

/** What is to be written of one notifier's attempts: what came of them and, of a dead delivery, its fallback's copy. */
final class AttemptEntries {
    private final NotifierSettings notifier;
    private final FollowUpDeliveries followUps;

    AttemptEntries(NotifierSettings notifier, FollowUpDeliveries followUps) {
        this.notifier = requireNonNull(notifier, "notifier");
        this.followUps = requireNonNull(followUps, "followUps");
    }

    /** All that is to be written. */
    Outbox.Attempts of(List<Attempted> attempts) {
        return plain(attempts.stream().map(this::withFallback).toList());
    }

    /**
     * The forms for a store that refuses an attempt for what is in it, the fullest first: whole, without the receiver's
     * words, and without what follows from it.
     */
    List<Outbox.Attempts> forms(Attempted attempt) {
        Attempted whole = withFallback(attempt);
        return List.of(
                plain(List.of(whole)),
                plain(List.of(whole.withoutWords())),
                plain(List.of(attempt.withoutWords())).withoutNews());
    }

    private Attempted withFallback(Attempted attempted) {
        return attempted.state() == Outbox.State.DEAD
                ? followUps
                        .fallback(notifier, attempted.delivery(), attempted.at())
                        .map(attempted::takenOverBy)
                        .orElse(attempted)
                : attempted;
    }

    private static Outbox.Attempts plain(List<Attempted> attempts) {
        return new Outbox.Attempts(attempts, true);
    }
}
