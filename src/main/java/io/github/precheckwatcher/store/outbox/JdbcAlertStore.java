package io.github.precheckwatcher.store.outbox;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.alert.Alert;
import io.github.precheckwatcher.notify.alert.AlertKey;
import io.github.precheckwatcher.notify.alert.AlertStore;
import io.github.precheckwatcher.notify.event.PagePosition;
import io.github.precheckwatcher.store.database.Transactions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Keeps alerts in the same database as the verdicts; the same SQL on H2 and PostgreSQL. Thread safe, and safe beside
 * other nodes. Failures of the database are {@code StoreException}s.
 */
@Singleton
public final class JdbcAlertStore implements AlertStore {
    private final Transactions transactions;
    private final AlertRows rows = new AlertRows();

    @Inject
    public JdbcAlertStore(Transactions transactions) {
        this.transactions = requireNonNull(transactions, "transactions");
    }

    /** Who finds no row makes one; who loses that race finds the winner's. */
    @Override
    public Optional<Alert> change(AlertKey key, UnaryOperator<Optional<Alert>> rule) {
        return transactions.run(connection -> {
            Optional<Alert> kept = rows.lock(connection, key);
            Optional<Alert> changed = rule.apply(kept);
            if (kept.isPresent() || changed.isEmpty()) {
                return keep(connection, kept, changed);
            }
            if (rows.insert(connection, changed.get())) {
                return changed;
            }
            Optional<Alert> winners = rows.lock(connection, key);
            return keep(connection, winners, rule.apply(winners));
        });
    }

    private Optional<Alert> keep(Connection connection, Optional<Alert> kept, Optional<Alert> changed)
            throws SQLException {
        rows.update(connection, changed.stream().toList());
        return changed.isPresent() ? changed : kept;
    }

    @Override
    public List<Alert> claim(String notifier, Instant now, UnaryOperator<Alert> rule, int limit) {
        return transactions.run(connection -> {
            List<Alert> taken = rows.due(connection, notifier, now, limit).stream()
                    .map(rule)
                    .toList();
            rows.update(
                    connection,
                    taken.stream()
                            .sorted(Comparator.comparing(alert -> alert.key().id()))
                            .toList());
            return taken;
        });
    }

    @Override
    public List<Alert> find(Collection<AlertKey> keys) {
        return transactions.run(connection -> rows.find(connection, keys));
    }

    @Override
    public List<Alert> firing(Optional<PagePosition> after, int limit) {
        return transactions.run(connection -> rows.firing(connection, after, limit));
    }

    @Override
    public boolean acknowledge(String account, String region, String instance, Instant now) {
        return transactions.run(connection -> rows.acknowledge(connection, account, region, instance, now)) > 0;
    }

    @Override
    public int forget(Instant endedBefore) {
        return transactions.run(connection -> rows.forget(connection, endedBefore));
    }
}
