package io.github.precheckwatcher.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.database.Databases.Database;
import io.github.precheckwatcher.store.database.H2Url;
import io.github.precheckwatcher.store.database.StoreAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything arrives in the other database, or nothing does. */
class StoreMoveTest {
    private static final TransferProgress SILENT = (table, rows, whole) -> {};

    @TempDir
    Path dir;

    private final String url = Databases.emptyPostgresqlUrl();
    private Database postgresql;

    @BeforeEach
    void open() {
        postgresql = new Database(Databases.pool(url, "postgres", "postgres"));
    }

    @AfterEach
    void close() {
        postgresql.close();
    }

    @Test
    void every_cell_of_every_table_arrives_in_postgresql() throws Exception {
        Map<String, List<String>> cells = filled("h2");

        long rows = move("h2").toPostgresql();

        assertThat(EveryTable.cells(postgresql)).isEqualTo(cells);
        assertThat(rows).isEqualTo(cells.values().stream().mapToLong(List::size).sum());
    }

    @Test
    void every_cell_of_every_table_arrives_in_an_embedded_store() throws Exception {
        Databases.migrate(postgresql.source());
        EveryTable.fill(postgresql);
        Map<String, List<String>> cells = EveryTable.cells(postgresql);

        move("h2").toEmbedded();

        assertThat(files("h2")).containsExactly("precheck-watcher.mv.db");
        try (Database h2 = opened("h2")) {
            assertThat(EveryTable.cells(h2)).isEqualTo(cells);
            Databases.migrate(h2.source()); // as the daemon's start
        }
    }

    @Test
    void what_went_there_and_back_is_as_it_was() throws Exception {
        Map<String, List<String>> cells = filled("there");

        move("there").toPostgresql();
        move("back").toEmbedded();

        try (Database back = opened("back")) {
            assertThat(EveryTable.cells(back)).isEqualTo(cells);
        }
        try (Database there = opened("there")) {
            assertThat(EveryTable.cells(there)).as("the original").isEqualTo(cells);
        }
    }

    @Test
    void ids_that_the_database_counts_go_on_behind_all_that_were_ever_given() throws Exception {
        filled("h2");
        Map<String, Long> next;
        try (Database h2 = opened("h2")) {
            next = EveryTable.next(h2);
        }
        assertThat(next).containsEntry("event.id", 4L).containsEntry("attempt.id", 4L);

        move("h2").toPostgresql();
        assertThat(EveryTable.next(postgresql)).isEqualTo(next);
        addEvent(postgresql);
        move("back").toEmbedded();

        try (Database back = opened("back")) {
            addEvent(back);
            assertThat(back.texts("select cast(id as varchar) as c from event order by id"))
                    .containsExactly("1", "2", "4", "5");
        }
    }

    @Test
    void rules_of_the_tables_hold_in_the_copy() throws Exception {
        filled("h2");
        move("h2").toPostgresql();
        move("back").toEmbedded();

        try (Database back = opened("back")) {
            for (Database copy : List.of(postgresql, back)) {
                assertThatThrownBy(() -> copy.execute("delete from watch where id = 'w1'"))
                        .hasMessageContaining("SQLState 2350");
                assertThatThrownBy(() -> copy.execute("update delivery set event_id = 'nobody' where id = 'leased'"))
                        .hasMessageContaining("SQLState 2350");
            }
        }
    }

    @Test
    void a_move_to_postgresql_that_ends_after_any_table_leaves_nothing_and_can_be_repeated() throws Exception {
        Map<String, List<String>> cells = filled("h2");

        for (String last : cells.keySet()) {
            assertThatThrownBy(() -> cut("h2", last).toPostgresql()).isInstanceOf(Cut.class);
            assertThat(EveryTable.rows(postgresql))
                    .allSatisfy((table, rows) -> assertThat(rows).isEmpty());
        }
        move("h2").toPostgresql();

        assertThat(EveryTable.cells(postgresql)).isEqualTo(cells);
    }

    @Test
    void a_move_to_an_embedded_store_that_ends_after_any_table_leaves_no_file_and_can_be_repeated() throws Exception {
        Databases.migrate(postgresql.source());
        EveryTable.fill(postgresql);
        Map<String, List<String>> cells = EveryTable.cells(postgresql);

        for (String last : cells.keySet()) {
            assertThatThrownBy(() -> cut("h2", last).toEmbedded()).isInstanceOf(Cut.class);
            assertThat(files("h2")).isEmpty();
        }
        Files.writeString(dir.resolve("h2/precheck-watcher.new.mv.db"), "what a killed process left");
        move("h2").toEmbedded();

        try (Database h2 = opened("h2")) {
            assertThat(EveryTable.cells(h2)).isEqualTo(cells);
        }
    }

    @Test
    void a_database_that_has_rows_is_not_written_to() throws Exception {
        filled("h2");
        Databases.migrate(postgresql.source());
        addEvent(postgresql);

        assertThatThrownBy(() -> move("h2").toPostgresql())
                .isInstanceOf(TransferRefused.class)
                .hasMessageContaining("is not empty: the table event has rows");

        assertThat(EveryTable.rows(postgresql).get("event")).hasSize(1);
        assertThat(EveryTable.rows(postgresql).get("watch")).isEmpty();
    }

    @Test
    void a_store_that_is_there_is_not_replaced() throws Exception {
        Databases.migrate(postgresql.source());
        Map<String, List<String>> cells = filled("h2");

        assertThatThrownBy(() -> move("h2").toEmbedded())
                .isInstanceOf(TransferRefused.class)
                .hasMessageContaining("there is a store already: " + H2Url.file(dir.resolve("h2")));

        try (Database h2 = opened("h2")) {
            assertThat(EveryTable.cells(h2)).isEqualTo(cells);
        }
    }

    @Test
    void a_copy_that_a_migration_left_is_a_store_too() throws Exception {
        Databases.migrate(postgresql.source());
        Files.createDirectories(dir.resolve("h2"));
        Files.writeString(dir.resolve("h2/precheck-watcher.mv.db.before-migration.zip"), "it would be put back");

        assertThatThrownBy(() -> move("h2").toEmbedded())
                .isInstanceOf(TransferRefused.class)
                .hasMessageContaining("there is a store already");
    }

    @Test
    void where_there_is_no_store_none_is_moved() {
        assertThatThrownBy(() -> move("h2").toPostgresql())
                .isInstanceOf(TransferRefused.class)
                .hasMessageContaining("there is no store to move");
        assertThatThrownBy(() -> move("h2").toEmbedded())
                .isInstanceOf(TransferRefused.class)
                .hasMessageContaining("there is no store to move");
        assertThat(dir.resolve("h2"))
                .satisfiesAnyOf(
                        folder -> assertThat(folder).doesNotExist(),
                        folder -> assertThat(folder).isEmptyDirectory());
    }

    @Test
    void an_embedded_store_of_an_older_version_is_moved_as_it_is() throws Exception {
        Path old = Files.createDirectories(dir.resolve("old"));
        try (Database h2 = new Database(Databases.pool(H2Url.of(old), "sa", ""))) {
            Databases.migrateTo(h2.source(), "31");
            h2.execute(
                    "insert into event (happened_at, kind, account) values (current_timestamp, 'ACCOUNT', 'default')");
        }

        move("old").toPostgresql();

        assertThat(postgresql.texts(
                        "select \"version\" as c from \"flyway_schema_history\" order by \"installed_rank\" desc"))
                .startsWith("31");
        Databases.migrate(postgresql.source());
        assertThat(EveryTable.rows(postgresql).get("event")).hasSize(1);
    }

    @Test
    void a_store_that_a_daemon_works_on_is_left_alone() throws Exception {
        Databases.migrate(postgresql.source());
        EveryTable.fill(postgresql);
        postgresql.execute("update node set seen_at = current_timestamp - interval '20' second");

        assertThatThrownBy(() -> move("h2").toEmbedded())
                .isInstanceOf(TransferRefused.class)
                .hasMessageContaining("less than a minute ago, on watcher-1; stop it");
        assertThat(files("h2")).isEmpty();

        postgresql.execute("update node set seen_at = current_timestamp - interval '61' second");
        move("h2").toEmbedded();
        assertThat(files("h2")).containsExactly("precheck-watcher.mv.db");
    }

    @Test
    void a_table_that_is_not_ours_is_named() throws Exception {
        filled("h2");
        try (Database h2 = opened("h2")) {
            h2.execute("create table notes (text varchar)");
        }

        assertThatThrownBy(() -> move("h2").toPostgresql())
                .isInstanceOf(TransferRefused.class)
                .hasMessageContaining("the table notes is not one of this schema's version");
    }

    @Test
    void limits_that_the_server_sets_do_not_end_the_move() throws Exception {
        Map<String, List<String>> cells = filled("h2");
        String name = url.replaceAll(".*/([a-z_0-9]+)\\?.*", "$1");
        postgresql.execute("alter database " + name + " set statement_timeout = '1ms'");
        postgresql.close();

        move("h2").toPostgresql();

        open();
        try (Connection connection = postgresql.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set statement_timeout = 0");
        }
        assertThat(EveryTable.cells(postgresql)).isEqualTo(cells);
    }

    private Map<String, List<String>> filled(String folder) {
        try (Database h2 = Databases.h2(dir.resolve(folder))) {
            EveryTable.fill(h2);
            return EveryTable.cells(h2);
        }
    }

    private Database opened(String folder) {
        return new Database(Databases.pool(H2Url.of(dir.resolve(folder)), "sa", ""));
    }

    private StoreMove move(String folder) {
        return move(folder, SILENT);
    }

    /** One that ends when this table is done. */
    private StoreMove cut(String folder, String last) {
        return move(folder, (table, rows, whole) -> {
            if (table.equals(last)) {
                throw new Cut();
            }
        });
    }

    private StoreMove move(String folder, TransferProgress progress) {
        Path dataDir = dir.resolve(folder);
        return new StoreMove(
                new StoreAddress(H2Url.of(dataDir), Optional.of("sa"), Optional.of(""), Map.of()),
                dataDir,
                new StoreAddress(
                        url, Optional.of("postgres"), Optional.of("postgres"), Map.of("reWriteBatchedInserts", "true")),
                progress);
    }

    private static void addEvent(Database database) {
        database.execute(
                "insert into event (happened_at, kind, account) values (current_timestamp, 'ACCOUNT', 'default')");
    }

    private List<String> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(dir.resolve(folder))) {
            return new ArrayList<>(
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    private static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
