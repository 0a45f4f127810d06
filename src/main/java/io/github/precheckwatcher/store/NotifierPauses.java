package io.github.precheckwatcher.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Until when notifiers wait; shared by all nodes. */
final class NotifierPauses {
    Optional<Instant> until(Connection connection, String notifier) throws SQLException {
        String sql = "select paused_until from notifier_pause where notifier = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(notifier);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(new Columns(result).time("paused_until")) : Optional.empty();
            }
        }
    }

    /** A shorter pause does not end a longer one: attempts that overlap may be answered in any order. */
    void pause(Connection connection, String notifier, Instant until) throws SQLException {
        String insert = "insert into notifier_pause (notifier, paused_until) values (?, ?) on conflict do nothing";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            new Params(statement).text(notifier).time(until);
            statement.executeUpdate();
        }
        String lengthen = "update notifier_pause set paused_until = ? where notifier = ? and paused_until < ?";
        try (PreparedStatement statement = connection.prepareStatement(lengthen)) {
            new Params(statement).time(until).text(notifier).time(until);
            statement.executeUpdate();
        }
    }
}
