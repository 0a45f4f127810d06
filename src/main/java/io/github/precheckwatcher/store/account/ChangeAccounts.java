package io.github.precheckwatcher.store.account;

import io.github.precheckwatcher.store.database.History;
import io.github.precheckwatcher.watch.WatchStore.Change;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Opens accounts and changes their rows under their locks. */
public final class ChangeAccounts {
    private final AccountRows rows;

    public ChangeAccounts(AccountRows rows) {
        this.rows = rows;
    }

    /**
     * Creates the account's row, or sets its rate to the configured one. A rate that the cloud cut is not raised: the
     * cloud would be asked too often again at each start; it recovers by its own rule.
     */
    public Change open(Connection connection, String account, double callsPerSecond, Instant now) throws SQLException {
        rows.insertMissing(connection, AccountRow.fresh(account, callsPerSecond, now));
        return change(connection, account, row -> {
            boolean cut = row.state() == AccountState.THROTTLED && row.rate() < callsPerSecond;
            return cut ? row : withRate(row, callsPerSecond);
        });
    }

    public Change change(Connection connection, String account, UnaryOperator<AccountRow> change) throws SQLException {
        AccountRow before = rows.lock(connection, account);
        AccountRow after = change.apply(before);
        if (!after.equals(before)) {
            rows.update(connection, after);
        }
        if (after.state() != before.state()) {
            History.append(connection, List.of(changed(after)));
        }
        return new Change(before, after);
    }

    private static History.Entry changed(AccountRow after) {
        String detail = after.state()
                + after.problem().map(problem -> " " + problem.code()).orElse("");
        return new History.Entry(
                after.since(),
                History.Kind.ACCOUNT,
                Optional.empty(),
                Optional.of(after.name()),
                Optional.of(detail),
                Optional.empty());
    }

    private static AccountRow withRate(AccountRow row, double rate) {
        return new AccountRow(
                row.name(),
                row.state(),
                row.since(),
                row.problem(),
                row.transportFailures(),
                row.refusals(),
                row.partial(),
                row.probes(),
                row.nextProbeAt(),
                row.probedAt(),
                rate,
                row.tokens(),
                row.refilledAt(),
                row.cutAt(),
                row.blockedUntil());
    }
}
