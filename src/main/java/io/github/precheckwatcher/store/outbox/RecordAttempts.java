package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.outbox.NotifierRow;
import io.github.precheckwatcher.notify.outbox.NotifierTransition;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempted;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempts;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.github.precheckwatcher.notify.outbox.RulesUnderLock;
import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes back what came of attempts, and keeps each. */
final class RecordAttempts {
    private final NotifierRows notifiers;
    private final ClaimDeliveries deliveries;

    RecordAttempts(NotifierRows notifiers, ClaimDeliveries deliveries) {
        this.notifiers = notifiers;
        this.deliveries = deliveries;
    }

    /**
     * Writes attempts of one notifier back.
     *
     * @param attempts ordered by delivery id, so that batches of two nodes do not lock each other up
     */
    void record(Connection connection, String notifier, RulesUnderLock rules, Attempts attempts) throws SQLException {
        NotifierRow row = notifiers.lock(connection, notifier);
        List<Attempted> written = update(connection, attempts.ended());
        if (!written.isEmpty()) {
            insert(connection, written);
            endMembers(connection, written);
        }
        NotifierTransition transition = rules.after(row, written);
        if (!transition.row().equals(row)) {
            notifiers.write(connection, transition.row());
        }
        if (transition.retryNow().isPresent()) {
            Instant at = written.get(written.size() - 1).at();
            deliveries.retryNow(connection, notifier, transition.retryNow().get(), at);
        }
        for (Attempted attempt : written) {
            if (attempt.takeOver().isPresent()) {
                takeOver(connection, attempt.delivery(), attempt.takeOver().get(), rules);
            }
        }
        List<NewDelivery> news = attempts.news()
                ? transition.news().stream()
                        .flatMap(event ->
                                rules.news(event, attempts.ended().get(0).at()).stream())
                        .toList()
                : List.of();
        if (!news.isEmpty()) {
            MessageRows.insert(connection, news, Optional.empty());
        }
    }

    /**
     * Of a digest the fallback is sent what it does not have already: a verdict goes to a notifier once. Its members stand
     * there too, so that whoever takes over next knows.
     */
    private static void takeOver(Connection connection, Delivery dead, NewDelivery whole, RulesUnderLock rules)
            throws SQLException {
        int members = GroupDeliveries.members(connection, dead.id());
        if (members == 0) {
            MessageRows.insert(connection, List.of(whole), Optional.empty());
            return;
        }
        String other = whole.notifier();
        Instant now = whole.since();
        List<Message> missing = GroupDeliveries.missing(connection, dead, other);
        List<NewDelivery> alone = missing.stream()
                .map(message -> rules.alone(other, message, now))
                .toList();
        Optional<NewDelivery> digest = missing.size() < 2
                ? Optional.empty()
                : missing.size() == members ? Optional.of(whole) : rules.digest(other, missing, now);
        if (digest.isPresent()) {
            GroupDeliveries.insert(connection, digest.get(), alone);
        } else {
            MessageRows.insert(connection, alone, Optional.empty());
        }
    }

    /** Those that a digest reported end as it did. */
    private void endMembers(Connection connection, List<Attempted> written) throws SQLException {
        String sql = """
                update delivery
                set state = ?, ended_at = ?, last_status = ?, last_error = ?, fencing = fencing + 1
                where digest_id = ? and state = 'PENDING'""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            boolean any = false;
            for (Attempted attempted : written) {
                if (attempted.delivery().message().type() == MessageType.DIGEST && attempted.state() != State.PENDING) {
                    params.text(attempted.state().name())
                            .time(attempted.at())
                            .number(attempted.status())
                            .text(attempted.error())
                            .text(attempted.delivery().id())
                            .batch();
                    any = true;
                }
            }
            if (any) {
                statement.executeBatch();
            }
        }
    }

    /** The claim ends here: the fencing token goes up, so that it writes once. */
    private List<Attempted> update(Connection connection, List<Attempted> attempts) throws SQLException {
        String sql = """
                update delivery
                set state = ?, attempts = attempts + ?, due_at = ?, last_status = ?, last_error = ?, ended_at = ?,
                    progress = ?, fencing = fencing + 1, leased = false
                where id = ? and fencing = ? and state = 'PENDING'""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Attempted attempted : attempts) {
                boolean pending = attempted.state() == State.PENDING;
                Optional<Instant> endedAt = pending ? Optional.empty() : Optional.of(attempted.at());
                params.text(attempted.state().name())
                        .number(attempted.counted() ? 1 : 0)
                        .time(pending ? attempted.nextAt() : attempted.at())
                        .number(attempted.status())
                        .text(attempted.error())
                        .time(endedAt)
                        .text(attempted.delivery().progress())
                        .text(attempted.delivery().id())
                        .number(attempted.delivery().fencing())
                        .batch();
            }
            int[] counts = statement.executeBatch();
            List<Attempted> written = new ArrayList<>();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == 1) {
                    written.add(attempts.get(i));
                }
            }
            return written;
        }
    }

    private void insert(Connection connection, List<Attempted> written) throws SQLException {
        String sql = """
                insert into attempt (delivery_id, ended_at, counted, state, status, error)
                values (?, ?, ?, ?, ?, ?)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Attempted attempted : written) {
                params.text(attempted.delivery().id())
                        .time(attempted.at())
                        .flag(attempted.counted())
                        .text(attempted.state().name())
                        .number(attempted.status())
                        .text(attempted.error())
                        .batch();
            }
            statement.executeBatch();
        }
    }
}
