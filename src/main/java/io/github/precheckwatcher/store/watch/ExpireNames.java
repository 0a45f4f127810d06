package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Takes away the rows of accounts and notifiers that no node has had in its file for long and nothing belongs to. Each
 * node notes again and again what its file has, so that none takes away what another one uses.
 */
final class ExpireNames {
    private static final String UNUSED_ACCOUNTS = """
            delete from account
            where named_at < ? and not exists (
                select 1 from watch where watch.account = account.name and watch.state = 'WATCHING')""";

    private static final String UNUSED_NOTIFIERS = """
            delete from notifier
            where named_at < ? and not exists (select 1 from delivery where delivery.notifier = notifier.name)""";

    void noteAccounts(Connection connection, Collection<String> names, Instant now) throws SQLException {
        note(connection, "update account set named_at = ? where name = ?", names, now);
    }

    void noteNotifiers(Connection connection, Collection<String> names, Instant now) throws SQLException {
        note(connection, "update notifier set named_at = ? where name = ?", names, now);
    }

    /** In the order of the names, so that two nodes wait for each other instead of locking each other up. */
    private static void note(Connection connection, String sql, Collection<String> names, Instant now)
            throws SQLException {
        List<String> ordered = names.stream().sorted().toList();
        for (String name : ordered) {
            Params.update(connection, sql, params -> params.time(now).text(name));
        }
    }

    void expire(Connection connection, Instant namedBefore) throws SQLException {
        Params.update(connection, UNUSED_ACCOUNTS, params -> params.time(namedBefore));
        Params.update(connection, UNUSED_NOTIFIERS, params -> params.time(namedBefore));
    }
}
