package io.github.precheckwatcher.store.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.store.database.Chunks;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.Transactions;
import io.github.precheckwatcher.watch.OnRemoval;
import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchStore.Unnamed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Running watches that the files named once and name no more: found page by page without locks, changed by id. */
final class UnnamedWatches {
    private final Transactions transactions;

    UnnamedWatches(Transactions transactions) {
        this.transactions = requireNonNull(transactions, "transactions");
    }

    /** As {@link io.github.precheckwatcher.watch.WatchStore#unnamed}. */
    List<Unnamed> find(Collection<WatchIdentity> named) {
        Set<WatchIdentity> known = named.stream().map(WatchRows::kept).collect(Collectors.toSet());
        List<Unnamed> unnamed = new ArrayList<>();
        String after = "";
        List<Unnamed> page;
        do {
            String from = after;
            page = transactions.run(c -> page(c, from));
            page.stream().filter(watch -> !known.contains(watch.identity())).forEach(unnamed::add);
            after = page.isEmpty() ? after : page.get(page.size() - 1).watchId();
        } while (page.size() == Chunks.SIZE);
        return unnamed;
    }

    /** As {@link io.github.precheckwatcher.watch.WatchStore#keepUnnamed}. */
    Set<String> keep(Collection<String> watchIds) {
        Set<String> kept = new HashSet<>();
        for (List<String> chunk : Chunks.of(watchIds.stream().sorted().toList())) {
            kept.addAll(transactions.run(c -> keep(c, chunk)));
        }
        return kept;
    }

    private static List<Unnamed> page(Connection connection, String after) throws SQLException {
        String sql = "select id, name, on_removal, " + WatchRows.IDENTITY_COLUMNS + """
                 from watch
                where state = 'WATCHING' and in_files and id > ?
                order by id
                fetch first ? rows only""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(after).number(Chunks.SIZE);
            try (ResultSet result = statement.executeQuery()) {
                List<Unnamed> page = new ArrayList<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    page.add(new Unnamed(
                            columns.text("id"),
                            columns.text("name"),
                            WatchRows.identity(columns),
                            OnRemoval.valueOf(columns.text("on_removal"))));
                }
                return page;
            }
        }
    }

    private static Set<String> keep(Connection connection, List<String> ids) throws SQLException {
        String sql = "update watch set in_files = false where id = ? and state = 'WATCHING' and in_files";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (String id : ids) {
                params.text(id).batch();
            }
            int[] counts = statement.executeBatch();
            Set<String> kept = new HashSet<>();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == 1) {
                    kept.add(ids.get(i));
                }
            }
            return kept;
        }
    }
}
