package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.github.precheckwatcher.store.database.History;
import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Makes deliveries that have ended due again. */
final class ReplayDeliveries {
    private ReplayDeliveries() {}

    /**
     * Makes these due, each alone, and has the members of those that are digests wait for them again.
     *
     * @param from the state that they must be in
     * @return how many, members counted
     */
    static int replay(Connection connection, List<String> ids, State from, Requester by, Instant now)
            throws SQLException {
        List<String> alone = SelectDeliveries.lock(connection, "id", ids, from);
        List<String> members = SelectDeliveries.lock(connection, "digest_id", alone, from);
        renew(connection, "digest_id = null,", alone, now);
        renew(connection, "", members, now);
        DeliveryHistory.append(connection, History.Kind.REPLAYED, alone, "was " + from, by, now);
        DeliveryHistory.append(connection, History.Kind.REPLAYED, members, "was " + from, by, now);
        return alone.size() + members.size();
    }

    /** As tried: what was once sent, in a digest or alone, is grouped into none. */
    private static void renew(Connection connection, String change, List<String> ids, Instant now) throws SQLException {
        String sql = """
                update delivery
                set %s state = 'PENDING', attempts = 0, since = ?, due_at = ?, last_status = null, last_error = null,
                    progress = null, ended_at = null, tried = true, leased = false, fencing = fencing + 1
                where id = any(?)""".formatted(change);
        Params.update(connection, sql, params -> params.time(now).time(now).texts(ids));
    }
}
