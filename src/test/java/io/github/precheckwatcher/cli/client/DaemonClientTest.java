package io.github.precheckwatcher.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.cli.FakeDaemon;
import io.github.precheckwatcher.cli.client.DaemonClient.Absent;
import io.github.precheckwatcher.cli.client.DaemonClient.Unanswered;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said when no answer comes: it depends on whether the daemon may have done what was asked. */
class DaemonClientTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final String MAYBE =
            "what was asked may be done, or may still be. See the commands list and deliveries";

    private final FakeDaemon daemon = FakeDaemon.start();

    @AfterEach
    void close() {
        daemon.close();
    }

    @Test
    void a_connection_that_is_refused_is_no_daemon() throws IOException {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        DaemonClient client = new DaemonClient(nobody, LONG, LONG);

        for (ThrowingCallable asked : both(client)) {
            assertThatThrownBy(asked)
                    .isInstanceOf(Absent.class)
                    .hasMessage("no daemon answers at " + nobody + "; start it, or name another with --server")
                    .satisfies(DaemonClientTest::exitsWithNoAnswer);
        }
    }

    @Test
    void a_connection_that_breaks_before_the_answer_leaves_open_whether_an_act_is_done() {
        daemon.breaks("/api/v1/reload");
        DaemonClient client = client(LONG, LONG);

        assertThatThrownBy(() -> act(client))
                .isInstanceOf(Unanswered.class)
                .hasMessageStartingWith("the connection to " + daemon.address() + " broke before the answer: " + MAYBE)
                .satisfies(DaemonClientTest::exitsWithNoAnswer);
        assertThatThrownBy(() -> client.delete("reload", Map.class)).hasMessageContaining(MAYBE);
        assertThatThrownBy(() -> question(client))
                .isInstanceOf(Unanswered.class)
                .hasMessage("the connection to " + daemon.address()
                        + " broke before the answer; try again, and see the daemon's log");
    }

    @Test
    void an_answer_that_breaks_amid_its_body_leaves_open_whether_an_act_is_done() {
        daemon.cuts("/api/v1/reload", "application/json", new byte[] {'{'});

        assertThatThrownBy(() -> act(client(LONG, LONG)))
                .isInstanceOf(Unanswered.class)
                .hasMessageContaining(MAYBE);
    }

    @Test
    void no_answer_in_time_leaves_open_whether_an_act_is_done() {
        daemon.holds("/api/v1/reload", new CountDownLatch(1));
        Duration second = Duration.ofSeconds(1);
        DaemonClient client = client(second, second);

        assertThatThrownBy(() -> act(client))
                .isInstanceOf(Unanswered.class)
                .hasMessageStartingWith("the daemon at " + daemon.address() + " did not answer within 1 s: " + MAYBE)
                .satisfies(DaemonClientTest::exitsWithNoAnswer);
        assertThatThrownBy(() -> question(client))
                .isInstanceOf(Unanswered.class)
                .hasMessage("the daemon at " + daemon.address()
                        + " did not answer within 1 s; try again, and see the daemon's log");
    }

    @Test
    void an_act_is_waited_for_beyond_the_time_of_a_question() {
        CountDownLatch done = new CountDownLatch(1);
        daemon.holds("/api/v1/reload", done);
        daemon.answers("/api/v1/reload", 200, "application/json", "{\"done\": true}");
        DaemonClient client = client(SHORT, LONG);
        CompletableFuture<Map<?, ?>> act = CompletableFuture.supplyAsync(() -> {
            try {
                return act(client);
            } catch (CommandFailure e) {
                throw new CompletionException(e);
            }
        });

        assertThatThrownBy(() -> question(client)).isInstanceOf(Unanswered.class);
        assertThat(act).isNotDone();
        done.countDown();

        assertThat(act.join()).isEqualTo(Map.of("done", true));
    }

    private DaemonClient client(Duration patience, Duration actPatience) {
        return new DaemonClient(URI.create(daemon.address()), patience, actPatience);
    }

    private static ThrowingCallable[] both(DaemonClient client) {
        return new ThrowingCallable[] {() -> question(client), () -> act(client)};
    }

    private static Map<?, ?> question(DaemonClient client) throws CommandFailure {
        return client.get("reload", Map.class);
    }

    private static Map<?, ?> act(DaemonClient client) throws CommandFailure {
        return client.post("reload", Map.of(), Map.class);
    }

    private static void exitsWithNoAnswer(Throwable failure) {
        assertThat(((CommandFailure) failure).exitCode()).isEqualTo(ExitCode.NO_ANSWER);
    }
}
