package io.github.precheckwatcher.notify;

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

/** An outbox that keeps the port's promises in memory: leases, fencing, pauses. Thread safe. */
final class MemoryOutbox implements Outbox {
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<String, Instant> pauses = new HashMap<>();
    private final List<List<Attempted>> batches = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private RuntimeException fault;
    private RuntimeException writeFault;
    private Error error;
    private int claims;

    private static final class Row {
        private Delivery delivery;
        private State state = State.PENDING;
        private Instant dueAt;
        private Duration lease;
        private final List<Attempted> attempts = new ArrayList<>();
    }

    synchronized void add(NewDelivery delivery) {
        var row = new Row();
        row.delivery = new Delivery(
                delivery.id(), delivery.message(), delivery.notifier(), delivery.body(), delivery.since(), 0, 0);
        row.dueAt = delivery.dueAt();
        rows.put(delivery.id(), row);
    }

    /** From now on nothing of this event can be recorded, whatever is recorded with it. */
    synchronized void refuse(String eventId) {
        refused.add(eventId);
    }

    /** From now on every method that changes something fails so, as on a full disk; null: it works again. */
    synchronized void failToWrite(RuntimeException fault) {
        this.writeFault = fault;
    }

    /** From now on claims end so; null: they work again. */
    synchronized void breakDown(Error error) {
        this.error = error;
    }

    /** From now on every method fails so; null: it works again. */
    synchronized void fail(RuntimeException fault) {
        this.fault = fault;
    }

    synchronized State state(String id) {
        return rows.get(id).state;
    }

    synchronized Delivery delivery(String id) {
        return rows.get(id).delivery;
    }

    synchronized Instant dueAt(String id) {
        return rows.get(id).dueAt;
    }

    synchronized Duration lease(String id) {
        return rows.get(id).lease;
    }

    synchronized List<Attempted> attempts(String id) {
        return List.copyOf(rows.get(id).attempts);
    }

    synchronized List<List<Attempted>> batches() {
        return List.copyOf(batches);
    }

    synchronized int claims() {
        return claims;
    }

    @Override
    public synchronized List<Delivery> claim(String notifier, Instant now, Duration lease, int limit) {
        check();
        if (error != null) {
            throw error;
        }
        claims++;
        if (limit <= 0) {
            throw new IllegalArgumentException("limit " + limit);
        }
        if (pauses.getOrDefault(notifier, Instant.MIN).isAfter(now)) {
            return List.of();
        }
        return rows.values().stream()
                .filter(row ->
                        row.state == State.PENDING && row.delivery.notifier().equals(notifier))
                .filter(row -> !row.dueAt.isAfter(now))
                .sorted(Comparator.comparing((Row row) -> row.dueAt))
                .limit(limit)
                .map(row -> {
                    row.dueAt = now.plus(lease);
                    row.lease = lease;
                    row.delivery = changed(row.delivery, row.delivery.attempts(), row.delivery.fencing() + 1);
                    return row.delivery;
                })
                .toList();
    }

    @Override
    public synchronized void record(List<Attempted> attempts) {
        checkWrite();
        if (attempts.stream().anyMatch(a -> refused.contains(a.delivery().eventId()))) {
            throw new IllegalStateException("this one cannot be written");
        }
        batches.add(List.copyOf(attempts));
        for (Attempted attempt : attempts) {
            Row row = rows.get(attempt.delivery().id());
            if (row.state != State.PENDING
                    || row.delivery.fencing() != attempt.delivery().fencing()) {
                continue;
            }
            row.attempts.add(attempt);
            row.state = attempt.state();
            row.dueAt = attempt.nextAt();
            row.delivery = changed(
                    row.delivery, row.delivery.attempts() + (attempt.counted() ? 1 : 0), row.delivery.fencing());
        }
    }

    @Override
    public synchronized void pause(String notifier, Instant until) {
        check();
        pauses.put(notifier, until);
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
        check();
        return rows.values().stream()
                .filter(row -> row.state == State.PENDING && notifiers.contains(row.delivery.notifier()))
                .map(row -> latest(row.dueAt, pauses.getOrDefault(row.delivery.notifier(), Instant.MIN)))
                .min(Comparator.naturalOrder());
    }

    @Override
    public synchronized Map<String, Integer> buryUnknown(
            Collection<String> configured, Instant occurredBefore, Instant now) {
        check();
        var buried = new TreeMap<String, Integer>();
        for (Row row : rows.values()) {
            if (row.state == State.PENDING
                    && !configured.contains(row.delivery.notifier())
                    && row.delivery.since().isBefore(occurredBefore)
                    && !row.dueAt.isAfter(now)) {
                row.state = State.DEAD;
                buried.merge(row.delivery.notifier(), 1, Integer::sum);
            }
        }
        return buried;
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
        if (writeFault != null) {
            throw writeFault;
        }
    }

    private void check() {
        if (fault != null) {
            throw fault;
        }
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Delivery changed(Delivery d, int attempts, long fencing) {
        return new Delivery(d.id(), d.message(), d.notifier(), d.body(), d.since(), attempts, fencing);
    }
}
