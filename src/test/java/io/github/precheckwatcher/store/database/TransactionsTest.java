package io.github.precheckwatcher.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.log.StoreFault.Kind;
import io.github.precheckwatcher.store.Together;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All of it or nothing, and again when a deadlock was lost. */
class TransactionsTest {
    private static final String INSERT = "insert into notifier (name) values (?)";

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01", "55P03", "HYT00", "90131"})
    void work_that_lost_a_lock_runs_again_from_its_start(String sqlState) {
        try (Databases.Database database = Databases.h2(dir)) {
            AtomicInteger runs = new AtomicInteger();

            database.transactions().perform(c -> {
                insert(c, "ops");
                if (runs.incrementAndGet() < 3) {
                    throw new SQLException("lost", sqlState);
                }
            });

            assertThat(runs).hasValue(3);
            assertThat(names(database)).containsExactly("ops");
        }
    }

    @Test
    void before_each_further_try_it_pauses_for_a_random_while() {
        try (Databases.Database database = Databases.h2(dir)) {
            AtomicInteger drawn = new AtomicInteger();
            AtomicInteger runs = new AtomicInteger();
            Transactions transactions = new Transactions(database.source(), () -> drawn.getAndIncrement());

            transactions.perform(c -> {
                if (runs.incrementAndGet() < 3) {
                    throw new SQLException("lost", "40001");
                }
            });

            assertThat(drawn).hasValue(2);
        }
    }

    /** What H2 does to itself when it cannot write, on a full disk for example. */
    @Test
    void a_database_that_closed_itself_is_opened_again() throws SQLException {
        // its migration leaves a third connection in the pool, which the work after the shutdown meets
        try (Databases.Database database = Databases.migratedH2(dir)) {
            Transactions transactions = database.transactions();
            transactions.perform(c -> insert(c, "ops"));
            try (Connection idle = database.source().getConnection();
                    Connection closing = database.source().getConnection()) {
                assertThat(idle.isValid(1)).isTrue();
                closing.createStatement().execute("shutdown immediately");
                assertThatThrownBy(() -> transactions.perform(c -> insert(c, "log")))
                        .isInstanceOfSatisfying(
                                StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.AWAY));
            }

            await().atMost(Duration.ofSeconds(20)).until(() -> {
                try {
                    transactions.perform(c -> insert(c, "log"));
                    return true;
                } catch (StoreException e) {
                    return false; // the pool is still dropping its connections
                }
            });
            assertThat(names(database)).containsExactly("log", "ops");
        }
    }

    @Test
    void the_reason_of_a_failed_batch_is_found_in_its_chain() {
        try (Databases.Database database = Databases.h2(dir)) {
            AtomicInteger runs = new AtomicInteger();

            database.transactions().perform(c -> {
                if (runs.incrementAndGet() == 1) {
                    BatchUpdateException batch = new BatchUpdateException("batch", null, 0, new int[0]);
                    batch.setNextException(new SQLException("lost", "40P01"));
                    throw batch;
                }
            });

            assertThat(runs).hasValue(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "08006, AWAY",
        "08001, AWAY",
        "57P01, AWAY",
        "57P03, AWAY",
        "25P03, AWAY",
        "90098, AWAY",
        "90121, AWAY",
        "28P01, AWAY",
        "53300, AWAY",
        "25006, READ_ONLY",
        "90097, READ_ONLY",
        "55P03, BUSY",
        "HYT00, BUSY",
        "57014, BUSY",
        "53100, REFUSED",
        "HY000, REFUSED",
        "XX001, REFUSED",
        "90030, REFUSED",
        "42501, REFUSED",
        "42P05, REFUSED",
        "22021, CONTENT",
        "22P05, CONTENT",
        "22001, CONTENT",
        "23505, CONTENT",
        "23513, CONTENT",
        "54000, CONTENT",
        ", REFUSED"
    })
    void a_failure_says_whether_the_database_was_away_or_busy_or_refused(String sqlState, Kind kind) {
        BatchUpdateException batch = new BatchUpdateException("batch", null, 0, new int[0]);
        batch.setNextException(new SQLException("why", sqlState));

        assertThat(new StoreException("the store failed", batch).kind()).isEqualTo(kind);
    }

    @Test
    void whatever_keeps_a_connection_from_us_the_database_is_away() {
        Databases.Database database = Databases.h2(dir);
        database.close();

        assertThatThrownBy(() -> database.texts("select name as c from notifier"))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.AWAY));
    }

    @Test
    void a_connection_that_postgresql_ended_means_that_it_is_away() {
        try (Databases.Database database = Databases.postgresql()) {
            assertThatThrownBy(() -> database.texts("select pg_terminate_backend(pg_backend_pid()) as c"))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.AWAY));
        }
    }

    @Test
    void the_tries_are_bounded() {
        try (Databases.Database database = Databases.h2(dir)) {
            AtomicInteger runs = new AtomicInteger();

            assertThatThrownBy(() -> database.transactions().perform(c -> {
                        runs.incrementAndGet();
                        throw new SQLException("lost", "40001");
                    }))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("40001");
            assertThat(runs).hasValue(5);
        }
    }

    @Test
    void any_other_failure_is_reported_at_once_and_leaves_nothing() {
        try (Databases.Database database = Databases.h2(dir)) {
            assertThatThrownBy(() -> database.transactions().perform(c -> {
                        insert(c, "ops");
                        insert(c, "ops");
                    }))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("23505");
            assertThatThrownBy(() -> database.transactions().perform(c -> {
                        insert(c, "log");
                        throw new IllegalArgumentException("a bug");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);

            assertThat(names(database)).isEmpty();
        }
    }

    /** Both lock one row and then want the other's: the database makes one of them the victim. */
    abstract static class RealDeadlock {
        abstract Databases.Database fresh();

        @Test
        void two_that_lock_each_other_up_both_get_done() throws Exception {
            try (Databases.Database database = fresh()) {
                database.transactions().perform(c -> {
                    insert(c, "a");
                    insert(c, "b");
                });
                CyclicBarrier bothHoldOne = new CyclicBarrier(2);
                AtomicInteger runs = new AtomicInteger();

                Together.run(
                        () -> pauseBoth(database, List.of("a", "b"), bothHoldOne, runs),
                        () -> pauseBoth(database, List.of("b", "a"), bothHoldOne, runs));

                assertThat(runs.get()).isGreaterThan(2);
            }
        }

        private static boolean pauseBoth(
                Databases.Database database, List<String> names, CyclicBarrier bothHoldOne, AtomicInteger runs) {
            return database.transactions().run(c -> {
                boolean first = runs.incrementAndGet() <= 2;
                touch(c, names.get(0));
                if (first) {
                    await(bothHoldOne);
                }
                touch(c, names.get(1));
                return true;
            });
        }

        private static void await(CyclicBarrier barrier) {
            try {
                barrier.await(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private static void touch(Connection connection, String name) throws SQLException {
            String sql = "update notifier set paused_until = current_timestamp where name = ?";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, name);
                statement.executeUpdate();
            }
        }
    }

    @Nested
    class OnH2 extends RealDeadlock {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class OnPostgresql extends RealDeadlock {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }

    private static void insert(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
    }

    private static List<String> names(Databases.Database database) {
        return database.texts("select name as c from notifier");
    }
}
