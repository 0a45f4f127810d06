package io.github.precheckwatcher.cloud;

import static io.github.precheckwatcher.cloud.ResponseReaderTest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.github.precheckwatcher.cloud.PollResult.AccountRefused;
import io.github.precheckwatcher.cloud.PollResult.Observed;
import io.github.precheckwatcher.cloud.PollResult.TransportFailed;
import io.github.precheckwatcher.cloud.credentials.CredentialsSource;
import io.github.precheckwatcher.cloud.sas.SasCalls;
import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.notify.kind.webhook.Certificates;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.secret.Pem;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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

    private static final CredentialsSource CREDENTIALS = new CredentialsSource(
            CredentialsSource.Type.STS,
            Map.of("access-key-id", "id", "access-key-secret", SECRET, "security-token", TOKEN),
            Map.of());

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
                Certificates.unsignedContext().getServerSocketFactory(),
                (n, head, out) -> WireServer.answer(out, 200, "{\"Description\":\"completed\"}")));

        PollResponse response = ask(account(URI.create("https://127.0.0.1:" + server.port() + "/"), Optional.empty()));

        assertThat(response.result()).isInstanceOf(AccountRefused.class);
        assertThat(problem(response).message()).contains("certificate").contains("127.0.0.1:" + server.port());
        assertThat(problem(response).remedy().orElseThrow())
                .contains("watcher.accounts.a.tls.ca-file")
                .contains("proxy that opens TLS");
        assertThat(server.heads()).isEmpty();
    }

    @Test
    void an_endpoint_whose_certificate_the_accounts_own_ca_signed_is_trusted() throws Exception {
        Certificates certificates = Certificates.in(dir);
        WireServer server = https(certificates);

        PollResponse response = ask(trusting(server, certificates));

        assertThat(response.result()).isInstanceOf(Observed.class);
        assertThat(server.heads()).hasSize(1);
    }

    @Test
    void an_accounts_own_ca_is_trusted_alone_and_the_remedy_names_its_file() throws Exception {
        WireServer server = https(Certificates.in(Files.createDirectory(dir.resolve("one"))));

        PollResponse response = ask(trusting(server, Certificates.in(Files.createDirectory(dir.resolve("other")))));

        assertThat(response.result()).isInstanceOf(AccountRefused.class);
        assertThat(problem(response).remedy().orElseThrow())
                .contains("watcher.accounts.a.tls.ca-file is trusted instead of the JVM's own certificates");
        assertThat(server.heads()).isEmpty();
    }

    @Test
    void a_name_that_the_certificate_does_not_have_is_refused_whoever_signed_it() throws Exception {
        Certificates certificates = Certificates.in(dir);
        WireServer server = https(certificates, "dns:tds.example.com");

        assertThat(ask(trusting(server, certificates)).result()).isInstanceOf(AccountRefused.class);
        assertThat(server.heads()).isEmpty();
    }

    @Test
    void a_source_of_credentials_whose_certificate_is_not_trusted_leads_to_the_trust_store_that_it_needs()
            throws Exception {
        Certificates certificates = Certificates.in(dir);
        WireServer source = https(certificates);
        WireServer server = opened(
                new WireServer((n, head, out) -> WireServer.answer(out, 200, "{\"Description\":\"completed\"}")));

        PollResponse response = ask(new Account(
                "a",
                server.uri(),
                10,
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Optional.empty(),
                Optional.of(Pem.of(Files.readAllBytes(certificates.authority()))),
                new CredentialsSource(
                        CredentialsSource.Type.CREDENTIALS_URI,
                        Map.of("credentials-uri", "https://127.0.0.1:" + source.port() + "/key"),
                        Map.of())));

        assertThat(problem(response).code()).isEqualTo("NoCredentials");
        assertThat(problem(response).message()).contains("a certificate that is not trusted");
        assertThat(problem(response).remedy().orElseThrow()).contains("-Djavax.net.ssl.trustStore");
    }

    @Test
    void an_endpoint_that_speaks_no_tls_is_a_failure_of_the_way() throws Exception {
        HttpServer plain = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        plain.start();
        opened.add(() -> plain.stop(0));

        PollResponse response = ask(new Account(
                "a",
                URI.create("https://127.0.0.1:" + plain.getAddress().getPort() + "/"),
                10,
                Duration.ofMillis(300),
                Duration.ofSeconds(15),
                Optional.empty(),
                Optional.empty(),
                CREDENTIALS));

        assertThat(response.result()).isInstanceOf(TransportFailed.class);
        assertThat(problem(response).message()).contains("TLS");
    }

    @Test
    void https_goes_through_the_proxy_by_connect() {
        WireServer proxy = opened(new WireServer((n, head, out) -> {
            WireServer.answer(out, 403, "");
            return false;
        }));

        PollResponse response = ask(account(
                URI.create("https://tds.example.invalid/"),
                Optional.of(URI.create("http://127.0.0.1:" + proxy.port()))));

        assertThat(response.result()).isInstanceOf(TransportFailed.class);
        assertThat(problem(response).message())
                .isEqualTo("the proxy 127.0.0.1:" + proxy.port()
                        + " does not allow a connection to tds.example.invalid:443 (403)");
        assertThat(proxy.heads())
                .isNotEmpty()
                .allMatch(head -> head.startsWith("CONNECT tds.example.invalid:443 HTTP/1."));
        assertThat(proxy.heads().toString()).doesNotContain("x-acs").doesNotContain("ACS3");
    }

    @Test
    void a_proxy_that_wants_a_login_is_named_and_gets_the_one_that_is_configured() {
        WireServer proxy = opened(new WireServer((n, head, out) -> {
            WireServer.answer(out, 407, "", "proxy-authenticate: Basic realm=\"office\"");
            return false;
        }));
        HttpProxy open = HttpProxy.of(URI.create("http://127.0.0.1:" + proxy.port()));
        URI endpoint = URI.create("https://tds.example.invalid/");

        PollResponse without = ask(behind(open, endpoint));
        PollResponse wrong = ask(behind(
                new HttpProxy(open.address(), Optional.of(new HttpProxy.Login("me", () -> "hunter2"))), endpoint));

        assertThat(without.result()).isInstanceOf(TransportFailed.class);
        assertThat(problem(without).message())
                .isEqualTo("the proxy " + open.authority() + " wants a user and a password (407)");
        assertThat(problem(without).remedy().orElseThrow())
                .contains("proxy-user")
                .contains("proxy-password-file");
        assertThat(wrong.result()).isInstanceOf(TransportFailed.class);
        assertThat(problem(wrong).message()).endsWith("does not accept this user and password (407)");
        assertThat(proxy.heads().get(0).toLowerCase(java.util.Locale.ROOT)).doesNotContain("proxy-authorization");
        assertThat(proxy.heads().get(proxy.heads().size() - 1)).contains(basic("me", "hunter2"));
        assertThat(without + " " + wrong).doesNotContain("hunter2");
    }

    @Test
    void a_changed_password_is_used_from_the_next_call_on_and_cuts_no_call_that_is_under_way() throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        WireServer proxy = opened(new WireServer((n, head, out) -> {
            if (n == 0) {
                arrived.countDown();
                changed.await();
            }
            return WireServer.answer(out, 200, "{\"Description\":\"completed\"}");
        }));
        AtomicReference<String> password = new AtomicReference<>("hunter2-old");
        CloudCalls query = query(behind(
                new HttpProxy(
                        URI.create("http://127.0.0.1:" + proxy.port()),
                        Optional.of(new HttpProxy.Login("me", password::get))),
                URI.create("http://tds.example.invalid/")));

        CompletableFuture<PollResponse> first =
                query.call("a", SasCalls.query(REF)).subscribeAsCompletionStage();
        arrived.await();
        password.set("hunter2-new");
        PollResponse second = query.call("a", SasCalls.query(REF)).await().atMost(Duration.ofSeconds(30));
        changed.countDown();

        assertThat(first.get(30, TimeUnit.SECONDS).result()).isInstanceOf(Observed.class);
        assertThat(second.result()).isInstanceOf(Observed.class);
        assertThat(proxy.heads().get(0)).contains(basic("me", "hunter2-old"));
        assertThat(proxy.heads().get(1)).contains(basic("me", "hunter2-new"));
        await().untilAsserted(() -> assertThat(proxy.openConnections())
                .as("the old client is closed when its last call has ended")
                .isEqualTo(1));
    }

    @Test
    void a_proxy_that_does_not_connect_in_time_is_named() {
        WireServer proxy = opened(new WireServer((n, head, out) -> {
            Thread.currentThread().join(); // says nothing until the test ends
            return false;
        }));
        HttpProxy silent = HttpProxy.of(URI.create("http://127.0.0.1:" + proxy.port()));

        PollResponse response = ask(new Account(
                "a",
                URI.create("https://tds.example.invalid/"),
                10,
                Duration.ofMillis(300),
                Duration.ofSeconds(15),
                Optional.of(silent),
                Optional.empty(),
                CREDENTIALS));

        assertThat(response.result()).isInstanceOf(TransportFailed.class);
        assertThat(problem(response).message())
                .contains("the proxy " + silent.authority())
                .contains("in time");
    }

    @Test
    void a_plain_endpoint_goes_through_the_proxy_signed_for_the_endpoint() {
        WireServer proxy = opened(
                new WireServer((n, head, out) -> WireServer.answer(out, 200, "{\"Description\":\"completed\"}")));

        PollResponse response = ask(account(
                URI.create("http://tds.example.invalid/"),
                Optional.of(URI.create("http://127.0.0.1:" + proxy.port()))));

        assertThat(response.result()).isInstanceOf(Observed.class);
        assertThat(proxy.heads().get(0)).startsWith("POST http://tds.example.invalid/?");
        assertThat(proxy.heads().get(0).toLowerCase(java.util.Locale.ROOT))
                .contains("\r\nhost: tds.example.invalid\r\n");
    }

    @Test
    void a_dead_proxy_is_named() {
        PollResponse response =
                ask(account(URI.create("https://tds.example.invalid/"), Optional.of(URI.create("http://127.0.0.1:1"))));

        assertThat(response.result()).isInstanceOf(TransportFailed.class);
        assertThat(problem(response).code()).isEqualTo(Problem.NETWORK);
        assertThat(problem(response).message()).isEqualTo("connection refused by the proxy 127.0.0.1:1");
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
        PollResponse[] answers = new PollResponse[6];

        withEverythingLogged(log, () -> {
            for (int i = 0; i < answers.length; i++) {
                answers[i] = ask(new Account(
                        "a",
                        echo.uri(),
                        10,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15),
                        Optional.empty(),
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

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private WireServer https(Certificates certificates) {
        return https(certificates, "ip:127.0.0.1");
    }

    private WireServer https(Certificates certificates, String names) {
        return opened(new WireServer(
                certificates.context(-1, 3, names).getServerSocketFactory(),
                (n, head, out) -> WireServer.answer(out, 200, "{\"Description\":\"completed\"}")));
    }

    private static Account trusting(WireServer server, Certificates certificates) throws IOException {
        return account(
                URI.create("https://127.0.0.1:" + server.port() + "/"),
                Optional.empty(),
                Optional.of(Pem.of(Files.readAllBytes(certificates.authority()))));
    }

    private static Account account(URI endpoint, Optional<URI> proxy) {
        return account(endpoint, proxy, Optional.empty());
    }

    private static Account account(URI endpoint, Optional<URI> proxy, Optional<Pem> trusted) {
        return new Account(
                "a",
                endpoint,
                10,
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                proxy.map(HttpProxy::of),
                trusted,
                CREDENTIALS);
    }

    private static Account behind(HttpProxy proxy, URI endpoint) {
        return new Account(
                "a",
                endpoint,
                10,
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Optional.of(proxy),
                Optional.empty(),
                CREDENTIALS);
    }

    private static String basic(String user, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.US_ASCII));
    }

    private PollResponse ask(Account account) {
        return query(account).call("a", SasCalls.query(REF)).await().atMost(Duration.ofSeconds(30));
    }

    private CloudCalls query(Account account) {
        CloudCalls query = new CloudCalls(
                new Accounts(Map.of("a", account)),
                name -> Uni.createFrom().voidItem(),
                Clock.systemUTC(),
                UUID::randomUUID,
                worker,
                "test");
        opened.add(query::close);
        return query;
    }
}
