package io.github.precheckwatcher.store.account;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.StoredJson;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rows of the accounts: locked, read and written; what changes in them is decided in {@code watch}. */
public final class AccountRows {
    private static final TypeReference<Problem> PROBLEM = new TypeReference<>() {};
    private static final String COLUMNS = """
            name, state, since, problem, way_failures, refusals, partial_refusal, probes, next_probe_at, \
            probed_at, rate, tokens, refilled_at, cut_at, blocked_until""";

    /** Writes the row unless there is one of that name already. */
    public void insertMissing(Connection connection, AccountRow row) throws SQLException {
        String sql = "insert into account (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict do nothing";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bindFields(new Params(statement).text(row.name()), row);
            statement.executeUpdate();
        }
    }

    /**
     * Reads a row and keeps it locked until the transaction ends.
     *
     * @throws IllegalStateException when there is none of that name
     */
    public AccountRow lock(Connection connection, String name) throws SQLException {
        return lockIfThere(connection, name)
                .orElseThrow(() -> new IllegalStateException("the account " + name + " was not opened in the store"));
    }

    /** The same; empty when there is none of that name. */
    public Optional<AccountRow> lockIfThere(Connection connection, String name) throws SQLException {
        String sql = "select " + COLUMNS + " from account where name = ? for update";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(name);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(row(new Columns(result))) : Optional.empty();
            }
        }
    }

    public void update(Connection connection, AccountRow row) throws SQLException {
        String sql = """
                update account
                set state = ?, since = ?, problem = ?, way_failures = ?, refusals = ?, partial_refusal = ?, probes = ?,
                    next_probe_at = ?, probed_at = ?, rate = ?, tokens = ?, refilled_at = ?, cut_at = ?, blocked_until = ?
                where name = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bindFields(new Params(statement), row).text(row.name());
            statement.executeUpdate();
        }
    }

    public Map<String, AccountRow> all(Connection connection) throws SQLException {
        String sql = "select " + COLUMNS + " from account order by name";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            Map<String, AccountRow> rows = new TreeMap<>();
            while (result.next()) {
                AccountRow row = row(new Columns(result));
                rows.put(row.name(), row);
            }
            return rows;
        }
    }

    private static Params bindFields(Params params, AccountRow row) throws SQLException {
        return params.text(row.state().name())
                .time(row.since())
                .text(row.problem().map(StoredJson::write))
                .number(row.transportFailures())
                .number(row.refusals())
                .flag(row.partial())
                .number(row.probes())
                .time(row.nextProbeAt())
                .time(row.probedAt())
                .number(row.rate())
                .number(row.tokens())
                .time(row.refilledAt())
                .time(row.cutAt())
                .time(row.blockedUntil());
    }

    private static AccountRow row(Columns columns) throws SQLException {
        Optional<String> problem = columns.textOrNone("problem");
        return new AccountRow(
                columns.text("name"),
                AccountState.valueOf(columns.text("state")),
                columns.time("since"),
                problem.map(json -> StoredJson.read(json, PROBLEM)),
                columns.number("way_failures"),
                columns.number("refusals"),
                columns.flag("partial_refusal"),
                columns.number("probes"),
                columns.timeOrNone("next_probe_at"),
                columns.timeOrNone("probed_at"),
                columns.real("rate"),
                columns.real("tokens"),
                columns.time("refilled_at"),
                columns.timeOrNone("cut_at"),
                columns.timeOrNone("blocked_until"));
    }
}
