package io.github.precheckwatcher.store.outbox;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.RulesUnderLock;
import io.github.precheckwatcher.store.database.ActTime;
import io.github.precheckwatcher.store.database.Chunks;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Transactions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * Keeps the deliveries in the same database as the verdicts; the same SQL on H2 and PostgreSQL. Thread safe, and safe
 * beside other nodes. Failures of the database are {@code StoreException}s.
 */
@Singleton
public final class JdbcOutbox implements Outbox {
    private final Transactions transactions;
    private final NotifierRows notifiers = new NotifierRows();
    private final ClaimDeliveries claimDeliveries = new ClaimDeliveries(notifiers);
    private final RecordAttempts recordAttempts = new RecordAttempts(notifiers, claimDeliveries);
    private final MarkDeliveriesDead markDeliveriesDead = new MarkDeliveriesDead(Chunks.SIZE);

    private final LongSupplier nanos;

    @Inject
    public JdbcOutbox(Transactions transactions) {
        this(transactions, System::nanoTime);
    }

    /** @param nanos what {@link System#nanoTime} gives */
    JdbcOutbox(Transactions transactions, LongSupplier nanos) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.nanos = requireNonNull(nanos, "nanos");
    }

    @Override
    public Claimed claim(String notifier, RulesUnderLock rules, Claim claim) {
        ActTime time = new ActTime(claim.now(), nanos);
        return transactions.run(c -> claimDeliveries.claim(c, notifier, rules, claim, time));
    }

    /** One transaction, however many there are: the port promises it. */
    @Override
    public void record(String notifier, RulesUnderLock rules, Attempts attempts) {
        if (!attempts.ended().isEmpty()) {
            Attempts ordered = ordered(attempts);
            transactions.perform(c -> recordAttempts.record(c, notifier, rules, ordered));
        }
    }

    @Override
    public Claimed recordAndClaim(String notifier, RulesUnderLock rules, Attempts attempts, Claim claim) {
        Attempts ordered = ordered(attempts);
        ActTime time = new ActTime(claim.now(), nanos);
        return transactions.run(c -> {
            recordAttempts.record(c, notifier, rules, ordered);
            return claimDeliveries.claim(c, notifier, rules, claim, time);
        });
    }

    /** So that batches of two nodes do not lock each other up. */
    private static Attempts ordered(Attempts attempts) {
        List<Attempted> byId = attempts.ended().stream()
                .sorted(comparing(a -> a.delivery().id()))
                .toList();
        return new Attempts(byId, attempts.news());
    }

    @Override
    public boolean write(Delivery delivery, String body, RulesUnderLock rules, Instant now) {
        return transactions.run(c -> claimDeliveries.write(c, delivery, body, rules, now));
    }

    @Override
    public void post(List<NewDelivery> deliveries) {
        if (!deliveries.isEmpty()) {
            transactions.perform(c -> MessageRows.insert(c, deliveries, Optional.empty()));
        }
    }

    @Override
    public void release(Collection<Delivery> deliveries, Instant now) {
        List<Delivery> ordered =
                deliveries.stream().sorted(comparing(Delivery::id)).toList();
        for (List<Delivery> chunk : Chunks.of(ordered)) {
            transactions.perform(c -> claimDeliveries.release(c, chunk, now));
        }
    }

    @Override
    public Optional<Instant> nextDue(Collection<String> notifiers) {
        return transactions.run(c -> claimDeliveries.nextDue(c, notifiers));
    }

    @Override
    public Map<String, Integer> markUnknownDead(Collection<String> configured, Instant occurredBefore, Instant now) {
        return ofUnknown(configured, notifier -> markDead(notifier, occurredBefore, now));
    }

    @Override
    public Map<String, Integer> unknown(Collection<String> configured, Instant occurredBefore, Instant now) {
        return ofUnknown(
                configured,
                notifier -> transactions.run(c -> markDeliveriesDead.count(c, notifier, occurredBefore, now)));
    }

    /** What there is of each notifier that is owed something and not configured; not those where it is none. */
    private Map<String, Integer> ofUnknown(Collection<String> configured, ToIntFunction<String> count) {
        Set<String> known = Set.copyOf(configured);
        Map<String, Integer> counts = new TreeMap<>();
        for (String notifier : transactions.run(markDeliveriesDead::owed)) {
            int some = known.contains(notifier) ? 0 : count.applyAsInt(notifier);
            if (some > 0) {
                counts.put(notifier, some);
            }
        }
        return counts;
    }

    private int markDead(String notifier, Instant occurredBefore, Instant now) {
        int all = 0;
        int some = 1;
        while (some > 0) {
            some = transactions.run(c -> markDeliveriesDead.markDead(c, notifier, occurredBefore, now));
            all += some;
        }
        return all;
    }

    @Override
    public Map<Key, Long> counts() {
        return transactions.run(JdbcOutbox::counts);
    }

    private static Map<Key, Long> counts(Connection connection) throws SQLException {
        String sql = "select notifier, state, count(*) as n from delivery group by notifier, state";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            Map<Key, Long> counts = new HashMap<>();
            Columns columns = new Columns(result);
            while (result.next()) {
                Key key = new Key(columns.text("notifier"), State.valueOf(columns.text("state")));
                counts.put(key, columns.longNumber("n"));
            }
            return counts;
        }
    }
}
