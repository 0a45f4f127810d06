package io.github.precheckwatcher.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.database.Databases.Database;
import io.github.precheckwatcher.store.database.H2Url;
import io.github.precheckwatcher.store.database.StoreAddress;
import io.github.precheckwatcher.store.database.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.h2.tools.RunScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup is the whole store at one moment, and a restore makes it again, or nothing. */
class StoreBackupTest {
    /** How many places are damaged: 20, and 80 in {@code -Pheavy}. */
    private static final int DAMAGES = Integer.getInteger("mutations", 500) / 25;

    private static final Instant NOW = Instant.parse("2026-11-24T08:15:30Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final TransferProgress SILENT = (table, rows, whole) -> {};

    @TempDir
    Path dir;

    @Test
    void every_cell_of_every_table_is_restored() throws Exception {
        try (Database database = filled()) {
            Path file = Files.write(dir.resolve("backup"), backup(database));
            try (BackupFile backup = BackupFile.open(file)) {
                assertThat(backup.header().made()).isEqualTo(NOW);
            }

            long rows = restore(file);

            assertThat(files()).containsExactly("precheck-watcher.mv.db");
            try (Database restored = opened(dir.resolve("restored"))) {
                Map<String, List<String>> cells = EveryTable.cells(database);
                assertThat(EveryTable.cells(restored)).isEqualTo(cells);
                assertThat(rows)
                        .isEqualTo(cells.values().stream().mapToLong(List::size).sum());
                assertThat(EveryTable.next(restored)).isEqualTo(EveryTable.next(database));
                Databases.migrate(restored.source()); // as the daemon's start
            }
        }
    }

    @Test
    void h2_s_own_tool_can_read_it_too() throws Exception {
        try (Database database = filled()) {
            Path script = Files.writeString(dir.resolve("script.sql"), text(backup(database)));

            try (Database other = opened(Files.createDirectories(dir.resolve("other")));
                    Connection connection = other.source().getConnection()) {
                RunScript.execute(connection, Files.newBufferedReader(script));
                assertThat(EveryTable.cells(other)).isEqualTo(EveryTable.cells(database));
            }
        }
    }

    /** Each transaction adds a watch with its verdict and its message; a torn backup has one without the others. */
    @Test
    void it_is_the_store_at_one_moment_although_writes_go_on() throws Exception {
        try (Database database = Databases.h2(dir.resolve("data"))) {
            AtomicBoolean stop = new AtomicBoolean();
            Semaphore written = new Semaphore(0);
            Thread writer = new Thread(() -> {
                for (int i = 0; !stop.get(); i++) {
                    database.execute(entry(i));
                    written.release();
                }
            });
            writer.start();
            List<Path> backups = new ArrayList<>();
            try {
                await(written, 500);
                for (int i = 0; i < 10; i++) {
                    Path file = dir.resolve("backup-" + i);
                    try (OutputStream out = new BesideWrites(Files.newOutputStream(file), written)) {
                        new StoreBackup(database.source(), CLOCK).write(out);
                    }
                    backups.add(file);
                }
            } finally {
                stop.set(true);
                writer.join();
            }
            for (Path file : backups) {
                Path folder = dir.resolve("restored-" + file.getFileName());
                restore(file, folder);
                try (Database restored = opened(folder)) {
                    assertThat(count(restored, "verdict"))
                            .isGreaterThanOrEqualTo(500)
                            .isEqualTo(count(restored, "message"))
                            .isEqualTo(count(restored, "watch"));
                }
            }
        }
    }

    private static void await(Semaphore written, int entries) {
        try {
            assertThat(written.tryAcquire(entries, 2, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_connection_is_given_back_as_it_was() throws Exception {
        try (Database database = filled()) {
            for (int i = 0; i < 20; i++) { // more than the pool has
                backup(database);
                assertThatThrownBy(() -> new StoreBackup(database.source(), CLOCK).write(new Broken(1000)))
                        .isInstanceOf(IOException.class);
            }

            try (Connection connection = database.source().getConnection()) {
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                assertThat(connection.getAutoCommit()).isTrue();
            }
        }
    }

    @Test
    void a_second_one_at_the_same_time_is_refused() throws Exception {
        try (Database database = filled()) {
            StoreBackup backup = new StoreBackup(database.source(), CLOCK);

            backup.write(new OutputStream() {
                @Override
                public void write(int b) {
                    assertThatThrownBy(backup::check)
                            .isInstanceOf(TransferRefused.class)
                            .hasMessageContaining("another backup is being made");
                    assertThatThrownBy(() -> backup.write(OutputStream.nullOutputStream()))
                            .isInstanceOf(TransferRefused.class);
                }
            });

            backup.check();
        }
    }

    @Test
    void a_reader_that_is_too_slow_is_not_waited_for() throws Exception {
        try (Database database = filled()) {
            Clock slow = new Clock() {
                private Instant now = NOW;

                @Override
                public Instant instant() {
                    now = now.plusSeconds(120);
                    return now;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }

                @Override
                public java.time.ZoneId getZone() {
                    return ZoneOffset.UTC;
                }
            };
            String random = HexFormat.of().formatHex(randomBytes(400_000));
            database.execute("update verdict set report = '" + random + "'");

            assertThatThrownBy(() -> new StoreBackup(database.source(), slow).write(OutputStream.nullOutputStream()))
                    .isInstanceOf(IOException.class)
                    .hasStackTraceContaining("took longer than PT10M");
        }
    }

    @Test
    void postgresql_is_saved_by_its_own_tool() {
        try (Database database = Databases.postgresql()) {
            assertThatThrownBy(() -> new StoreBackup(database.source(), CLOCK).check())
                    .isInstanceOf(TransferRefused.class)
                    .hasMessageContaining("pg_dump");
        }
    }

    @Test
    void one_that_is_cut_anywhere_makes_no_store() throws Exception {
        try (Database database = filled()) {
            byte[] whole = backup(database);
            for (int length = 0; length < whole.length; length += 1 + whole.length / DAMAGES) {
                refuses(Arrays.copyOf(whole, length));
            }
            refuses(Arrays.copyOf(whole, whole.length - 1));
        }
    }

    @Test
    void one_that_is_damaged_anywhere_makes_no_store() throws Exception {
        try (Database database = filled()) {
            byte[] whole = backup(database);
            Random random = new Random(20261124);
            for (int i = 0; i < DAMAGES; i++) {
                byte[] damaged = whole.clone();
                // behind the header of gzip, whose time and system are nobody's
                damaged[10 + random.nextInt(damaged.length - 10)] ^= (byte) (1 << random.nextInt(8));
                if (!isWhole(damaged, text(whole))) {
                    refuses(damaged);
                }
            }
        }
    }

    /** The last bits of the compressed data's last byte stand for nothing: gzip reads the same without them. */
    private static boolean isWhole(byte[] damaged, String text) {
        try {
            return text(damaged).equals(text);
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no gzip", "\u001f\u008b", "SELECT 1;"})
    void what_is_no_backup_makes_no_store(String content) throws Exception {
        refuses(content.getBytes(StandardCharsets.ISO_8859_1));
        refuses(packed(content));
        refuses(packed("-- precheck-watcher backup 1\n" + content));
    }

    /** What H2 would do for a script: write files, read files, call Java, connect elsewhere. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE ALIAS EXEC FOR 'java.lang.System.setProperty'; CALL EXEC('%1$s', 'x');",
                "CALL FILE_WRITE('x', '%1$s');",
                "CALL CSVWRITE('%1$s', 'select 1');",
                "SCRIPT TO '%1$s';",
                "BACKUP TO '%1$s';",
                "CREATE TRIGGER T BEFORE INSERT ON \"public\".\"event\" AS 'throw new RuntimeException();';",
                "CREATE LINKED TABLE L('', 'jdbc:h2:%1$s', 'sa', '', 'T');",
                "DROP TABLE \"public\".\"attempt\";",
                "RUNSCRIPT FROM '%1$s';",
                "SHUTDOWN IMMEDIATELY;"
            })
    void a_statement_in_it_is_not_run(String statement) throws Exception {
        try (Database database = filled()) {
            Path trace = dir.resolve("trace");
            byte[] changed = changed(
                    backup(database),
                    text -> text.replace(
                            "INSERT INTO \"public\".\"event\"",
                            statement.formatted(trace) + "\nINSERT INTO \"public\".\"event\""));

            restore(Files.write(dir.resolve("backup"), changed));

            assertThat(trace).doesNotExist();
            assertThat(Path.of(trace + ".mv.db")).doesNotExist();
            try (Database restored = opened(dir.resolve("restored"))) {
                assertThat(EveryTable.cells(restored)).isEqualTo(EveryTable.cells(database));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO \"public\".\"event\"(\"kind\") VALUES\n(FILE_READ('/etc/passwd'));",
                "INSERT INTO \"public\".\"event\"(\"kind\") SELECT * FROM CSVREAD('/etc/passwd');",
                "INSERT INTO \"public\".\"event\" VALUES\n(1);",
                "INSERT INTO \"public\".\"nothing_of_ours\"(\"kind\") VALUES\n(1);",
                "INSERT INTO \"public\".\"event\"(\"nothing_of_ours\") VALUES\n(1);",
                "INSERT INTO \"public\".\"event\"(\"kind\", \"kind\") VALUES\n('a', 'b');",
                "INSERT INTO \"public\".\"event\"(\"kind\") VALUES\n('a', 'b');",
                "INSERT INTO \"information_schema\".\"tables\"(\"kind\") VALUES\n('a');",
                "INSERT INTO \"public\".\"event\"(\"kind\") VALUES",
                "INSERT INTO \"public\".\"attempt\"(\"delivery_id\") VALUES\n('of nothing');"
            })
    void rows_that_are_no_rows_of_the_store_make_no_store(String insert) throws Exception {
        try (Database database = filled()) {
            byte[] changed = changed(
                    backup(database),
                    text -> text.replace(
                            "INSERT INTO \"public\".\"event\"", insert + "\nINSERT INTO \"public\".\"event\""));
            Path file = Files.write(dir.resolve("changed"), changed);

            assertThatThrownBy(() -> restore(file)).isInstanceOf(Exception.class);

            assertThat(files()).isEmpty();
        }
    }

    @Test
    void one_of_a_newer_schema_is_refused() throws Exception {
        try (Database database = filled()) {
            byte[] newer = changed(backup(database), text -> text.replaceFirst("schema: [0-9]+", "schema: 999"));
            Path file = Files.write(dir.resolve("backup"), newer);

            assertThatThrownBy(() -> restore(file))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("version 999, which this program does not know");

            assertThat(files()).isEmpty();
        }
    }

    @Test
    void one_of_an_older_schema_is_brought_to_the_newest_by_the_next_start() throws Exception {
        Path old = Files.createDirectories(dir.resolve("old"));
        try (Database database = opened(old)) {
            Databases.migrateTo(database.source(), "31");
            database.execute("insert into notifier (name) values ('ops')");

            restore(Files.write(dir.resolve("backup"), backup(database)));
        }
        try (Database restored = Databases.h2(dir.resolve("restored"))) {
            assertThat(restored.texts("select name as c from notifier")).containsExactly("ops");
        }
    }

    @Test
    void a_store_that_is_there_is_not_replaced() throws Exception {
        try (Database database = filled()) {
            Path file = Files.write(dir.resolve("backup"), backup(database));
            restore(file);
            byte[] before = Files.readAllBytes(H2Url.file(dir.resolve("restored")));

            assertThatThrownBy(() -> restore(file))
                    .isInstanceOf(TransferRefused.class)
                    .hasMessageContaining("there is a store already");

            assertThat(Files.readAllBytes(H2Url.file(dir.resolve("restored")))).isEqualTo(before);
        }
    }

    private static String entry(int i) {
        return """
                insert into watch (id, task_id, instance_uuid, uni_region_id, account, name, labels, notifiers, deadline_ms,
                    state, round, registered_at, round_started_at, deadline_at, due_at, fencing, polls, errors, final_tries,
                    polling)
                values ('%1$s', '%1$s', 'i', 'r', 'default', 'n', '{}', '[]', 1, 'ENDED', 1, current_timestamp,
                    current_timestamp, current_timestamp, current_timestamp, 1, 1, 0, 0, '{}');
                insert into verdict (id, watch_id, round, outcome, summary, observed_at, polls, report)
                values ('%1$s', '%1$s', 1, 'PASSED', 's', current_timestamp, 1, repeat('r', 500));
                insert into message (id, type, subject, outcome, occurred_at, watch_id, event)
                values ('%1$s', 'VERDICT', 's', 'PASSED', current_timestamp, '%1$s', repeat('e', 500))""".formatted(i);
    }

    private static long count(Database database, String table) {
        return Long.parseLong(database.texts("select cast(count(*) as varchar) as c from " + table)
                .get(0));
    }

    private Database filled() {
        Database database = Databases.h2(dir.resolve("data"));
        EveryTable.fill(database);
        return database;
    }

    private static Database opened(Path folder) {
        return new Database(Databases.pool(H2Url.of(folder), "sa", ""));
    }

    private static byte[] backup(Database database) throws TransferRefused, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new StoreBackup(database.source(), CLOCK).write(out);
        return out.toByteArray();
    }

    private void refuses(byte[] content) throws IOException {
        Path file = Files.write(dir.resolve("refused"), content);

        assertThatThrownBy(() -> restore(file)).isInstanceOf(TransferRefused.class);

        assertThat(files()).isEmpty();
    }

    private long restore(Path file) throws Exception {
        return restore(file, dir.resolve("restored"));
    }

    private static long restore(Path file, Path dataDir) throws Exception {
        StoreAddress login = new StoreAddress(H2Url.of(dataDir), Optional.of("sa"), Optional.of(""), Map.of());
        try (BackupFile backup = BackupFile.open(file)) {
            return new StoreRestore(login, dataDir, SILENT).restore(backup);
        }
    }

    private List<String> files() throws IOException {
        Path restored = dir.resolve("restored");
        if (!Files.exists(restored)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(restored)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Another content under checksums that are right. */
    private static byte[] changed(byte[] backup, UnaryOperator<String> change) throws IOException {
        String text = text(backup);
        String body = change.apply(text.substring(0, text.lastIndexOf(BackupHeader.LAST)));
        assertThat(text).doesNotStartWith(body);
        return packed(body + BackupHeader.LAST + "\n");
    }

    private static String text(byte[] backup) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(backup))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    /** Takes bytes only while entries are written: some before each of its writes. */
    private static final class BesideWrites extends FilterOutputStream {
        private final Semaphore written;

        BesideWrites(OutputStream out, Semaphore written) {
            super(out);
            this.written = written;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            written.drainPermits();
            await(written, 5);
            out.write(bytes, from, length);
        }
    }

    /** Takes so many bytes and no more. */
    private static final class Broken extends OutputStream {
        private int left;

        Broken(int bytes) {
            this.left = bytes;
        }

        @Override
        public void write(int b) throws IOException {
            if (left-- <= 0) {
                throw new IOException("the reader is gone");
            }
        }
    }
}
