package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Takes old mutes away that have ended and hold nothing back, with the marks of the verdicts that fell under them. */
final class ExpireMutes {
    private ExpireMutes() {}

    /**
     * Takes one batch of them away.
     *
     * @param batch how many, > 0
     * @return whether there may be more
     */
    static boolean expire(Connection connection, Instant endedBefore, int batch) throws SQLException {
        String sql = """
                delete from mute
                where id in (
                    select id from mute where done and ended_at < ? order by created_at fetch first ? rows only)""";
        return Params.update(connection, sql, params -> params.time(endedBefore).number(batch)) == batch;
    }
}
