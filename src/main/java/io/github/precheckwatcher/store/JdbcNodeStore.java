package io.github.precheckwatcher.store;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.Transactions;
import io.github.precheckwatcher.watch.node.Node;
import io.github.precheckwatcher.watch.node.NodeStore;
import io.github.precheckwatcher.watch.node.NodesSeen;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps a row a node; every time in it is the database's, so that the nodes' own clocks do not matter. */
@Singleton
public final class JdbcNodeStore implements NodeStore {
    private final Transactions transactions;

    @Inject
    public JdbcNodeStore(Transactions transactions) {
        this.transactions = requireNonNull(transactions, "transactions");
    }

    @Override
    public void write(Node self) {
        transactions.perform(connection -> {
            if (update(connection, self) == 0) {
                insert(connection, self);
            }
            Params.update(
                    connection, "delete from node where seen_at < current_timestamp - interval '1' hour", none -> {});
        });
    }

    private static int update(Connection connection, Node self) throws SQLException {
        String sql = """
                update node
                set host = ?, version = ?, tasks = ?, seen_at = current_timestamp
                where id = ?""";
        return Params.update(
                connection,
                sql,
                params -> params.text(self.host())
                        .text(self.version())
                        .text(self.tasks())
                        .text(self.id()));
    }

    private static void insert(Connection connection, Node self) throws SQLException {
        String sql = """
                insert into node (id, host, version, tasks, seen_at)
                values (?, ?, ?, ?, current_timestamp)""";
        Params.update(
                connection,
                sql,
                params -> params.text(self.id())
                        .text(self.host())
                        .text(self.version())
                        .text(self.tasks()));
    }

    @Override
    public NodesSeen read() {
        return transactions.run(connection -> {
            String sql = "select id, host, version, tasks, seen_at from node order by host, id";
            Instant now = now(connection);
            try (PreparedStatement statement = connection.prepareStatement(sql);
                    ResultSet result = statement.executeQuery()) {
                List<NodesSeen.Seen> nodes = new ArrayList<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    nodes.add(new NodesSeen.Seen(node(columns), columns.time("seen_at")));
                }
                return new NodesSeen(nodes, now);
            }
        });
    }

    private static Node node(Columns columns) throws SQLException {
        return new Node(columns.text("id"), columns.text("host"), columns.text("version"), columns.text("tasks"));
    }

    private static Instant now(Connection connection) throws SQLException {
        String sql = "select current_timestamp as now";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return new Columns(result).time("now");
        }
    }

    @Override
    public void remove(String id) {
        transactions.perform(c -> Params.update(c, "delete from node where id = ?", params -> params.text(id)));
    }

    @Override
    public void removeOthers(String id) {
        transactions.perform(c -> Params.update(c, "delete from node where id <> ?", params -> params.text(id)));
    }
}
