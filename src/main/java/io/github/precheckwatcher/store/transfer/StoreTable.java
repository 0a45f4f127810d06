package io.github.precheckwatcher.store.transfer;

import io.github.precheckwatcher.store.database.SchemaVersion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table of the store, as the database's catalogue has it.
 *
 * @param name its name
 * @param columns its columns, in order
 */
record StoreTable(String name, List<Column> columns) {
    private static final String TIME = "timestamp with time zone";

    StoreTable {
        columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param name its name
     * @param time whether it holds a time
     * @param identity whether the database counts its values
     */
    record Column(String name, boolean time, boolean identity) {}

    /** All tables of the store but Flyway's, by name. The information schema is the same on both databases. */
    static List<StoreTable> all(Connection connection) throws SQLException {
        String sql = """
                select c.table_name, c.column_name, lower(c.data_type) as data_type, c.is_identity
                from information_schema.columns c
                join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
                where t.table_schema = current_schema and t.table_type = 'BASE TABLE' and t.table_name <> ?
                order by c.table_name, c.ordinal_position""";
        Map<String, List<Column>> columns = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, SchemaVersion.HISTORY);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    columns.computeIfAbsent(result.getString("table_name"), name -> new ArrayList<>())
                            .add(new Column(
                                    result.getString("column_name"),
                                    result.getString("data_type").equals(TIME),
                                    result.getString("is_identity").equals("YES")));
                }
            }
        }
        return columns.entrySet().stream()
                .map(table -> new StoreTable(table.getKey(), table.getValue()))
                .toList();
    }

    /** The columns of these names in this order; empty when one of them is none of this table's. */
    Optional<StoreTable> with(List<String> names) {
        Map<String, Column> known = columns.stream().collect(Collectors.toMap(Column::name, column -> column));
        return known.keySet().containsAll(names) && names.stream().distinct().count() == names.size()
                ? Optional.of(
                        new StoreTable(name, names.stream().map(known::get).toList()))
                : Optional.empty();
    }

    List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    Optional<Column> identity() {
        return columns.stream().filter(Column::identity).findFirst();
    }

    String select() {
        return "select " + columnList() + " from " + quoted(name);
    }

    /** With a question mark for each column. */
    String insert() {
        return "insert into " + quoted(name) + " (" + columnList() + ")"
                + (identity().isPresent() ? " overriding system value" : "") + " values ("
                + columns.stream().map(column -> "?").collect(Collectors.joining(", ")) + ")";
    }

    private String columnList() {
        return columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
    }

    /** A name as SQL writes it. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
