package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.notify.FutureTime;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lets mutes that seem to begin in the future begin now, and last as long as was asked for. */
public final class BringBackMutes {
    private BringBackMutes() {}

    private record Mute(String id, Duration lasts) {}

    /** @return how many there were */
    public static int run(Connection connection, Instant now) throws SQLException {
        String sql = "update mute set created_at = ?, until_at = ? where id = ? and ended_at is null";
        int broughtBack = 0;
        for (Mute mute : wrong(connection, now)) {
            broughtBack += Params.update(
                    connection,
                    sql,
                    params -> params.time(now).time(now.plus(mute.lasts())).text(mute.id()));
        }
        return broughtBack;
    }

    private static List<Mute> wrong(Connection connection, Instant now) throws SQLException {
        String sql = "select id, created_at, until_at from mute where ended_at is null and created_at > ? order by id";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).time(FutureTime.latest(now, Duration.ZERO));
            try (ResultSet result = statement.executeQuery()) {
                List<Mute> wrong = new ArrayList<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    Duration lasts = Duration.between(columns.time("created_at"), columns.time("until_at"));
                    wrong.add(new Mute(columns.text("id"), lasts));
                }
                return wrong;
            }
        }
    }
}
