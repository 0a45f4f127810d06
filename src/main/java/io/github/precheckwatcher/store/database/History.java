package io.github.precheckwatcher.store.database;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.Requester;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Appends to the history: what became of watches, accounts and deliveries, when, and who asked. Never changes what is there. */
public final class History {
    private static final String INSERT = """
            insert into event (happened_at, kind, watch_id, account, detail, requested_by, requested_from, reason)
            values (?, ?, ?, ?, ?, ?, ?, ?)""";

    private History() {}

    /** What may happen. */
    public enum Kind {
        REGISTERED,
        CHANGED,
        NEW_ROUND,
        ENDED,
        /** Somebody asked for a poll out of turn. */
        POLL_REQUESTED,
        /** A watch was deleted at somebody's wish; the entry belongs to no watch. */
        FORGOTTEN,
        /** Nobody is notified of a watch, or of those that match, for a time. */
        MUTED,
        /** The end of that. */
        UNMUTED,
        /** An account's state changed. */
        ACCOUNT,
        /** An account was to be probed at once. */
        PROBED,
        /** A delivery that had ended was to be sent again. */
        REPLAYED,
        /** A waiting delivery was given up. */
        DISCARDED
    }

    /**
     * One entry.
     *
     * @param watchId of which watch; the entry is deleted with it. Without: after the retention
     * @param account of which account, if of one
     * @param detail more of it
     * @param by who asked; empty: the daemon by itself, or its files
     */
    public record Entry(
            Instant at,
            Kind kind,
            Optional<String> watchId,
            Optional<String> account,
            Optional<String> detail,
            Optional<Requester> by) {
        public Entry {
            requireNonNull(at, "at");
            requireNonNull(kind, "kind");
            requireNonNull(watchId, "watchId");
            requireNonNull(account, "account");
            requireNonNull(detail, "detail");
            requireNonNull(by, "by");
        }

        /** Of a watch, which nobody asked for. */
        public static Entry of(Instant at, Kind kind, String watchId, String account, String detail) {
            return new Entry(
                    at, kind, Optional.of(watchId), Optional.of(account), Optional.of(detail), Optional.empty());
        }

        /** The same, asked for. */
        public Entry by(Optional<Requester> requester) {
            return new Entry(at, kind, watchId, account, detail, requester);
        }
    }

    /** Appends these, in their order. */
    public static void append(Connection connection, List<Entry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            Params params = new Params(statement);
            for (Entry entry : entries) {
                params.time(entry.at())
                        .text(entry.kind().name())
                        .text(entry.watchId())
                        .text(entry.account())
                        .text(entry.detail())
                        .text(entry.by().map(Requester::name))
                        .text(entry.by().map(Requester::address))
                        .text(entry.by().flatMap(Requester::reason))
                        .batch();
            }
            statement.executeBatch();
        }
    }
}
