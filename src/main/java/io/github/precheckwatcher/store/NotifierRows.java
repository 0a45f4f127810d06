package io.github.precheckwatcher.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** One row a notifier, shared by all nodes: the lock of its claims, and until when it waits. */
final class NotifierRows {
    /**
     * Keeps the notifier's row locked until the transaction ends; makes it when it is not there.
     *
     * @return until when the notifier is paused
     */
    Optional<Instant> lock(Connection connection, String notifier) throws SQLException {
        Optional<Optional<Instant>> row = find(connection, notifier);
        if (row.isEmpty()) {
            insertMissing(connection, notifier);
            row = find(connection, notifier);
        }
        return row.orElseThrow();
    }

    /** A shorter pause does not end a longer one: attempts that overlap may be answered in any order. */
    void pause(Connection connection, String notifier, Instant until) throws SQLException {
        Optional<Instant> paused = lock(connection, notifier);
        if (paused.filter(until::isBefore).isPresent()) {
            return;
        }
        String sql = "update notifier set paused_until = ? where name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).time(until).text(notifier);
            statement.executeUpdate();
        }
    }

    /** Empty: no row. The row's content is its pause, which may be absent too. */
    private static Optional<Optional<Instant>> find(Connection connection, String notifier) throws SQLException {
        String sql = "select paused_until from notifier where name = ? for update";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(notifier);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(new Columns(result).timeOrNone("paused_until")) : Optional.empty();
            }
        }
    }

    private static void insertMissing(Connection connection, String notifier) throws SQLException {
        String sql = "insert into notifier (name) values (?) on conflict do nothing";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(notifier);
            statement.executeUpdate();
        }
    }
}
