package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.notify.outbox.DeliveryClaimLimit;
import io.github.precheckwatcher.notify.outbox.NotifierRow;
import io.github.precheckwatcher.notify.outbox.NotifierTransition;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.RulesUnderLock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** An outbox that keeps the port's promises in memory: leases, fencing, pauses. Thread safe. */
public final class MemoryOutbox implements Outbox {
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<String, NotifierRow> notifiers = new HashMap<>();
    private final List<List<Attempted>> batches = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private RuntimeException fault;
    private RuntimeException writeFault;
    private int writeFaults;
    private Runnable amidWrite = () -> {};
    private Error error;
    private Error lookError;
    private Set<String> broken = Set.of();
    private boolean marksDead = true;
    private int claims;
    private int together;

    private static final class Row {
        private Delivery delivery;
        private State state = State.PENDING;
        private Instant dueAt;
        private Duration lease;
        private final List<Attempted> attempts = new ArrayList<>();
    }

    public synchronized void add(NewDelivery delivery) {
        var row = new Row();
        row.delivery = new Delivery(
                delivery.id(), delivery.message(), delivery.notifier(), delivery.body(), delivery.since(), 0, 0);
        row.dueAt = delivery.dueAt();
        rows.put(delivery.id(), row);
    }

    /** From now on nothing of this event can be recorded, whatever is recorded with it. */
    public synchronized void refuse(String eventId) {
        refused.add(eventId);
    }

    /** From now on every method that changes something fails so, as on a full disk; null: it works again. */
    public synchronized void failToWrite(RuntimeException fault) {
        failToWrite(fault, Integer.MAX_VALUE);
    }

    /** The next so many write-backs fail so. */
    public synchronized void failToWrite(RuntimeException fault, int times) {
        this.writeFault = fault;
        this.writeFaults = times;
    }

    /** Does this amid the next write-back that does not fail. */
    public synchronized void amidNextWrite(Runnable act) {
        amidWrite = act;
    }

    /** From now on claims end so; null: they work again. */
    public synchronized void breakDown(Error error) {
        breakDown(error, Set.of());
    }

    /** The same for the claims of these notifiers; none: of all. */
    public synchronized void breakDown(Error error, Set<String> notifiers) {
        this.error = error;
        this.broken = notifiers;
    }

    /** From now on looking for what is due ends so. */
    public synchronized void breakLook(Error error) {
        this.lookError = error;
    }

    /** From now on every method fails so; null: it works again. */
    public synchronized void fail(RuntimeException fault) {
        this.fault = fault;
    }

    public synchronized State state(String id) {
        return rows.get(id).state;
    }

    public synchronized Delivery delivery(String id) {
        return rows.get(id).delivery;
    }

    public synchronized Instant dueAt(String id) {
        return rows.get(id).dueAt;
    }

    public synchronized Duration lease(String id) {
        return rows.get(id).lease;
    }

    public synchronized List<Attempted> attempts(String id) {
        return List.copyOf(rows.get(id).attempts);
    }

    public synchronized List<List<Attempted>> batches() {
        return List.copyOf(batches);
    }

    /** How many times a write-back and a claim were one act. */
    public synchronized int together() {
        return together;
    }

    public synchronized int claims() {
        return claims;
    }

    @Override
    public synchronized Claimed claim(String notifier, RulesUnderLock rules, Claim claim) {
        check();
        if (error != null && (broken.isEmpty() || broken.contains(notifier))) {
            throw error;
        }
        claims++;
        DeliveryClaimLimit claimLimit = rules.admit(row(notifier), claim.now(), claim.limit());
        if (claimLimit.rows() <= 0) {
            return new Claimed(List.of(), claimLimit.takesNew());
        }
        List<Delivery> taken = take(notifier, claim, claimLimit);
        notifiers.put(notifier, rules.taken(claimLimit, taken, claim.now()));
        return new Claimed(taken, claimLimit.takesNew());
    }

    private List<Delivery> take(String notifier, Claim claim, DeliveryClaimLimit claimLimit) {
        return rows.values().stream()
                .filter(row ->
                        row.state == State.PENDING && row.delivery.notifier().equals(notifier))
                .filter(row -> !row.dueAt.isAfter(claim.now()))
                .sorted(Comparator.comparing((Row row) -> row.dueAt))
                .filter(row ->
                        !row.delivery.since().isAfter(claimLimit.overdue().orElse(Instant.MAX)))
                .limit(claimLimit.rows())
                .map(row -> {
                    row.dueAt = claim.now().plus(claim.lease());
                    row.lease = claim.lease();
                    row.delivery = changed(row.delivery, row.delivery.attempts(), row.delivery.fencing() + 1);
                    return row.delivery;
                })
                .toList();
    }

    @Override
    public synchronized void record(String notifier, RulesUnderLock rules, Attempts attempts) {
        checkWrite();
        if (attempts.ended().stream()
                .anyMatch(a -> refused.contains(a.delivery().eventId()))) {
            throw new StoreFailed("this one cannot be written");
        }
        Runnable amid = amidWrite;
        amidWrite = () -> {};
        amid.run();
        batches.add(List.copyOf(attempts.ended()));
        List<Attempted> written = attempts.ended().stream().filter(this::write).toList();
        NotifierTransition transition = rules.after(row(notifier), written);
        notifiers.put(notifier, transition.row());
        written.forEach(attempt -> attempt.takeOver().ifPresent(this::add));
        if (attempts.news()) {
            Instant at = attempts.ended().get(0).at();
            transition.news().forEach(event -> rules.news(event, at).forEach(this::add));
        }
    }

    @Override
    public synchronized Claimed recordAndClaim(String notifier, RulesUnderLock rules, Attempts attempts, Claim claim) {
        if (error != null && (broken.isEmpty() || broken.contains(notifier))) {
            throw error;
        }
        record(notifier, rules, attempts);
        together++;
        return claim(notifier, rules, claim);
    }

    private boolean write(Attempted attempt) {
        Row row = rows.get(attempt.delivery().id());
        if (row.state != State.PENDING
                || row.delivery.fencing() != attempt.delivery().fencing()) {
            return false;
        }
        row.attempts.add(attempt);
        row.state = attempt.state();
        row.dueAt = attempt.nextAt();
        row.delivery = changed(
                row.delivery.with(attempt.delivery().progress()),
                row.delivery.attempts() + (attempt.counted() ? 1 : 0),
                row.delivery.fencing());
        return true;
    }

    @Override
    public synchronized boolean write(Delivery delivery, String body, RulesUnderLock rules, Instant now) {
        checkWrite();
        Row row = rows.get(delivery.id());
        if (row.state != State.PENDING || row.delivery.fencing() != delivery.fencing()) {
            return false;
        }
        row.delivery = row.delivery.written(body);
        notifiers.put(delivery.notifier(), rules.written(row(delivery.notifier()), body, now));
        return true;
    }

    @Override
    public synchronized void post(List<NewDelivery> deliveries) {
        check();
        deliveries.stream().filter(each -> !has(each)).forEach(this::add);
    }

    private boolean has(NewDelivery delivery) {
        return rows.values().stream()
                .map(row -> row.delivery)
                .anyMatch(known -> known.notifier().equals(delivery.notifier())
                        && known.eventId().equals(delivery.message().id()));
    }

    /** How a notifier stands. */
    public synchronized NotifierRow row(String notifier) {
        return notifiers.computeIfAbsent(notifier, NotifierRow::fresh);
    }

    @Override
    public synchronized void release(Collection<Delivery> deliveries, Instant now) {
        check();
        for (Delivery delivery : deliveries) {
            Row row = rows.get(delivery.id());
            if (row.state == State.PENDING && row.delivery.fencing() == delivery.fencing()) {
                row.dueAt = now;
            }
        }
    }

    @Override
    public synchronized Optional<Instant> nextDue(Collection<String> notifiers) {
        if (lookError != null) {
            throw lookError;
        }
        check();
        return rows.values().stream()
                .filter(row -> row.state == State.PENDING && notifiers.contains(row.delivery.notifier()))
                .map(row -> row.dueAt)
                .min(Comparator.naturalOrder());
    }

    @Override
    public synchronized Map<String, Integer> markUnknownDead(
            Collection<String> configured, Instant occurredBefore, Instant now) {
        if (!marksDead) {
            throw new StoreFailed("cut off");
        }
        return ofUnknown(configured, occurredBefore, now, row -> row.state = State.DEAD);
    }

    @Override
    public synchronized Map<String, Integer> unknown(
            Collection<String> configured, Instant occurredBefore, Instant now) {
        return ofUnknown(configured, occurredBefore, now, row -> {});
    }

    private Map<String, Integer> ofUnknown(
            Collection<String> configured, Instant occurredBefore, Instant now, Consumer<Row> act) {
        check();
        var counts = new TreeMap<String, Integer>();
        for (Row row : rows.values()) {
            if (row.state == State.PENDING
                    && !configured.contains(row.delivery.notifier())
                    && row.delivery.since().isBefore(occurredBefore)
                    && !row.dueAt.isAfter(now)) {
                act.accept(row);
                counts.merge(row.delivery.notifier(), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** Whether what is old of unknown notifiers can be ended. */
    public synchronized void marksDead(boolean can) {
        marksDead = can;
    }

    @Override
    public synchronized Map<Key, Long> counts() {
        check();
        var counts = new HashMap<Key, Long>();
        rows.values().forEach(row -> counts.merge(new Key(row.delivery.notifier(), row.state), 1L, Long::sum));
        return counts;
    }

    private void checkWrite() {
        check();
        if (writeFault != null && writeFaults-- > 0) {
            throw writeFault;
        }
    }

    private void check() {
        if (fault != null) {
            throw fault;
        }
    }

    private static Delivery changed(Delivery d, int attempts, long fencing) {
        return new Delivery(d.id(), d.message(), d.notifier(), d.body(), d.since(), attempts, fencing, d.progress());
    }
}
