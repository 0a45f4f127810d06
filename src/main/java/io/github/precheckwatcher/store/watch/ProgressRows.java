package io.github.precheckwatcher.store.watch;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.precheckwatcher.precheck.ProgressPoints;
import io.github.precheckwatcher.precheck.ProgressPoints.Point;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.StoredJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the progress of rounds went, a row each. Written after the watch's own row and in its order, under whose lock two
 * nodes do not meet here.
 */
final class ProgressRows {
    private static final TypeReference<List<long[]>> POINTS = new TypeReference<>() {};

    private ProgressRows() {}

    /** A round and its points so far; none where it has no row yet. */
    private record Row(String watchId, int round, Optional<String> stored) {}

    /**
     * Adds to the rounds of running or just ended watches.
     *
     * @param moved by watch id
     */
    static void add(Connection connection, Map<String, Point> moved) throws SQLException {
        if (moved.isEmpty()) {
            return;
        }
        List<Row> known = new ArrayList<>();
        List<Row> fresh = new ArrayList<>();
        for (Row row : rows(connection, moved)) {
            (row.stored().isPresent() ? known : fresh).add(row);
        }
        write(connection, "update progress set points = ? where watch_id = ? and round = ?", known, moved);
        write(connection, "insert into progress (points, watch_id, round) values (?, ?, ?)", fresh, moved);
    }

    /** The points of the round that runs or was the last. */
    static ProgressPoints of(Connection connection, String watchId) throws SQLException {
        String sql = """
                select points
                from watch join progress on progress.watch_id = watch.id and progress.round = watch.round
                where watch.id = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(watchId);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? read(new Columns(result).text("points")) : ProgressPoints.NONE;
            }
        }
    }

    private static List<Row> rows(Connection connection, Map<String, Point> moved) throws SQLException {
        String sql = """
                select watch.id as watch_id, watch.round as round, points
                from watch left join progress on progress.watch_id = watch.id and progress.round = watch.round
                where watch.id = any(?)
                order by watch.id""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(moved.keySet());
            try (ResultSet result = statement.executeQuery()) {
                List<Row> rows = new ArrayList<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    rows.add(new Row(columns.text("watch_id"), columns.number("round"), columns.textOrNone("points")));
                }
                return rows;
            }
        }
    }

    private static void write(Connection connection, String sql, List<Row> rows, Map<String, Point> moved)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Row row : rows) {
                ProgressPoints before = row.stored().map(ProgressRows::read).orElse(ProgressPoints.NONE);
                params.text(written(before.with(moved.get(row.watchId()))))
                        .text(row.watchId())
                        .number(row.round())
                        .batch();
            }
            statement.executeBatch();
        }
    }

    private static ProgressPoints read(String json) {
        return new ProgressPoints(StoredJson.read(json, POINTS).stream()
                .map(point -> new Point(Instant.ofEpochMilli(point[0]), Math.toIntExact(point[1])))
                .toList());
    }

    private static String written(ProgressPoints points) {
        return StoredJson.write(points.points().stream()
                .map(point -> new long[] {point.at().toEpochMilli(), point.progress()})
                .toList());
    }
}
