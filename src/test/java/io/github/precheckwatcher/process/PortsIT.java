package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What anybody may do who can only connect: the ports bound it, and all else goes on. */
@Order(World.LONGEST)
class PortsIT {
    private static final int LIMIT = 200;

    /** The ports' idle timeout is 30 s. */
    private static final Duration CUT = Duration.ofSeconds(90);

    /** Of HTTP/2, which would leave the bounds of HTTP/1.1 behind. */
    private static final String UPGRADE =
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n";

    @TempDir
    Path folder;

    @Test
    void idle_connections_and_slow_heads_are_bounded_while_health_answers_and_polls_go_on() throws IOException {
        String application = World.application("h2", 20, "{ policy: fixed, interval: 1s }", "");
        int api = World.freePort();
        int management = World.freePort();
        List<Socket> held = new ArrayList<>();
        try (World world = World.of(folder, 5, 600, 600, application)) {
            Program daemon = world.daemonOn(management, api);
            daemon.await("INFO  ready", World.PATIENCE);

            List<Socket> slow = List.of(slowHead(api), slowBody(api), slowHead(management));
            held.addAll(slow);
            connect(LIMIT + 50, api, held);
            awaitOpen(held, LIMIT + 1); // the slow ones are among them
            assertThat(health(management)).startsWith("HTTP/1.1 200");
            assertThat(slow).allMatch(PortsIT::isOpen);

            long calls = world.calls();
            await("polls go on").atMost(World.PATIENCE).until(() -> world.calls() > calls + 20);
            await("heads that come byte by byte are cut")
                    .atMost(CUT)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> slow.stream().filter(PortsIT::takesMore).count() == 0);
            awaitOpen(held, 0);

            assertThat(health(management)).startsWith("HTTP/1.1 200");
            assertThat(get(api, "/api/v1/nodes", UPGRADE)).startsWith("HTTP/1.1 200");
            connect(LIMIT + 50, management, held);
            awaitOpen(held, LIMIT);
            assertThat(daemon.count("ERROR")).isZero();
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    /** Each statement takes less than the store's own bound, all of them more than a silent connection is kept. */
    @Test
    void an_act_that_takes_longer_than_a_silent_connection_is_kept_is_answered() throws SQLException {
        Map<String, String> postgres = Postgres.database();
        int api = World.freePort();
        String application = World.application("postgresql", 1, "{ policy: fixed, interval: 60s }", "");
        try (World world = World.of(folder, 1, 600, 600, application)) {
            Program daemon = world.daemonServing(api, postgres);
            daemon.await("INFO  ready", World.PATIENCE);
            slowDown(postgres, "watch", "requested", "event");

            long asked = System.nanoTime();
            Program command = world.daemon(
                    Map.of(),
                    "register",
                    "--task-id=t-000bc9nqwxsbyvod0001",
                    "--instance-uuid=ebc895506c6911ed800000163e0e0001",
                    "--uni-region-id=cn-hangzhou",
                    "--name=slow-db",
                    "--server=http://127.0.0.1:" + api);

            assertThat(command.awaitEnd(World.PATIENCE)).as(command.text()).isZero();
            assertThat(command.text()).contains("slow-db").contains("NEW");
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThan(Duration.ofSeconds(31));
        }
    }

    private static void slowDown(Map<String, String> postgres, String... tables) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + postgres.get("PGPORT") + "/" + postgres.get("PGDATABASE");
        try (Connection connection =
                        DriverManager.getConnection(url, postgres.get("PGUSER"), postgres.get("PGPASSWORD"));
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    create function slow() returns trigger language plpgsql as
                    'begin perform pg_sleep(11); return null; end'""");
            for (String table : tables) {
                statement.execute("create trigger slow before insert on " + table + " execute function slow()");
            }
        }
    }

    private static Socket slowHead(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static Socket slowBody(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.getOutputStream()
                .write(("POST /api/v1/watches HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 1000\r\n\r\n{")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void connect(int count, int port, List<Socket> held) throws IOException {
        for (int i = 0; i < count; i++) {
            held.add(new Socket("127.0.0.1", port));
        }
    }

    private static void awaitOpen(List<Socket> sockets, int wanted) {
        await(wanted + " connections stay")
                .atMost(CUT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> sockets.stream().filter(PortsIT::isOpen).count() == wanted);
    }

    /** Sends one more byte of the head; whether the other end is still there. */
    private static boolean takesMore(Socket socket) {
        try {
            socket.getOutputStream().write('x');
            return isOpen(socket);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isOpen(Socket socket) {
        if (socket.isClosed()) {
            return false;
        }
        try {
            socket.setSoTimeout(1);
            InputStream in = socket.getInputStream();
            return in.read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String health(int port) throws IOException {
        return get(port, "/q/health", "Connection: close\r\n");
    }

    /** Its answer, until the other end closes. */
    private static String get(int port, String path, String headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) CUT.toMillis());
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
