package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The real PgBouncer of this machine before a server, lending connections for one transaction each. */
final class PgBouncer implements AutoCloseable {
    private static final List<String> PLACES =
            List.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer");

    private final Process process;
    private final int port;

    private PgBouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one before the server on that port, with few server connections, so that clients take turns on each. Where there is no PgBouncer the test is
     * skipped; in CI, which installs it, it fails.
     */
    static PgBouncer before(String server, Path folder) throws IOException {
        Optional<String> program =
                PLACES.stream().filter(p -> Files.isExecutable(Path.of(p))).findFirst();
        if (program.isEmpty()) {
            assertThat(System.getenv("CI")).as("CI installs pgbouncer").isNotEqualTo("true");
            assumeTrue(false, "skipped: pgbouncer is not installed (Debian: apt-get install pgbouncer)");
        }
        int port = World.freePort();
        Path own = Files.createDirectories(folder.resolve("pgbouncer"));
        Path settings = own.resolve("pgbouncer.ini");
        Files.writeString(settings, """
                [databases]
                * = host=127.0.0.1 port=%s user=postgres
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %s
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = 5
                max_client_conn = 100
                logfile = %s
                """.formatted(server, port, own.resolve("pgbouncer.log")));
        Process process = new ProcessBuilder(command(program.get(), settings, own))
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("output.log").toFile())
                .start();
        Awaitility.await("PgBouncer answers on port " + port)
                .atMost(Duration.ofSeconds(20))
                .until(() -> answers(port) || !process.isAlive());
        assertThat(process.isAlive())
                .as("PgBouncer runs: %s", Files.readString(own.resolve("output.log")))
                .isTrue();
        return new PgBouncer(process, port);
    }

    /** It refuses to run as root. */
    private static List<String> command(String program, Path settings, Path own) throws IOException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            try (Stream<Path> files = Files.walk(own)) {
                for (Path file : files.toList()) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
                }
            }
            for (Path above = own.getParent(); above != null && above.getParent() != null; above = above.getParent()) {
                if (above.startsWith(Path.of(System.getProperty("java.io.tmpdir")))
                        && !above.equals(Path.of(System.getProperty("java.io.tmpdir")))) {
                    Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
            command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        command.addAll(List.of(program, settings.toString()));
        return command;
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
