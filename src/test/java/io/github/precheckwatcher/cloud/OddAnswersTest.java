package io.github.precheckwatcher.cloud;

import static io.github.precheckwatcher.cloud.ResponseReaderTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.cloud.credentials.CredentialsSource;
import io.github.precheckwatcher.cloud.sas.SasCalls;
import io.github.precheckwatcher.precheck.ByteBudget;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.watch.account.AccountCircuit;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a server may write in place of a plain answer, as bytes on the wire: whose matter each is. What came and cannot be
 * read counts against its watch; what did not come to its end is the network's.
 */
@QuarkusTest
@TestProfile(SasTestProfile.class)
class OddAnswersTest {
    private static final String BODY = "{\"Description\":\"completed\"}";
    private static final String LENGTH = "content-length: " + BODY.length() + "\r\n";
    private static final String CHUNKED = "HTTP/1.1 200 W\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final PrecheckRef ODD = new PrecheckRef("t-odd", "i", "r");
    private static final PrecheckRef PLAIN = new PrecheckRef("t-plain", "i", "r");

    @Inject
    ExecutorService worker;

    static Stream<Arguments> malformed() {
        return Stream.of(
                odd("a TLS alert, bytes that are no line", "\u0015\u0003\u0001\u0000\u0002\u0002\u0028"),
                odd("another protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n"),
                odd("a greeting of mail", "220 mail ESMTP ready\r\n"),
                odd("binary lines", "\u0000\u0001\u0002\u00ff\u00fe\r\n\r\n"),
                odd("HTTP/0.9", "<html>hello\n</html>\n"),
                odd("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                odd("HTTP/2.0", "HTTP/2.0 200 OK\r\n" + LENGTH + "\r\n" + BODY),
                odd("HTTP/3.7", "HTTP/3.7 200 OK\r\n" + LENGTH + "\r\n" + BODY),
                odd("a status that is no number", "HTTP/1.1 abc OK\r\n" + LENGTH + "\r\n" + BODY),
                odd("status 0", "HTTP/1.1 000 OK\r\n" + LENGTH + "\r\n" + BODY),
                odd("status -1", "HTTP/1.1 -1 OK\r\n" + LENGTH + "\r\n" + BODY),
                odd("status 99999", "HTTP/1.1 99999 OK\r\n" + LENGTH + "\r\n" + BODY),
                odd("status 600", "HTTP/1.1 600 OK\r\n" + LENGTH + "\r\n" + BODY),
                odd("a switch of protocols", "HTTP/1.1 101 S\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n" + BODY),
                odd("a flood of announcements", "HTTP/1.1 102 P\r\n\r\n".repeat(20_000) + plain()),
                odd("a chunk size that is no number", CHUNKED + "zz\r\n" + BODY + "\r\n0\r\n\r\n"),
                odd("a negative chunk size", CHUNKED + "-1\r\n" + BODY + "\r\n0\r\n\r\n"),
                odd("a chunk size beyond a long", CHUNKED + "ffffffffffffffff\r\n" + BODY + "\r\n0\r\n\r\n"),
                odd("a chunk longer than its size", CHUNKED + "5\r\n" + BODY + "\r\n0\r\n\r\n"),
                odd("a length that is no number", "HTTP/1.1 200 W\r\ncontent-length: abc\r\n\r\n" + BODY),
                odd("a negative length", "HTTP/1.1 200 W\r\ncontent-length: -5\r\n\r\n" + BODY),
                odd("a length beyond a long", "HTTP/1.1 200 W\r\ncontent-length: 99999999999999999999\r\n\r\n" + BODY),
                odd("two lengths", "HTTP/1.1 200 W\r\n" + LENGTH + "content-length: 28\r\n\r\n" + BODY),
                odd("length and chunks", "HTTP/1.1 200 W\r\n" + LENGTH + CHUNKED.substring(16) + "1b\r\n" + BODY),
                odd("a length that is too short", "HTTP/1.1 200 W\r\ncontent-length: 5\r\n\r\n" + BODY),
                odd("a header without a name", "HTTP/1.1 200 W\r\n: 1\r\n" + LENGTH + "\r\n" + BODY),
                odd("a header without a colon", "HTTP/1.1 200 W\r\nnocolon\r\n" + LENGTH + "\r\n" + BODY),
                odd("a header of control characters", "HTTP/1.1 200 W\r\nx: \u0000\u0001\r\n" + LENGTH + "\r\n" + BODY),
                odd("lines without a carriage return", plain().replace("\r", "")),
                odd("gzip that nobody asked for", "HTTP/1.1 200 W\r\ncontent-encoding: gzip\r\n" + gzip()),
                odd("gzip that is none", "HTTP/1.1 200 W\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\nxyz"),
                odd("a page", "HTTP/1.1 200 W\r\ncontent-length: 13\r\n\r\n<html></html>"),
                odd("no body", "HTTP/1.1 204 N\r\n\r\n"));
    }

    static Stream<Arguments> oversized() {
        return Stream.of(
                odd(
                        "a header of 70 KiB",
                        "HTTP/1.1 200 W\r\nx: " + "x".repeat(70 << 10) + "\r\n" + LENGTH + "\r\n" + BODY),
                odd(
                        "a status line of 70 KiB",
                        "HTTP/1.1 200 " + "W".repeat(70 << 10) + "\r\n" + LENGTH + "\r\n" + BODY),
                odd("a head without end", "HTTP/1.1 200 W\r\n" + "x: y\r\n".repeat(200_000)),
                odd("a line without end", "H".repeat(200_000)),
                odd("a chunk size without end", CHUNKED + "1".repeat(200_000)),
                odd(
                        "a body of more than a mebibyte",
                        "HTTP/1.1 200 W\r\ncontent-length: 2000000\r\n\r\n" + "x".repeat(2_000_000)),
                odd(
                        "a body a little too large",
                        "HTTP/1.1 200 W\r\ncontent-length: 1141034\r\n\r\n" + "x".repeat(1_141_034)),
                odd(
                        "a body a byte too large",
                        "HTTP/1.1 200 W\r\ncontent-length: 1048577\r\n\r\n" + "x".repeat(1_048_577)),
                odd("a body without end", CHUNKED + ("10000\r\n" + "x".repeat(0x10000) + "\r\n").repeat(20)));
    }

    static Stream<Arguments> readable() {
        return Stream.of(
                odd(
                        "a header of 60 KiB",
                        "HTTP/1.1 200 W\r\nx: " + "x".repeat(60 << 10) + "\r\n" + LENGTH + "\r\n" + BODY),
                odd("many headers", "HTTP/1.1 200 W\r\n" + "x: y\r\n".repeat(8_000) + LENGTH + "\r\n" + BODY),
                odd("a status line of 5 KiB", "HTTP/1.1 200 " + "W".repeat(5 << 10) + "\r\n" + LENGTH + "\r\n" + BODY),
                odd("an announcement", "HTTP/1.1 100 Continue\r\n\r\n" + plain()),
                odd("hints", "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n" + plain()),
                odd("blank lines before", "\r\n\r\n" + plain()),
                odd("two answers", plain() + plain()));
    }

    static Stream<Arguments> cut() {
        return Stream.of(
                odd("nothing at all", ""),
                odd("half a line", "HTTP/1.1"),
                odd("half a head", "HTTP/1.1 200 W\r\ncontent-len"),
                odd("half a body", "HTTP/1.1 200 W\r\ncontent-length: 100\r\n\r\n" + BODY),
                odd("half a chunk", CHUNKED + "100\r\n" + BODY));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void what_is_no_http_or_no_answer_counts_against_its_watch_alone(String what, String wire) {
        assertOdd(wire, false, Problem.MALFORMED);
        assertOdd(wire, true, Problem.MALFORMED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oversized")
    void what_exceeds_the_bounds_counts_against_its_watch_alone(String what, String wire) {
        assertOdd(wire, false, Problem.OVERSIZED);
        assertOdd(wire, true, Problem.OVERSIZED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readable")
    void what_is_odd_but_within_the_bounds_is_read(String what, String wire) {
        try (WireServer server = server(wire, true);
                Calls calls = new Calls(server)) {
            assertThat(calls.ask(ODD).result()).isInstanceOf(PollResult.Observed.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cut")
    void what_is_cut_before_its_end_or_does_not_come_is_the_networks(String what, String wire) {
        for (boolean stays : new boolean[] {false, true}) {
            try (WireServer server = server(wire, stays);
                    Calls calls = new Calls(server)) {
                PollResponse response = calls.ask(ODD);

                assertThat(response.result()).isInstanceOf(PollResult.TransportFailed.class);
                assertThat(problem(response).code()).isEqualTo(Problem.NETWORK);
            }
        }
    }

    @Test
    void the_message_says_what_is_wrong_and_where() {
        try (WireServer server = server("SSH-2.0-OpenSSH_9.2\r\n\r\n", false);
                Calls calls = new Calls(server)) {
            assertThat(problem(calls.ask(ODD)).message())
                    .isEqualTo("what 127.0.0.1:" + server.port() + " answered is no HTTP");
        }
        try (WireServer server = server("HTTP/1.1 200 W\r\n" + "x: y\r\n".repeat(200_000), true);
                Calls calls = new Calls(server)) {
            assertThat(problem(calls.ask(ODD)).message())
                    .isEqualTo("the head of the answer is larger than " + ByteBudget.ANSWER_HEAD + " bytes");
        }
    }

    /** Asked more often than failed calls make an account UNREACHABLE; another watch of it is answered as before. */
    private void assertOdd(String wire, boolean staysOpen, String code) {
        try (WireServer server = server(wire, staysOpen);
                Calls calls = new Calls(server)) {
            AccountRow account = AccountRow.fresh("a", 10, Instant.EPOCH);
            for (int i = 0; i < 4; i++) {
                PollResponse response = calls.ask(ODD);
                assertThat(response.result()).as("%s", response).isInstanceOf(PollResult.WatchFault.class);
                assertThat(problem(response).code()).isEqualTo(code);
                account = AccountCircuit.after(account, response, false, 10, Instant.EPOCH, Instant.EPOCH);
                assertThat(account.state()).isEqualTo(AccountState.OK);
                assertThat(account.transportFailures()).isZero();
            }
            assertThat(calls.ask(PLAIN).result()).isInstanceOf(PollResult.Observed.class);
            assertThat(server.heads()).as("nothing is sent twice").hasSize(5);
        }
    }

    private static WireServer server(String wire, boolean staysOpen) {
        return new WireServer((n, head, out) -> {
            boolean isOdd = head.contains(ODD.taskId());
            try {
                out.write((isOdd ? wire : plain()).getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            } catch (IOException cut) {
                return false; // the client had enough
            }
            return staysOpen;
        });
    }

    private static String plain() {
        return "HTTP/1.1 200 W\r\n" + LENGTH + "\r\n" + BODY;
    }

    private static String gzip() {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(BODY.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return "content-length: " + zipped.size() + "\r\n\r\n" + zipped.toString(StandardCharsets.ISO_8859_1);
    }

    private static Arguments odd(String what, String wire) {
        return Arguments.of(what, wire);
    }

    /** The calls of an account, as the daemon makes them. */
    private final class Calls implements AutoCloseable {
        private final CloudCalls query;

        Calls(WireServer server) {
            Account account = new Account(
                    "a",
                    server.uri(),
                    10,
                    Duration.ofSeconds(5),
                    Duration.ofMillis(700),
                    Optional.empty(),
                    Optional.empty(),
                    new CredentialsSource(
                            CredentialsSource.Type.ACCESS_KEY,
                            Map.of("access-key-id", "id", "access-key-secret", "odd-secret"),
                            Map.of()));
            this.query = new CloudCalls(
                    new Accounts(Map.of("a", account)),
                    name -> Uni.createFrom().voidItem(),
                    Clock.systemUTC(),
                    UUID::randomUUID,
                    worker,
                    "test");
        }

        PollResponse ask(PrecheckRef ref) {
            return query.call("a", SasCalls.query(ref)).await().atMost(Duration.ofSeconds(30));
        }

        @Override
        public void close() {
            query.close();
        }
    }
}
