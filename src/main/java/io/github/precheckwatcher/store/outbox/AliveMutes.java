package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.notify.mute.Mute;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The mutes that are alive. Which they are is read each time, what they say once: that does not change, and a thousand of
 * them have a thousand regular expressions. Thread safe.
 */
final class AliveMutes {
    private final MuteRows rows = new MuteRows();
    /** As they were last read; replaced as a whole. */
    private volatile Map<String, Mute> known = Map.of();

    List<Mute> read(Connection connection) throws SQLException {
        Map<String, Instant> alive = rows.alive(connection);
        Map<String, Mute> before = known;
        Map<String, Mute> now = new HashMap<>();
        List<String> missing = new ArrayList<>();
        alive.forEach((id, until) -> {
            Mute mute = before.get(id);
            if (mute != null && mute.until().equals(until)) {
                now.put(id, mute);
            } else {
                missing.add(id);
            }
        });
        rows.mutes(connection, missing).forEach(mute -> now.put(mute.id(), mute));
        known = Map.copyOf(now);
        return List.copyOf(now.values());
    }
}
