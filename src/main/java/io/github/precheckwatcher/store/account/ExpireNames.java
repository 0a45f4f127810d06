package io.github.precheckwatcher.store.account;

import io.github.precheckwatcher.store.database.Params;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;

/**
 * Takes away the rows of accounts and notifiers that no node has had in its file for long and nothing belongs to. Each
 * node notes again and again what its file has, so that none takes away what another one uses.
 */
public final class ExpireNames {
    private static final String UNUSED_ACCOUNTS = """
            delete from account
            where named_at < ? and not exists (
                select 1 from watch where watch.account = account.name and watch.state = 'WATCHING')""";

    private static final String UNUSED_NOTIFIERS = """
            delete from notifier
            where named_at < ? and not exists (select 1 from delivery where delivery.notifier = notifier.name)""";

    /** A row that is new since this was last done has its time from now on, whoever has it in a file. */
    public void note(Connection connection, Collection<String> accounts, Collection<String> notifiers, Instant now)
            throws SQLException {
        String account = "update account set named_at = ? where named_at is null or name = any(?)";
        String notifier = "update notifier set named_at = ? where named_at is null or name = any(?)";
        Params.update(connection, account, params -> params.time(now).texts(accounts));
        Params.update(connection, notifier, params -> params.time(now).texts(notifiers));
    }

    public void expire(Connection connection, Instant namedBefore) throws SQLException {
        Params.update(connection, UNUSED_ACCOUNTS, params -> params.time(namedBefore));
        Params.update(connection, UNUSED_NOTIFIERS, params -> params.time(namedBefore));
    }
}
