package io.github.precheckwatcher.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.store.UpgradeTest;
import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations of an H2 file that do not come to their end. */
class MigrationBackupTest {
    private static final String COLUMNS =
            "select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable as c"
                    + " from information_schema.columns where table_schema = 'public' order by 1";
    private static final String CONSTRAINTS =
            "select table_name || ' ' || constraint_name || ' ' || constraint_type as c"
                    + " from information_schema.table_constraints where table_schema = 'public' and constraint_name not like 'CONSTRAINT_%' order by 1";
    private static final String INDEXES =
            "select table_name || ' ' || index_name as c from information_schema.indexes where table_schema = 'public'"
                    + " and index_name like '%\\_%' and index_name not like '%INDEX%' order by 1";
    private static final String ROWS =
            "select id || state || since || fencing || attempts as c from delivery order by 1";

    /** Of so many stores that are as they were before, one is migrated again: each in {@code -Pheavy}. */
    private static final int UPGRADED = Integer.getInteger("mutations", 500) > 500 ? 1 : 10;

    @TempDir
    Path dir;

    private static List<String> empty;
    private static byte[] firstSchemaWithRows;
    private static List<String> firstSchema;
    private static List<String> columns;
    private static List<String> rules;
    private static List<String> rows;

    @BeforeAll
    static void migrateInOneGo(@TempDir Path folder) throws IOException {
        empty = script(folder);
        try (Databases.Database database = opened(folder)) {
            Flyway.configure().dataSource(database.source()).target("1").load().migrate();
            database.execute(UpgradeTest.rows());
        }
        firstSchemaWithRows = Files.readAllBytes(H2Url.file(folder));
        firstSchema = script(folder);
        assertThat(firstSchema).hasSizeGreaterThan(empty.size());
        try (Databases.Database whole = Databases.migratedH2(folder)) {
            columns = whole.texts(COLUMNS);
            rules = rules(whole);
            rows = whole.texts(ROWS);
        }
        assertThat(rows).isNotEmpty();
        assertThat(files(folder)).containsExactly("precheck-watcher.mv.db");
    }

    @Test
    void a_first_start_that_is_killed_at_any_statement_begins_anew() throws IOException {
        int cut = 0;
        while (killed(folder("fresh-" + cut), cut)) {
            restored(folder("fresh-" + cut));
            assertThat(script(folder("fresh-" + cut))).as("after %d", cut).isEqualTo(empty);
            if (cut % UPGRADED == 0) {
                assertWhole(folder("fresh-" + cut), List.of());
            }
            cut++;
        }
        assertThat(cut).as("statements").isGreaterThan(40);
    }

    @Test
    void an_upgrade_that_is_killed_at_any_statement_begins_anew_with_all_rows() throws IOException {
        int cut = 0;
        while (killed(upgrade(cut), cut)) {
            restored(folder("upgrade-" + cut));
            assertThat(script(folder("upgrade-" + cut))).as("after %d", cut).isEqualTo(firstSchema);
            if (cut % UPGRADED == 0) {
                assertWhole(folder("upgrade-" + cut), rows);
            }
            cut++;
        }
        assertThat(cut).as("statements").isGreaterThan(20);
    }

    @Test
    void a_statement_that_fails_leaves_a_store_that_the_next_start_opens() throws IOException {
        Path folder = upgrade(0);
        Fault full = new Fault(5, context -> {
            throw new FlywayException("no room");
        });

        assertThatThrownBy(() -> migrate(folder, full)).hasMessageContaining("no room");

        restored(folder);
        assertWhole(folder, rows);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 4_096, 8_191, 8_192})
    void a_first_start_that_ended_amid_its_first_write_begins_anew(int written) throws IOException {
        Path folder = folder("whole-" + written);
        Databases.migratedH2(folder).close();
        Path file = H2Url.file(folder);
        byte[] headers = Arrays.copyOf(Files.readAllBytes(file), written);
        Files.write(file, headers);

        assertThat(MigrationBackup.restore(file)).isFalse();

        assertWhole(folder, List.of());
    }

    @Test
    void a_copy_that_is_not_whole_is_no_copy() throws IOException {
        Path folder = upgrade(0);
        Files.writeString(folder.resolve("precheck-watcher.mv.db.before-migration.zip.part"), "not a zip");

        assertWhole(folder, rows);
    }

    @Test
    void a_start_without_migrations_writes_no_copy() throws IOException {
        Path folder = folder("again");
        Databases.migratedH2(folder).close();
        // a copy could not be written here
        Files.createDirectory(folder.resolve("precheck-watcher.mv.db.before-migration.zip.part"));

        Databases.migratedH2(folder).close();

        assertThat(files(folder)).contains("precheck-watcher.mv.db").hasSize(2);
    }

    @Test
    void a_store_that_another_process_has_open_is_left_alone() throws IOException {
        Path folder = upgrade(0);
        Path copy = Files.writeString(folder.resolve("precheck-watcher.mv.db.before-migration.zip"), "not read");
        try (Databases.Database open = opened(folder)) {
            assertThat(open.texts("select database_path() as c")).hasSize(1);

            assertThatThrownBy(() -> MigrationBackup.restore(H2Url.file(folder)))
                    .as("within one JVM, where another process would be told false")
                    .isInstanceOf(OverlappingFileLockException.class);
            assertThatThrownBy(() -> Databases.migrate(open.source())).hasMessageContaining("start again");
        }
        assertThat(copy).hasContent("not read");
    }

    private static void restored(Path folder) {
        List<String> news = new ArrayList<>();
        StoreSettings settings = new StoreSettings(StoreConfig.Kind.H2, folder, Duration.ofDays(30));

        assertThat(DataDir.restore(settings, news::add)).isEmpty();
        assertThat(news).singleElement().asString().contains("cut short", "begins anew");
        assertThat(DataDir.restore(settings, news::add)).isEmpty();
        assertThat(news).hasSize(1);
    }

    private void assertWhole(Path folder, List<String> deliveries) throws IOException {
        try (Databases.Database database = Databases.migratedH2(folder)) {
            assertThat(database.texts(COLUMNS)).as("%s", folder).isEqualTo(columns);
            assertThat(rules(database)).as("%s", folder).isEqualTo(rules);
            assertThat(database.texts(ROWS)).as("%s", folder).isEqualTo(deliveries);
        }
        assertThat(files(folder)).containsExactly("precheck-watcher.mv.db");
    }

    /** Every table, rule and row. */
    private static List<String> script(Path folder) {
        try (Databases.Database database = opened(folder);
                Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery("script nopasswords nosettings")) {
            List<String> script = new ArrayList<>();
            while (lines.next()) {
                script.add(lines.getString(1));
            }
            return script;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> rules(Databases.Database database) {
        return Stream.of(CONSTRAINTS, INDEXES)
                .flatMap(sql -> database.texts(sql).stream())
                .toList();
    }

    private Path upgrade(int cut) throws IOException {
        Path folder = folder("upgrade-" + cut);
        Files.write(H2Url.file(folder), firstSchemaWithRows);
        return folder;
    }

    /** As it is, without a migration. */
    private static Databases.Database opened(Path folder) {
        return new Databases.Database(Databases.pool(H2Url.of(folder), "sa", ""));
    }

    /** Migrates and dies after so many statements; whether there were as many. */
    private static boolean killed(Path folder, int statements) {
        Fault kill = new Fault(statements, context -> {
            try (Statement statement = context.getConnection().createStatement()) {
                statement.execute("shutdown immediately");
            } catch (SQLException e) {
                // it is gone, as it was to be
            }
        });
        try {
            migrate(folder, kill);
            return kill.struck();
        } catch (RuntimeException e) {
            assertThat(kill.struck()).as("%s", e).isTrue();
            return true;
        }
    }

    private static void migrate(Path folder, Fault fault) {
        try (Databases.Database database = opened(folder)) {
            Callback[] callbacks = Stream.concat(Stream.of(MigrationCallbacks.all()), Stream.of(fault))
                    .toArray(Callback[]::new);
            Flyway.configure()
                    .dataSource(database.source())
                    .callbacks(callbacks)
                    .load()
                    .migrate();
        }
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(dir.resolve(name));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Strikes once so many statements are done. */
    private static final class Fault implements Callback {
        private final AtomicInteger left;
        private final Consumer<Context> strike;
        private boolean struck;

        Fault(int statements, Consumer<Context> strike) {
            this.left = new AtomicInteger(statements);
            this.strike = strike;
        }

        boolean struck() {
            return struck;
        }

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE_STATEMENT;
        }

        @Override
        public boolean canHandleInTransaction(Event event, Context context) {
            return true;
        }

        @Override
        public void handle(Event event, Context context) {
            if (!struck && left.getAndDecrement() == 0) {
                struck = true;
                strike.accept(context);
            }
        }

        @Override
        public String getCallbackName() {
            return "fault";
        }
    }
}
