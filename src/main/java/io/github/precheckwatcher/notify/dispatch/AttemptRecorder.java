package io.github.precheckwatcher.notify.dispatch;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.log.StoreFault;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempted;
import io.github.precheckwatcher.notify.outbox.RulesUnderLock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Writes back what came of one notifier's attempts, together; what cannot be written is kept until it can. An entry that
 * the store refuses, while it takes others, is given up in the end: its lease runs out, and the delivery is made again.
 * Blocks. Not thread safe: a {@link NotifierWorker} owns it.
 */
final class AttemptRecorder {
    private static final Logger LOG = Logger.getLogger(AttemptRecorder.class);

    /** After so many failures of the whole, entries are written one by one. */
    private static final int TRIES_TOGETHER = 3;

    private static final int MAX_UNRECORDED = 100;

    private final NotifierSettings notifier;
    private final RulesUnderLock rules;
    private final AttemptEntries entries;
    private final Outbox outbox;
    private final DeliveryMeters meters;
    private final DeliveryOutage outage;
    private final FaultLog faults;
    private final Place place;

    private final Deque<Attempted> waiting = new ArrayDeque<>();
    /** Of those that wait: whom the store refused even alone. */
    private final Set<Attempted> refused = new HashSet<>();

    /** Of which deliveries the log says that an attempt was given up. */
    private final Set<String> unrecorded = new HashSet<>();

    private int failures;
    private boolean broken;

    AttemptRecorder(
            NotifierSettings notifier,
            RulesUnderLock rules,
            FollowUpDeliveries followUps,
            Outbox outbox,
            DeliveryMeters meters,
            FaultLog faults) {
        this.notifier = notifier;
        this.rules = rules;
        this.entries = new AttemptEntries(notifier, followUps);
        this.outbox = outbox;
        this.meters = meters;
        this.outage = new DeliveryOutage(notifier);
        this.faults = faults;
        this.place = Place.notifier(notifier.name(), "follow-up");
    }

    void add(Attempted attempted) {
        waiting.add(attempted);
    }

    /** How many wait to be written. */
    int waiting() {
        return waiting.size();
    }

    /** Whether all that waits was refused alone: perhaps it is not the store that is at fault. */
    boolean onlyRefusedWait() {
        return refused.size() == waiting.size();
    }

    /** Writes what waits; whether nothing is left. */
    boolean write() {
        try {
            if (!waiting.isEmpty()) {
                if (failures < TRIES_TOGETHER) {
                    recordTogether();
                } else {
                    oneByOne(false);
                }
            }
        } catch (RuntimeException | Error e) {
            failures++;
            broken = faults.failed(place, e);
        }
        return waiting.isEmpty();
    }

    /** Whether what waits cannot be written, and it is not the store that is at fault. */
    boolean broken() {
        return broken;
    }

    /**
     * Writes what waits and claims, in one transaction: each costs the store the same, however much is in it.
     *
     * @return empty when it did not: what the store has refused before goes alone, and after a failure of the two together
     *     each of them shows whether it is the one
     */
    Optional<Outbox.Claimed> writeAndClaim(Outbox.Claim claim) {
        if (failures > 0) {
            return Optional.empty();
        }
        List<Attempted> attempts = List.copyOf(waiting);
        Outbox.Claimed claimed;
        try {
            claimed = outbox.recordAndClaim(notifier.name(), rules, entries.of(attempts), claim);
        } catch (RuntimeException | Error e) {
            if (FaultLog.isFatal(e)) {
                throw e;
            }
            // a claim that cannot be made must not keep what was sent from being written
            LOG.debugf(e, "delivery notifier=%s not recorded together with a claim", notifier.name());
            return Optional.empty();
        }
        written(attempts);
        return Optional.of(claimed);
    }

    /** Something else was written: what the store refuses even now is at fault itself. */
    void storeTakesOthers() {
        oneByOne(true);
    }

    /**
     * A claim took a delivery whose attempt waits to be written, its lease being over: what came of it is written under
     * the new claim.
     *
     * @return whether there is such an attempt, so that none is to be made
     */
    boolean renew(Delivery claimed) {
        Optional<Attempted> made = waiting.stream()
                .filter(a -> a.delivery().id().equals(claimed.id()))
                .findFirst();
        made.ifPresent(a -> {
            waiting.remove(a);
            refused.remove(a);
            waiting.add(a.under(claimed));
        });
        return made.isPresent();
    }

    /** One that the store refuses for what is in it goes alone, at once: the store takes the others. */
    private void recordTogether() {
        List<Attempted> attempts = List.copyOf(waiting);
        try {
            outbox.record(notifier.name(), rules, entries.of(attempts));
        } catch (RuntimeException e) {
            if (StoreFault.kind(e) != StoreFault.Kind.CONTENT) {
                throw e;
            }
            oneByOne(true);
            return;
        }
        written(attempts);
    }

    /** In the fullest form that the store takes: what was delivered must not be made again each time that its lease ends. */
    private void recordAlone(Attempted attempt) {
        RuntimeException refusal = null;
        for (Outbox.Attempts form : entries.forms(attempt)) {
            try {
                outbox.record(notifier.name(), rules, form);
                written(List.of(attempt));
                if (refusal != null) {
                    faults.store().failed(refusal);
                }
                return;
            } catch (RuntimeException e) {
                if (StoreFault.kind(e) != StoreFault.Kind.CONTENT) {
                    throw e;
                }
                refusal = e;
            }
        }
        throw refusal;
    }

    private void written(List<Attempted> attempts) {
        broken = false;
        faults.store().worked();
        faults.worked(place);
        waiting.removeAll(attempts);
        attempts.forEach(refused::remove);
        attempts.forEach(attempt -> unrecorded.remove(attempt.delivery().id()));
        failures = waiting.isEmpty() ? 0 : failures;
        attempts.forEach(meters::recorded);
        outage.note(attempts);
    }

    /** As long as nothing is written one failure is enough for a turn; the next turn begins with another entry. */
    private void oneByOne(boolean othersWritten) {
        boolean written = othersWritten;
        for (int left = waiting.size(); left > 0; left--) {
            Attempted first = waiting.element();
            try {
                recordAlone(first);
                written = true;
            } catch (RuntimeException | Error e) {
                refused.add(first);
                waiting.add(waiting.remove());
                if (!written || FaultLog.isFatal(e) || StoreFault.everybody(e)) {
                    throw e;
                }
                LOG.debugf(
                        e,
                        "delivery notifier=%s event=%s not recorded",
                        notifier.name(),
                        first.delivery().eventId());
            }
        }
        refused.forEach(this::giveUp);
        waiting.removeAll(refused);
        refused.clear();
        failures = 0;
    }

    private void giveUp(Attempted attempted) {
        if (unrecorded.size() >= MAX_UNRECORDED
                || !unrecorded.add(attempted.delivery().id())) {
            return;
        }
        LogLine.of("delivery")
                .with("notifier", notifier.name())
                .with("state", "UNRECORDED")
                .with("event", attempted.delivery().eventId())
                .with("result", attempted.state())
                .with("error", "the store takes other attempts but not this one")
                .with("remedy", "nothing now: it is made again when its lease ends; if this repeats, report it")
                .warn(LOG);
    }
}
