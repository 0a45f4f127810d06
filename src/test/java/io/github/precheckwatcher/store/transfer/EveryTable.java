package io.github.precheckwatcher.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.store.database.Databases.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A store in which every table has rows ({@code store/every-table.sql}), and all that is in a store. */
final class EveryTable {
    private EveryTable() {}

    static void fill(Database database) {
        try (InputStream in = EveryTable.class.getResourceAsStream("/store/every-table.sql")) {
            database.execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every cell of every table, the rows in an order of their own; fails if a table has no row. */
    static Map<String, List<String>> cells(Database database) {
        Map<String, List<String>> cells = rows(database);
        assertThat(cells)
                .as("a table without rows is not tested: add some to every-table.sql")
                .isNotEmpty()
                .allSatisfy((table, rows) -> assertThat(rows).as(table).isNotEmpty());
        return cells;
    }

    /** The same, tables without rows too. */
    static Map<String, List<String>> rows(Database database) {
        return database.transactions().run(connection -> {
            Map<String, List<String>> cells = new TreeMap<>();
            for (StoreTable table : StoreTable.all(connection)) {
                List<String> rows = new ArrayList<>();
                try (Statement statement = connection.createStatement();
                        ResultSet result = statement.executeQuery(table.select())) {
                    while (result.next()) {
                        StringBuilder row = new StringBuilder();
                        for (StoreTable.Column column : table.columns()) {
                            Object value = column.time()
                                    ? result.getObject(column.name(), OffsetDateTime.class)
                                    : result.getObject(column.name());
                            row.append(column.name())
                                    .append('=')
                                    .append(value instanceof OffsetDateTime time ? time.toInstant() : value)
                                    .append(value == null ? " (null)\n" : "\n");
                        }
                        rows.add(row.toString());
                    }
                }
                rows.sort(null);
                cells.put(table.name(), rows);
            }
            return cells;
        });
    }

    /** What the next rows of the tables that count get. */
    static Map<String, Long> next(Database database) {
        return database.transactions().run(connection -> NextValues.of(connection, StoreTable.all(connection)));
    }
}
