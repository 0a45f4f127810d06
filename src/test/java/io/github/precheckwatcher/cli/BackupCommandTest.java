package io.github.precheckwatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.database.Databases.Database;
import io.github.precheckwatcher.store.transfer.StoreBackup;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The file that the command backup writes, or does not. */
class BackupCommandTest {
    private static final String PATH = "/api/v1/backup";
    private static final String GZIP = "application/gzip";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final FakeDaemon daemon = FakeDaemon.start();
    private Path file;
    private byte[] backup;

    @BeforeEach
    void prepare() throws Exception {
        file = Files.createDirectory(folder.resolve("backups")).resolve("watcher.sql.gz");
        try (Database database = Databases.h2(folder.resolve("data"))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new StoreBackup(database.source(), Clock.systemUTC()).write(bytes);
            backup = bytes.toByteArray();
        }
    }

    @AfterEach
    void close() {
        daemon.close();
    }

    @Test
    void it_is_written_for_its_owner_alone() throws IOException {
        daemon.answers(PATH, 200, GZIP, backup);

        assertThat(run()).as(err.toString()).isZero();

        assertThat(file).hasBinaryContent(backup);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(files()).containsExactly("watcher.sql.gz");
        assertThat(out.toString()).startsWith(file + ": ").contains(" bytes, schema ", ", whole");
    }

    @Test
    void a_file_that_is_there_stays_as_it_is_and_nobody_is_asked() throws IOException {
        Files.writeString(file, "mine");
        daemon.answers(PATH, 200, GZIP, backup);

        assertThat(run()).isEqualTo(2);

        assertThat(file).hasContent("mine");
        assertThat(daemon.requests()).isEmpty();
        assertThat(err.toString().strip()).isEqualTo(file + " exists; name a file that does not");
    }

    @Test
    void an_answer_that_is_cut_or_not_a_backup_leaves_no_file() throws IOException {
        for (byte[] answer : List.of(
                new byte[0], Arrays.copyOf(backup, backup.length / 2), Arrays.copyOf(backup, backup.length - 1))) {
            daemon.answers(PATH, 200, GZIP, answer);
            assertThat(run()).isEqualTo(3);
        }
        daemon.answers(PATH, 200, "text/html", "<html>");
        assertThat(run()).isEqualTo(3);

        assertThat(files()).isEmpty();
        assertThat(err.toString().lines())
                .contains("the daemon's answer is no whole backup; nothing was written")
                .last()
                .asString()
                .contains("is no precheck-watcher");
    }

    @Test
    void a_connection_that_is_cut_leaves_no_file() throws IOException {
        byte[] long1 = new byte[1_000_000];
        new Random(1).nextBytes(long1);
        daemon.cuts(PATH, GZIP, long1);

        assertThat(run()).isEqualTo(3);

        assertThat(files()).isEmpty();
        assertThat(err.toString().strip())
                .isEqualTo("the daemon at " + daemon.address() + " ended its answer too soon; its log says why");
    }

    @Test
    void what_the_daemon_refuses_is_reported_in_its_words() throws IOException {
        daemon.answers(
                PATH,
                409,
                "application/problem+json",
                "{\"type\":\"urn:x\",\"title\":\"t\",\"status\":409,\"detail\":\"save it by pg_dump\"}");

        assertThat(run()).isEqualTo(2);

        assertThat(files()).isEmpty();
        assertThat(err.toString().strip()).isEqualTo("save it by pg_dump");
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
        daemon.answers(PATH, 200, GZIP, backup);
        file = folder.resolve("nowhere/watcher.sql.gz");

        assertThat(run()).isEqualTo(2);

        assertThat(daemon.requests()).isEmpty();
        assertThat(err.toString().strip()).isEqualTo(file + ": there is no such folder");
    }

    private int run() {
        return line().execute("backup", file.toString(), "--server=" + daemon.address());
    }

    private CommandLine line() {
        return RootCommand.line(new CliContext(Clock.systemUTC(), new Random()), new ByteArrayInputStream(new byte[0]))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("backups"))) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
