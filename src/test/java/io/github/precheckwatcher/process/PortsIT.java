package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What anybody may do who can only connect: the ports bound it, and all else goes on. */
@Order(World.LONG)
class PortsIT {
    private static final int LIMIT = 200;

    /** The ports' idle timeout is 30 s. */
    private static final Duration CUT = Duration.ofSeconds(90);

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

            List<Socket> slow = List.of(slowHead(api), slowHead(management));
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
            connect(LIMIT + 50, management, held);
            awaitOpen(held, LIMIT);
            assertThat(daemon.count("ERROR")).isZero();
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    private static Socket slowHead(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
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
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write("GET /q/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
