package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Takes old mutes away that have ended and hold nothing back, with the marks of the verdicts that fell under them. */
public final class ExpireMutes {
    private ExpireMutes() {}

    /**
     * Takes one batch of them away.
     *
     * @param batch how many, > 0
     * @return whether there may be more
     */
    public static boolean expire(Connection connection, Instant endedBefore, int batch) throws SQLException {
        List<String> ids = old(connection, endedBefore, batch);
        Params.updateRows(connection, "delete from mute where id = any(?)", ids);
        return ids.size() == batch;
    }

    private static List<String> old(Connection connection, Instant endedBefore, int batch) throws SQLException {
        String sql = "select id from mute where done and ended_at < ? order by until_at fetch first ? rows only";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).time(endedBefore).number(batch);
            return Columns.ids(statement);
        }
    }
}
