package io.github.precheckwatcher.cloud;

import static io.github.precheckwatcher.cloud.AnswerReaderTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.cloud.credentials.CredentialsSource;
import com.sun.net.httpserver.HttpServer;
import io.github.precheckwatcher.cloud.PollResult.AccountRefused;
import io.github.precheckwatcher.cloud.PollResult.Observed;
import io.github.precheckwatcher.cloud.PollResult.WayFailed;
import io.github.precheckwatcher.cloud.sas.SasCalls;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Problem;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS, proxies, and that no secret leaves by the log. */
@QuarkusTest
@TestProfile(SasTestProfile.class)
class SasTransportTest {
    private static final String SECRET = "transport-secret-value";
    private static final String TOKEN = "transport-token+value/==";
    private static final PrecheckRef REF = new PrecheckRef("t-1", "i-1", "cn-hangzhou");

    private final List<AutoCloseable> opened = new ArrayList<>();

    @Inject
    ExecutorService worker;

    @TempDir
    Path dir;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_the_accounts() throws Exception {
        WireServer server = opened(new WireServer(
                selfSigned().getServerSocketFactory(),
                (n, head, out) -> WireServer.answer(out, 200, "{\"Description\":\"completed\"}")));

        PollAnswer answer = ask(account(URI.create("https://127.0.0.1:" + server.port() + "/"), Optional.empty()));

        assertThat(answer.result()).isInstanceOf(AccountRefused.class);
        assertThat(problem(answer).message()).contains("certificate").contains("127.0.0.1:" + server.port());
        assertThat(problem(answer).remedy().orElseThrow())
                .contains("trustStore")
                .contains("proxy");
        assertThat(server.heads()).isEmpty();
    }

    @Test
    void an_endpoint_that_speaks_no_tls_is_a_failure_of_the_way() throws Exception {
        HttpServer plain = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        plain.start();
        opened.add(() -> plain.stop(0));

        PollAnswer answer =
                ask(account(URI.create("https://127.0.0.1:" + plain.getAddress().getPort() + "/"), Optional.empty()));

        assertThat(answer.result()).isInstanceOf(WayFailed.class);
        assertThat(problem(answer).message()).contains("TLS");
    }

    @Test
    void https_goes_through_the_proxy_by_connect() {
        WireServer proxy = opened(new WireServer((n, head, out) -> {
            WireServer.answer(out, 403, "");
            return false;
        }));

        PollAnswer answer = ask(account(
                URI.create("https://tds.example.invalid/"),
                Optional.of(URI.create("http://127.0.0.1:" + proxy.port()))));

        assertThat(answer.result()).isInstanceOf(WayFailed.class);
        assertThat(problem(answer).message())
                .isEqualTo("the proxy 127.0.0.1:" + proxy.port() + " did not connect to tds.example.invalid:443");
        assertThat(proxy.heads())
                .isNotEmpty()
                .allMatch(head -> head.startsWith("CONNECT tds.example.invalid:443 HTTP/1."));
        assertThat(proxy.heads().toString()).doesNotContain("x-acs").doesNotContain("ACS3");
    }

    @Test
    void a_plain_endpoint_goes_through_the_proxy_signed_for_the_endpoint() {
        WireServer proxy = opened(
                new WireServer((n, head, out) -> WireServer.answer(out, 200, "{\"Description\":\"completed\"}")));

        PollAnswer answer = ask(account(
                URI.create("http://tds.example.invalid/"),
                Optional.of(URI.create("http://127.0.0.1:" + proxy.port()))));

        assertThat(answer.result()).isInstanceOf(Observed.class);
        assertThat(proxy.heads().get(0)).startsWith("POST http://tds.example.invalid/?");
        assertThat(proxy.heads().get(0).toLowerCase(java.util.Locale.ROOT))
                .contains("\r\nhost: tds.example.invalid\r\n");
    }

    @Test
    void a_dead_proxy_is_named() {
        PollAnswer answer =
                ask(account(URI.create("https://tds.example.invalid/"), Optional.of(URI.create("http://127.0.0.1:1"))));

        assertThat(answer.result()).isInstanceOf(WayFailed.class);
        assertThat(problem(answer).code()).isEqualTo(Problem.NETWORK);
        assertThat(problem(answer).message()).isEqualTo("connection refused by the proxy 127.0.0.1:1");
    }

    @Test
    void nothing_secret_is_logged_even_when_everything_is_logged() throws Exception {
        WireServer echo = opened(new WireServer((n, head, out) -> switch (n % 4) {
            case 0 ->
                WireServer.answer(
                        out, 400, "{\"Code\":\"SignatureDoesNotMatch\",\"Message\":\"" + echoed(head) + "\"}");
            case 1 -> WireServer.answer(out, 200, "{\"Description\":\"created\"}");
            case 2 -> false;
            default -> WireServer.answer(out, 200, escaped(echoed(head)));
        }));
        URI handOut = credentialsUri();
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PollAnswer[] answers = new PollAnswer[6];

        withEverythingLogged(log, () -> {
            for (int i = 0; i < answers.length; i++) {
                answers[i] = ask(new Account(
                        "a",
                        echo.uri(),
                        10,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15),
                        Optional.empty(),
                        new CredentialsSource(
                                CredentialsSource.Type.CREDENTIALS_URI,
                                Map.of("credentials-uri", handOut.toString()),
                                Map.of())));
            }
        });

        String everything = log.toString(StandardCharsets.UTF_8);
        assertThat(everything).as("the log was on").contains("credentials renewed", "ClientImpl Setting");
        for (String secret :
                List.of(SECRET, TOKEN, Acs3Signer.encode(TOKEN), escaped(TOKEN), "Signature=", "uri-secret")) {
            assertThat(everything).doesNotContain(secret);
            assertThat(List.of(answers).toString()).doesNotContain(secret);
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void withEverythingLogged(ByteArrayOutputStream log, Step step) throws Exception {
        PrintStream text = new PrintStream(log, true, StandardCharsets.UTF_8);
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLoggerName().startsWith("com.sun.net.httpserver")) {
                    return; // the test's own
                }
                text.println(entry.getLoggerName() + " " + entry.getMessage() + " "
                        + java.util.Arrays.toString(entry.getParameters()));
                for (Throwable at = entry.getThrown(); at != null; at = at.getCause()) {
                    text.println(at);
                }
            }

            @Override
            public void flush() {
                text.flush();
            }

            @Override
            public void close() {
                text.close();
            }
        };
        handler.setLevel(Level.ALL);
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        for (Handler console : root.getHandlers()) {
            console.setLevel(Level.INFO);
        }
        root.addHandler(handler);
        root.setLevel(Level.ALL);
        try {
            step.run();
        } finally {
            root.setLevel(before);
            root.removeHandler(handler);
            for (Handler console : root.getHandlers()) {
                console.setLevel(Level.ALL);
            }
        }
    }

    private static String echoed(String head) {
        return head.replace("\r\n", "\\n").replace("\"", "'");
    }

    /** As some JSON writers escape it. */
    private static String escaped(String text) {
        return text.replace("/", "\\/").replace("+", "\\u002b").replace("=", "\\u003d");
    }

    private URI credentialsUri() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = ("{\"Code\":\"Success\",\"AccessKeyId\":\"id\",\"AccessKeySecret\":\"" + SECRET
                            + "\",\"SecurityToken\":\"" + TOKEN + "\",\"Expiration\":\"2999-01-01T00:00:00Z\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        opened.add(() -> server.stop(0));
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/uri-secret");
    }

    /** A key store made for this run by the JDK's own tool. */
    private SSLContext selfSigned() throws Exception {
        Path store = dir.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private static Account account(URI endpoint, Optional<URI> proxy) {
        return new Account(
                "a",
                endpoint,
                10,
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                proxy,
                new CredentialsSource(
                        CredentialsSource.Type.STS,
                        Map.of("access-key-id", "id", "access-key-secret", SECRET, "security-token", TOKEN),
                        Map.of()));
    }

    private PollAnswer ask(Account account) {
        CloudCalls query = new CloudCalls(
                new Accounts(Map.of("a", account)),
                name -> Uni.createFrom().voidItem(),
                Clock.systemUTC(),
                UUID::randomUUID,
                worker,
                "test");
        opened.add(query::close);
        return query.call("a", SasCalls.query(REF)).await().atMost(Duration.ofSeconds(30));
    }
}
