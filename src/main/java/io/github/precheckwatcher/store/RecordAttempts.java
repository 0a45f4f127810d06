package io.github.precheckwatcher.store;

import io.github.precheckwatcher.notify.Outbox.Attempted;
import io.github.precheckwatcher.notify.Outbox.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes back what came of attempts, and keeps each. */
final class RecordAttempts {
    /** @param attempts ordered by delivery id, so that batches of two nodes do not lock each other up */
    void record(Connection connection, List<Attempted> attempts) throws SQLException {
        List<Attempted> written = update(connection, attempts);
        if (!written.isEmpty()) {
            insert(connection, written);
        }
    }

    /** The claim ends here: the fencing token goes up, so that it writes once. */
    private List<Attempted> update(Connection connection, List<Attempted> attempts) throws SQLException {
        String sql = """
                update delivery
                set state = ?, attempts = attempts + ?, due_at = ?, last_status = ?, last_error = ?, ended_at = ?,
                    fencing = fencing + 1
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
