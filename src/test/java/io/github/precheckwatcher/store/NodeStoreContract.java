package io.github.precheckwatcher.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.watch.node.Node;
import io.github.precheckwatcher.watch.node.NodeStore;
import io.github.precheckwatcher.watch.node.NodesSeen;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rows of the nodes, held against each database. */
abstract class NodeStoreContract {
    private static final Node ONE = new Node("n-1", "host-1", "1.0", "same");
    private static final Node OTHER = new Node("n-2", "host-2", "1.0", "same");

    private Databases.Database database;
    private NodeStore store;

    abstract Databases.Database fresh();

    @BeforeEach
    void open() {
        database = fresh();
        store = new JdbcNodeStore(database.transactions());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void each_node_has_one_row_that_says_what_it_last_wrote() {
        store.write(ONE);
        store.write(OTHER);
        Node changed = new Node("n-1", "host-1", "1.1", "other");
        store.write(changed);

        NodesSeen seen = store.read();

        assertThat(seen.nodes()).extracting(NodesSeen.Seen::node).containsExactly(changed, OTHER);
        assertThat(seen.nodes())
                .allSatisfy(node -> assertThat(Duration.between(node.at(), seen.now()))
                        .isBetween(Duration.ZERO, Duration.ofSeconds(20)));
        assertThat(seen.alive()).isEqualTo(2);
        assertThat(seen.stale()).isZero();
    }

    @Test
    void a_node_that_was_not_seen_for_half_a_minute_is_stale_by_the_databases_clock() {
        store.write(ONE);
        store.write(new Node("n-2", "host-2", "1.0", "other"));
        assertThat(store.read().differing(ONE)).extracting(Node::host).containsExactly("host-2");

        age("n-2", "31", "second");

        assertThat(store.read().alive()).isEqualTo(1);
        assertThat(store.read().stale()).isEqualTo(1);
        assertThat(store.read().differing(ONE)).isEmpty();
    }

    @Test
    void a_node_that_comes_back_after_its_row_went_is_there_again() {
        store.write(OTHER);
        age("n-2", "61", "minute");
        store.write(ONE);
        assertThat(store.read().nodes()).extracting(NodesSeen.Seen::node).containsExactly(ONE);

        store.write(OTHER);

        assertThat(store.read().nodes()).extracting(NodesSeen.Seen::node).containsExactly(ONE, OTHER);
        assertThat(store.read().alive()).isEqualTo(2);
    }

    @Test
    void a_row_of_less_than_an_hour_is_left_to_be_seen() {
        store.write(OTHER);
        age("n-2", "59", "minute");

        store.write(ONE);

        assertThat(store.read().stale()).isEqualTo(1);
    }

    @Test
    void a_node_that_leaves_takes_its_row_along_and_one_alone_takes_all_others() {
        store.write(ONE);
        store.write(OTHER);
        store.remove("n-2");
        store.remove("n-2");
        assertThat(store.read().nodes()).extracting(NodesSeen.Seen::node).containsExactly(ONE);

        store.write(OTHER);
        store.removeOthers("n-2");

        assertThat(store.read().nodes()).extracting(NodesSeen.Seen::node).containsExactly(OTHER);
    }

    private void age(String node, String by, String unit) {
        database.execute(
                "update node set seen_at = seen_at - interval '" + by + "' " + unit + " where id = '" + node + "'");
    }
}
