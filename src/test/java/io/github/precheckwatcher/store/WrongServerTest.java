package io.github.precheckwatcher.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.log.StoreFault.Kind;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.database.StoreException;
import io.github.precheckwatcher.watch.AlreadyEnded;
import io.github.precheckwatcher.watch.EngineSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The server behind the address only reads while its sessions live on, as after a failover, and then another stands
 * there. Sessions that began before keep the server's read-only default; for new ones the database's own is stronger.
 */
class WrongServerTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final FakeClock clock = new FakeClock(Instant.parse("2026-11-24T08:00:00Z"));
    private final StoreOutage outage = new StoreOutage(clock);
    private EmbeddedPostgres server;
    private Databases.Database database;

    @BeforeEach
    void startServer() throws IOException {
        server = EmbeddedPostgres.start();
        AgroalDataSource pool = Databases.pool(server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
        Databases.migrate(pool);
        database = new Databases.Database(pool);
    }

    @AfterEach
    void stopServer() throws IOException {
        database.close();
        server.close();
    }

    @Test
    void sessions_of_a_server_that_only_reads_are_left_for_new_ones() throws SQLException {
        List<Connection> sessions = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sessions.add(database.source().getConnection());
        }
        Connection kept = sessions.remove(0);
        for (Connection session : sessions) {
            session.close();
        }
        onlyRead(kept);
        assertThatThrownBy(this::write)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.READ_ONLY));

        anotherServer();

        assertThat(readOnly(kept)).as("a session that began before").isEqualTo("on");
        await().atMost(Duration.ofSeconds(10)).until(this::writes);
        for (int i = 0; i < 20; i++) {
            write();
        }
        kept.close();
    }

    @Test
    void sessions_that_the_server_ended_cost_one_failure_and_not_one_each() throws SQLException {
        List<Connection> sessions = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            sessions.add(database.source().getConnection());
        }
        for (Connection session : sessions) {
            session.close();
        }
        admin("select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend'"
                + " and pid <> pg_backend_pid()");

        assertThatThrownBy(this::write)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.AWAY));
        await().atMost(Duration.ofSeconds(10)).until(this::writes);
        for (int i = 0; i < 8; i++) {
            write();
        }
    }

    @Test
    void a_node_with_nothing_to_do_is_unready_after_a_lease_and_recovers_by_itself() throws SQLException {
        WriteCheck check = new WriteCheck(database.transactions(), outage);
        StoreReadiness readiness =
                new StoreReadiness(check, outage, () -> new EngineSettings(LEASE, Map.of(), AlreadyEnded.NOTIFY));
        assertThat(readiness.call().getStatus()).as("before the first check").isEqualTo(Status.DOWN);
        check.check();
        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
        try (LogLines log = LogLines.of(StoreOutage.class)) {
            onlyRead(database.source().getConnection());

            check.check();
            clock.advance(LEASE);
            check.check();
            assertThat(readiness.call().getStatus()).as("for a lease").isEqualTo(Status.UP);
            clock.advance(Duration.ofSeconds(1));
            assertThat(readiness.call().getStatus())
                    .as("for longer than a lease")
                    .isEqualTo(Status.DOWN);

            anotherServer();
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                check.check();
                return readiness.call().getStatus() == Status.UP;
            });
            clock.advance(Duration.ofSeconds(5));
            check.check();

            assertThat(log.lines())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .startsWith("ERROR store state=FAILING")
                                    .contains("read-only transaction", "this server only reads"),
                            line -> assertThat(line).isEqualTo("INFO store state=OK was=FAILING for=36s"));
        }
        assertThat(database.texts("select kind as c from event"))
                .as("what the checks left")
                .isEmpty();
    }

    @Test
    void a_server_that_is_gone_for_longer_than_a_lease_makes_the_node_unready() throws IOException {
        WriteCheck check = new WriteCheck(database.transactions(), outage);
        StoreReadiness readiness =
                new StoreReadiness(check, outage, () -> new EngineSettings(LEASE, Map.of(), AlreadyEnded.NOTIFY));
        check.check();
        server.close();

        check.check();
        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
        clock.advance(LEASE.plusMillis(1));
        assertThat(readiness.call().getStatus()).isEqualTo(Status.DOWN);
    }

    private void onlyRead(Connection session) throws SQLException {
        admin("alter system set default_transaction_read_only = on");
        admin("select pg_reload_conf()");
        await().atMost(Duration.ofSeconds(10)).until(() -> readOnly(session).equals("on"));
    }

    private void anotherServer() throws SQLException {
        admin("set transaction_read_only = off; alter database postgres set default_transaction_read_only = off");
    }

    private void admin(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(!sql.contains(";"));
            statement.execute(sql);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }

    private static String readOnly(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("show default_transaction_read_only")) {
            result.next();
            return result.getString(1);
        }
    }

    private boolean writes() {
        try {
            write();
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    private void write() {
        database.execute("insert into notifier (name) values ('n' || nextval('event_id_seq'))");
    }
}
