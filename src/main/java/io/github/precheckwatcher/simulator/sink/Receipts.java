package io.github.precheckwatcher.simulator.sink;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the sink received, by webhook id. Thread safe. */
public final class Receipts {
    private final int mostIds;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long rejected;
    private int acceptedIds;

    /** @param mostIds how many ids are remembered, > 0; the oldest is forgotten first */
    Receipts(int mostIds) {
        if (mostIds < 1) {
            throw new IllegalArgumentException("at least one id is remembered");
        }
        this.mostIds = mostIds;
    }

    /**
     * What came under one id.
     *
     * @param arrivals how often it came with a right signature
     * @param accepted how many of these were answered with a 2xx
     * @param bodies SHA-256 of the different bodies, lower-case hex; more than one breaks the sender's promise
     * @param firstAcceptedAt when the first of the accepted ones arrived
     * @param event what the first body says
     */
    public record Receipt(
            int arrivals, int accepted, Set<String> bodies, Optional<Instant> firstAcceptedAt, ReceivedEvent event) {
        public Receipt {
            bodies = Set.copyOf(bodies);
        }
    }

    /** The receipts by webhook id, in the order of their first arrival. */
    public synchronized Map<String, Receipt> byId() {
        Map<String, Receipt> copy = new LinkedHashMap<>();
        entries.forEach((id, entry) -> copy.put(id, entry.receipt()));
        return copy;
    }

    /** The receipt of that id. */
    public synchronized Optional<Receipt> of(String id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::receipt);
    }

    /** How many of the ids remembered were accepted at least once. */
    public synchronized int acceptedIds() {
        return acceptedIds;
    }

    /** How many requests were refused for their signature or timestamp. */
    public synchronized long rejected() {
        return rejected;
    }

    /** Forgets everything. */
    public synchronized void clear() {
        entries.clear();
        rejected = 0;
        acceptedIds = 0;
    }

    synchronized void reject() {
        rejected++;
    }

    synchronized void arrived(String id, String bodyHash, ReceivedEvent event, boolean accepted, Instant at) {
        Entry entry = entries.get(id);
        if (entry == null) {
            if (entries.size() == mostIds) {
                forgetOldest();
            }
            entry = new Entry(event);
            entries.put(id, entry);
        }
        entry.arrivals++;
        entry.bodies.add(bodyHash);
        if (accepted && ++entry.accepted == 1) {
            entry.firstAcceptedAt = at;
            acceptedIds++;
        }
    }

    private void forgetOldest() {
        Entry oldest = entries.remove(entries.keySet().iterator().next());
        if (oldest.accepted > 0) {
            acceptedIds--;
        }
    }

    private static final class Entry {
        private final ReceivedEvent event;
        private final Set<String> bodies = new TreeSet<>();
        private int arrivals;
        private int accepted;
        private Instant firstAcceptedAt;

        Entry(ReceivedEvent event) {
            this.event = event;
        }

        Receipt receipt() {
            return new Receipt(arrivals, accepted, bodies, Optional.ofNullable(firstAcceptedAt), event);
        }
    }
}
