package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.github.precheckwatcher.store.database.History;
import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Ends waiting deliveries as DEAD because somebody asked for it: no fallback takes over, and the notifier's count of dead
 * deliveries, which operators are notified of, stays as it is.
 */
final class DiscardDeliveries {
    private final NotifierRows notifiers;

    DiscardDeliveries(NotifierRows notifiers) {
        this.notifiers = notifiers;
    }

    /**
     * Ends these, and with those that are digests their members. Holds the notifier's row, so that none of them is grouped
     * into a digest meanwhile. An attempt that is under way is not recorded any more: the fencing token goes up.
     *
     * @param notifier whose deliveries these are
     * @return how many, members counted
     */
    int discard(Connection connection, String notifier, List<String> ids, Requester by, Instant now)
            throws SQLException {
        notifiers.lock(connection, notifier);
        List<String> alone = SelectDeliveries.lock(connection, "digest_id is null and id", ids, State.PENDING);
        List<String> members = SelectDeliveries.lock(connection, "digest_id", alone, State.PENDING);
        for (List<String> some : List.of(alone, members)) {
            end(connection, some, by, now);
            DeliveryHistory.append(connection, History.Kind.DISCARDED, some, "was PENDING", by, now);
        }
        return alone.size() + members.size();
    }

    private static void end(Connection connection, List<String> ids, Requester by, Instant now) throws SQLException {
        String sql = """
                update delivery
                set state = 'DEAD', ended_at = ?, last_status = null, last_error = ?, leased = false,
                    fencing = fencing + 1
                where id = any(?)""";
        String reason = "discarded by " + by.name()
                + by.reason().map(said -> ": " + said).orElse("");
        Params.update(connection, sql, params -> params.time(now).text(reason).texts(ids));
    }
}
