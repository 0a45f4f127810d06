package io.github.precheckwatcher.registration.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.config.ConfigFolderBuilder;
import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.store.JdbcNodeStore;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.watch.node.Node;
import io.github.precheckwatcher.watch.node.NodeStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodePresenceTest {
    private static final String ORDERS = "  - { task-id: t-1, instance-uuid: i-1 }\n";
    private static final String BILLING = "  - { task-id: t-2, instance-uuid: i-2 }\n";

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FaultLog faults = new FaultLog(new StoreOutage(Clock.systemUTC()), Clock.systemUTC());
    private Databases.Database database;
    private NodeStore store;

    @BeforeEach
    void open() {
        database = Databases.h2(folder.resolve("data"));
        store = new JdbcNodeStore(database.transactions());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void nodes_whose_files_differ_do_not_agree_until_the_last_of_them_has_the_new_files() {
        CurrentConfig first = new CurrentConfig(config("postgresql", ORDERS + BILLING));
        CurrentConfig second = new CurrentConfig(config("postgresql", BILLING + ORDERS));
        NodePresence one = node("host-1", first);
        NodePresence other = node("host-2", second);
        one.join();
        other.join();
        assertThat(one.differing()).isEmpty();
        assertThat(other.differing()).isEmpty();

        first.swap(config("postgresql", ORDERS));
        assertThat(one.differing()).containsExactly("host-2");
        assertThat(other.differing()).containsExactly("host-1");

        second.swap(config("postgresql", ORDERS));
        assertThat(other.differing()).isEmpty();
        assertThat(one.differing()).isEmpty();
    }

    @Test
    void a_node_that_died_long_ago_and_one_that_was_stopped_block_nothing() {
        CurrentConfig config = new CurrentConfig(config("postgresql", ORDERS));
        NodePresence one = node("host-1", config);
        NodePresence stopped = node("host-2", new CurrentConfig(config("postgresql", BILLING)));
        NodePresence killed = node("host-3", new CurrentConfig(config("postgresql", BILLING)));
        stopped.join();
        killed.join();
        one.join();
        assertThat(one.differing()).containsExactly("host-2", "host-3");

        stopped.leave();
        assertThat(one.differing()).containsExactly("host-3");

        database.execute("update node set seen_at = seen_at - interval '31' second where host = 'host-3'");
        assertThat(one.differing()).isEmpty();
    }

    @Test
    void the_metric_counts_who_is_alive_and_who_is_stale_and_is_there_from_the_start() {
        NodePresence one = node("host-1", new CurrentConfig(config("postgresql", ORDERS)));
        assertThat(gauge("alive")).isZero();
        assertThat(gauge("stale")).isZero();
        store.write(new Node("n-2", "host-2", "1", "x"));
        store.write(new Node("n-3", "host-3", "1", "x"));
        database.execute("update node set seen_at = seen_at - interval '31' second where host = 'host-3'");

        one.join();

        assertThat(gauge("alive")).isEqualTo(2);
        assertThat(gauge("stale")).isEqualTo(1);
    }

    @Test
    void on_h2_nobody_else_can_be_alive() {
        store.write(new Node("n-2", "host-2", "1", "x"));
        NodePresence one = node("host-1", new CurrentConfig(config("h2", ORDERS)));

        one.join();

        assertThat(store.read().nodes()).extracting(seen -> seen.node().host()).containsExactly("host-1");
        assertThat(gauge("alive")).isEqualTo(1);
    }

    @Test
    void a_row_is_written_again_and_again_and_never_after_the_node_left() {
        NodePresence one = node("host-1", new CurrentConfig(config("postgresql", ORDERS)));
        one.join();
        database.execute("delete from node");
        one.publish();
        assertThat(store.read().nodes()).hasSize(1);

        one.leave();
        one.publish();
        assertThat(one.differing()).isEmpty();

        assertThat(store.read().nodes()).isEmpty();
    }

    @Test
    void a_store_that_fails_is_reported_by_the_outage_and_a_node_that_cannot_say_goodbye_stops_all_the_same() {
        NodePresence one = node("host-1", new CurrentConfig(config("postgresql", ORDERS)));
        one.join();
        database.execute("alter table node rename to hidden");

        try (LogLines log = LogLines.of(StoreOutage.class)) {
            one.publish();
            one.publish();
            one.leave();

            assertThat(log.lines()).singleElement().asString().startsWith("ERROR store state=FAILING");
        }
        assertThat(gauge("alive")).as("what was known last").isEqualTo(1);
    }

    private NodePresence node(String host, CurrentConfig config) {
        return new NodePresence(store, config, UUID::randomUUID, faults, meters, host);
    }

    private double gauge(String state) {
        return meters.get("precheck.nodes").tag("state", state).gauge().value();
    }

    private LoadedConfig config(String kind, String tasks) {
        try {
            Path dir = Files.createTempDirectory(folder, "config");
            return new ConfigFolderBuilder(dir)
                    .file("application.yaml", "watcher: { store: " + kind + " }\n")
                    .tasks("defaults: { uni-region-id: cn-hangzhou }\ntasks:\n" + tasks)
                    .load();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
