package io.github.precheckwatcher.cloud;

import static io.github.precheckwatcher.cloud.ResponseReaderTest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openapiutil.Client;
import com.aliyun.tea.TeaRequest;
import io.github.precheckwatcher.cloud.PollResult.AccountRefused;
import io.github.precheckwatcher.cloud.PollResult.NotSent;
import io.github.precheckwatcher.cloud.PollResult.Observed;
import io.github.precheckwatcher.cloud.PollResult.TransportFailed;
import io.github.precheckwatcher.cloud.PollResult.WatchFault;
import io.github.precheckwatcher.cloud.credentials.CredentialProviders;
import io.github.precheckwatcher.cloud.credentials.Credentials;
import io.github.precheckwatcher.cloud.credentials.CredentialsSource;
import io.github.precheckwatcher.cloud.sas.SasCalls;
import io.github.precheckwatcher.precheck.Phase;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.secret.SecretForm;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole calls against real servers: what goes over the wire, and what is tried a second time. */
@QuarkusTest
@TestProfile(SasTestProfile.class)
class SasPrecheckQueryTest {
    private static final String SECRET = "wire-secret-value";
    private static final String TOKEN = "wire-token+value/==";
    private static final Instant NOW = Instant.parse("2024-01-02T03:04:05.678Z");
    private static final PrecheckRef REF = new PrecheckRef("t-1", "i-1", "cn-hangzhou");
    private static final String CREATED = "{\"Description\":\"created\"}";
    private static final String COMPLETED = "{\"Description\":\"completed\"}";

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final AtomicInteger permitsTaken = new AtomicInteger();
    private CallPermits permits = account -> {
        permitsTaken.incrementAndGet();
        return Uni.createFrom().voidItem();
    };

    @Inject
    ExecutorService worker;

    @Inject
    PrecheckQuery injected;

    @TempDir
    Path dir;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    // the wire

    @Test
    void a_call_is_a_post_to_the_root_with_all_parameters_in_the_query_and_no_body() {
        WireServer server = server((n, head, out) -> WireServer.answer(out, 200, CREATED));

        PollResponse response = ask(query(server.uri()), REF);

        assertThat(response.result()).isInstanceOf(Observed.class);
        List<String> lines = server.heads().get(0).lines().toList();
        assertThat(lines.get(0)).startsWith("POST /?").endsWith(" HTTP/1.1");
        Map<String, String> headers = headers(server.heads().get(0));
        assertThat(headers)
                .containsEntry("host", "127.0.0.1:" + server.port())
                .containsEntry("x-acs-action", "QueryPreCheckDatabase")
                .containsEntry("x-acs-version", "2018-12-03")
                .containsEntry("x-acs-date", "2024-01-02T03:04:05Z")
                .containsEntry("x-acs-content-sha256", Acs3Signer.EMPTY_BODY_SHA256)
                .containsEntry("accept", "application/json")
                .containsEntry("content-length", "0")
                .containsEntry("user-agent", "precheck-watcher/test")
                .doesNotContainKeys("content-type", "x-acs-security-token", "transfer-encoding");
        assertThat(headers.get("x-acs-signature-nonce")).matches("[0-9a-f]{32}");
        assertThat(lines.stream().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("host:")))
                .hasSize(1);
        assertThat(permitsTaken).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t-1",
                "a b+c*d~e/f&g=h%i",
                "100%41",
                "中文 😀",
                "{template}",
                "a;b?c#d:e@f",
                "\"quoted\"",
                "%2B+%20"
            })
    void the_vendors_library_computes_the_same_signature_from_what_is_on_the_wire(String value) throws Exception {
        WireServer server = server((n, head, out) -> WireServer.answer(out, 200, CREATED));
        PrecheckRef ref = new PrecheckRef(value, "i " + value, "cn-hangzhou");

        ask(query(account(server.uri(), sts())), ref);

        String head = server.heads().get(0);
        assertThat(wireQuery(head))
                .containsOnly(
                        Map.entry("TaskId", value),
                        Map.entry("InstanceUuid", "i " + value),
                        Map.entry("UniRegionId", "cn-hangzhou"));
        assertThat(headers(head)).containsEntry("x-acs-security-token", TOKEN);
        assertThat(headers(head).get("authorization"))
                .isEqualTo(vendorsAuthorization(head))
                .contains("x-acs-security-token");
    }

    @Test
    void a_thousand_calls_at_once_all_get_their_answer_over_a_bounded_number_of_connections() {
        WireServer server = server((n, head, out) -> WireServer.answer(out, 200, CREATED));
        CloudCalls query = query(server.uri());

        List<PollResponse> answers = Uni.join()
                .all(java.util.stream.IntStream.range(0, 1_000)
                        .mapToObj(i -> query.call("a", SasCalls.query(new PrecheckRef("t-" + i, "i", "r"))))
                        .toList())
                .andCollectFailures()
                .await()
                .atMost(Duration.ofSeconds(20));

        assertThat(answers).hasSize(1_000).allMatch(response -> response.result() instanceof Observed);
        assertThat(server.connections()).isLessThanOrEqualTo(1_000);
        Set<String> nonces = new HashSet<>();
        server.heads().forEach(head -> nonces.add(headers(head).get("x-acs-signature-nonce")));
        assertThat(nonces).hasSize(1_000);
    }

    @Test
    void no_redirect_is_followed() {
        WireServer elsewhere = server((n, head, out) -> WireServer.answer(out, 200, COMPLETED));
        WireServer server =
                server((n, head, out) -> WireServer.answer(out, 307, "", "location: " + elsewhere.uri() + "stolen"));

        PollResponse response = ask(query(server.uri()), REF);

        assertThat(response.result()).isInstanceOf(AccountRefused.class);
        assertThat(elsewhere.heads()).isEmpty();
    }

    // odd answers

    @ParameterizedTest
    @ValueSource(ints = {200, 403, 500})
    void an_answer_over_a_mebibyte_is_not_read_to_its_end(int status) {
        AtomicInteger written = new AtomicInteger();
        WireServer server = server((n, head, out) -> {
            out.write(("HTTP/1.1 " + status + " W\r\ntransfer-encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < 4_000; i++) {
                out.write(chunk);
                written.addAndGet(chunk.length);
            }
            return false;
        });

        PollResponse response = ask(query(server.uri()), REF);

        assertThat(response.result()).isInstanceOf(WatchFault.class);
        assertThat(problem(response).code()).isEqualTo(Problem.OVERSIZED);
        assertThat(written.get()).isLessThan(100 << 20);
        assertThat(server.heads()).hasSize(1);
    }

    @Test
    void a_mebibyte_is_read() {
        String body = "{\"Description\":\"completed\",\"Padding\":\"" + "x".repeat((1 << 20) - 40) + "\"}";
        assertThat(body.length()).isEqualTo((1 << 20) + 0);
        WireServer server = server((n, head, out) -> WireServer.answer(out, 200, body));

        assertThat(ask(query(server.uri()), REF).result()).isInstanceOf(Observed.class);
    }

    @Test
    void an_answer_that_drips_is_given_up_within_the_bound_and_its_connection_closed() {
        WireServer server = server((n, head, out) -> {
            out.write("HTTP/1.1 200 W\r\ncontent-length: 1000000\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            Object never = new Object();
            for (int i = 0; i < 1_000_000; i++) {
                out.write('x');
                out.flush();
                synchronized (never) {
                    never.wait(20);
                }
            }
            return false;
        });

        long start = System.nanoTime();
        PollResponse response = ask(query(account(server.uri(), key(), Duration.ofMillis(700))), REF);
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(response.result()).isInstanceOf(TransportFailed.class);
        assertThat(problem(response).message()).contains("700 ms");
        assertThat(took).isBetween(Duration.ofMillis(650), Duration.ofSeconds(5));
        Awaitility.await().until(() -> server.openConnections() == 0);
    }

    @Test
    void an_answer_cut_within_its_body_is_a_failure_of_the_way_and_not_sent_again() {
        WireServer server = server((n, head, out) -> {
            out.write("HTTP/1.1 200 W\r\ncontent-length: 100\r\n\r\n{\"Descr".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return false;
        });

        PollResponse response = ask(query(server.uri()), REF);

        assertThat(response.result()).isInstanceOf(TransportFailed.class);
        assertThat(problem(response).message()).contains("within the answer");
        assertThat(server.heads()).hasSize(1);
    }

    @Test
    void nobody_listening_is_reported_in_plain_words() {
        PollResponse response = injected.query("default", REF).await().atMost(Duration.ofSeconds(30));

        assertThat(response.result()).isInstanceOf(TransportFailed.class);
        assertThat(problem(response).code()).isEqualTo(Problem.NETWORK);
        assertThat(problem(response).message()).isEqualTo("connection refused by 127.0.0.1:1");
    }

    @Test
    void a_name_that_dns_does_not_know_is_reported_in_plain_words() {
        PollResponse response = ask(query(URI.create("http://nowhere.invalid/")), REF);

        assertThat(response.result()).isInstanceOf(TransportFailed.class);
        assertThat(problem(response).message()).contains("nowhere.invalid").contains("DNS");
    }

    @Test
    void a_name_of_the_hosts_file_is_found() {
        WireServer server = server((n, head, out) -> WireServer.answer(out, 200, CREATED));

        PollResponse response = ask(query(URI.create("http://localhost:" + server.port() + "/")), REF);

        assertThat(response.result()).isInstanceOf(Observed.class);
        assertThat(headers(server.heads().get(0))).containsEntry("host", "localhost:" + server.port());
    }

    @Test
    void names_are_not_looked_up_on_an_event_loop() {
        assertThat(ConfigProvider.getConfig().getValue("quarkus.vertx.use-async-dns", Boolean.class))
                .isTrue();
    }

    // second tries

    @Test
    void a_connection_closed_before_the_answer_is_tried_once_more_newly_signed() {
        WireServer server = server((n, head, out) -> n == 1 ? false : WireServer.answer(out, 200, COMPLETED));
        CloudCalls query = query(server.uri());
        ask(query, REF);

        PollResponse response = ask(query, REF);

        assertThat(response.result()).isInstanceOf(Observed.class);
        assertThat(server.heads()).hasSize(3);
        assertThat(permitsTaken).hasValue(1);
        assertThat(headers(server.heads().get(2)).get("x-acs-signature-nonce"))
                .isNotEqualTo(headers(server.heads().get(1)).get("x-acs-signature-nonce"));
        assertThat(headers(server.heads().get(2)).get("authorization"))
                .isNotEqualTo(headers(server.heads().get(1)).get("authorization"));
    }

    @Test
    void a_new_connection_that_is_closed_is_a_failure_of_the_way_at_once() {
        WireServer server = server((n, head, out) -> false);

        PollResponse response = ask(query(server.uri()), REF);

        assertThat(response.result()).isInstanceOf(TransportFailed.class);
        assertThat(problem(response).message()).contains("before the answer");
        assertThat(server.heads()).hasSize(1);
        assertThat(permitsTaken).hasValue(0);
    }

    @Test
    void a_stale_connection_is_replaced_once() {
        WireServer server = server((n, head, out) -> n == 0 && WireServer.answer(out, 200, CREATED));
        CloudCalls query = query(server.uri());
        ask(query, REF);

        PollResponse response = ask(query, REF);

        assertThat(response.result()).isInstanceOf(TransportFailed.class);
        assertThat(problem(response).message()).contains("before the answer");
        assertThat(server.heads()).hasSize(3);
    }

    @Test
    void a_used_nonce_is_replaced_once_and_then_counts_against_the_watch() {
        WireServer once = server((n, head, out) ->
                n == 0 ? error(out, 400, "SignatureNonceUsed") : WireServer.answer(out, 200, CREATED));
        WireServer always = server((n, head, out) -> error(out, 400, "SignatureNonceUsed"));

        assertThat(ask(query(once.uri()), REF).result()).isInstanceOf(Observed.class);
        assertThat(ask(query(always.uri()), REF).result()).isInstanceOf(WatchFault.class);

        assertThat(once.heads()).hasSize(2);
        assertThat(always.heads()).hasSize(2);
        assertThat(permitsTaken).hasValue(2);
    }

    @Test
    void a_refused_key_is_read_again_from_its_files_once() throws Exception {
        Path id = Files.writeString(dir.resolve("id"), "old-id");
        Path secret = Files.writeString(dir.resolve("secret"), "old-secret");
        WireServer server = server((n, head, out) -> {
            if (head.contains("Credential=new-id")) {
                return WireServer.answer(out, 200, CREATED);
            }
            Files.writeString(id, "new-id");
            Files.writeString(secret, "new-secret");
            return error(out, 404, "InvalidAccessKeyId.NotFound");
        });
        CredentialsSource files = new CredentialsSource(
                CredentialsSource.Type.ACCESS_KEY, Map.of(), Map.of("access-key-id", id, "access-key-secret", secret));

        assertThat(ask(query(account(server.uri(), files)), REF).result()).isInstanceOf(Observed.class);
        assertThat(server.heads()).hasSize(2);
    }

    @Test
    void a_token_still_refused_after_one_refresh_is_the_accounts() {
        WireServer server = server((n, head, out) -> error(out, 403, "InvalidSecurityToken.Expired"));

        PollResponse response = ask(query(account(server.uri(), sts())), REF);

        assertThat(response.result()).isInstanceOf(AccountRefused.class);
        assertThat(problem(response).code()).isEqualTo("InvalidSecurityToken.Expired");
        assertThat(server.heads()).hasSize(2);
        assertThat(permitsTaken).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void files_that_turn_bad_suspend_the_account_with_the_reason_and_mended_ones_are_read_again(SecretForm form)
            throws Exception {
        Path id = Files.writeString(dir.resolve("id"), "id");
        Path secret = Files.writeString(dir.resolve("secret"), SECRET);
        Path token = Files.writeString(dir.resolve("token"), "old-token");
        WireServer server = server((n, head, out) ->
                headers(head).getOrDefault("x-acs-security-token", "").equals("old-token")
                        ? error(out, 403, "InvalidSecurityToken.Expired")
                        : WireServer.answer(out, 200, CREATED));
        CloudCalls query = query(account(
                server.uri(),
                new CredentialsSource(
                        CredentialsSource.Type.STS,
                        Map.of(),
                        Map.of("access-key-id", id, "access-key-secret", secret, "security-token", token))));
        assertThat(problem(ask(query, REF)).code()).isEqualTo("InvalidSecurityToken.Expired");

        for (Path file : List.of(id, secret, token)) {
            Files.write(file, form.bytes("new-" + file.getFileName()));
        }
        for (int call = 0; call < 2 && !form.isUsable(SecretForm.Use.WORD); call++) {
            PollResponse response = ask(query, REF);
            assertThat(response.result()).isInstanceOf(AccountRefused.class);
            assertThat(problem(response).code()).isEqualTo("NoCredentials");
            assertThat(problem(response).message())
                    .matches("(?s)(access-key-id|access-key-secret|security-token)-file (is|holds) .*");
        }
        for (Path file : List.of(id, secret, token)) {
            Files.writeString(file, "new-" + file.getFileName() + "\n");
        }

        assertThat(ask(query, REF).result()).isInstanceOf(Observed.class);
    }

    @Test
    void an_exception_of_ours_is_no_fault_of_the_network() {
        WireServer server = server((n, head, out) -> WireServer.answer(out, 200, CREATED));
        Clock broken = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                throw new IllegalArgumentException("hunter2");
            }
        };
        CloudCalls query = new CloudCalls(
                new Accounts(Map.of("a", account(server.uri(), sts()))),
                permits,
                broken,
                UUID::randomUUID,
                worker,
                "test");
        opened.add(query::close);

        PollResponse response = ask(query, REF);

        assertThat(response.result()).isInstanceOf(WatchFault.class);
        assertThat(problem(response).code()).isEqualTo(Problem.INTERNAL);
        assertThat(problem(response).message()).isEqualTo("the request could not be made (IllegalArgumentException)");
        assertThat(server.heads()).isEmpty();
    }

    @Test
    void a_signature_that_does_not_match_is_tried_again_only_with_another_key() throws Exception {
        Path secret = Files.writeString(dir.resolve("secret"), "wrong-secret");
        WireServer server = server((n, head, out) -> n < 1
                ? error(out, 400, "SignatureDoesNotMatch")
                : n == 1 ? error(out, 400, "SignatureDoesNotMatch") : WireServer.answer(out, 200, CREATED));
        CloudCalls query = query(account(
                server.uri(),
                new CredentialsSource(
                        CredentialsSource.Type.ACCESS_KEY,
                        Map.of("access-key-id", "id"),
                        Map.of("access-key-secret", secret))));

        assertThat(ask(query, REF).result()).isInstanceOf(AccountRefused.class);
        assertThat(server.heads()).hasSize(1);
        Files.writeString(secret, "right-secret");
        assertThat(ask(query, REF).result()).isInstanceOf(Observed.class);
        assertThat(server.heads()).hasSize(3);
    }

    @Test
    void a_refused_date_is_corrected_once_by_the_servers_and_kept() {
        String date = "date: Tue, 02 Jan 2024 04:04:05 GMT";
        WireServer server = server((n, head, out) -> head.contains("2024-01-02T04:0")
                ? WireServer.answer(out, 200, CREATED)
                : WireServer.answer(out, 400, "{\"Code\":\"InvalidTimeStamp.Expired\"}", date));
        CloudCalls query = query(server.uri());

        assertThat(ask(query, REF).result()).isInstanceOf(Observed.class);
        assertThat(ask(query, REF).result()).isInstanceOf(Observed.class);

        assertThat(server.heads()).hasSize(3);
        assertThat(headers(server.heads().get(2))).containsEntry("x-acs-date", "2024-01-02T04:04:05Z");
    }

    @Test
    void a_date_still_refused_is_the_accounts_and_without_a_server_date_nothing_is_tried() {
        WireServer stubborn = server((n, head, out) -> WireServer.answer(
                out, 400, "{\"Code\":\"InvalidTimeStamp.Expired\"}", "date: Tue, 02 Jan 2024 04:04:05 GMT"));
        WireServer dateless = server((n, head, out) -> error(out, 400, "InvalidTimeStamp.Expired"));

        assertThat(ask(query(stubborn.uri()), REF).result()).isInstanceOf(AccountRefused.class);
        assertThat(ask(query(dateless.uri()), REF).result()).isInstanceOf(AccountRefused.class);

        assertThat(stubborn.heads()).hasSize(2);
        assertThat(dateless.heads()).hasSize(1);
    }

    @Test
    void without_a_permit_nothing_more_is_sent_and_nobody_is_blamed() {
        permits = account -> Uni.createFrom().failure(new IllegalStateException("no token within a second"));
        WireServer server = server((n, head, out) -> error(out, 403, "InvalidSecurityToken.Expired"));

        PollResponse response = ask(query(account(server.uri(), sts())), REF);

        assertThat(response.result()).isInstanceOf(NotSent.class);
        assertThat(problem(response).remedy().orElseThrow()).contains("calls-per-second");
        assertThat(server.heads()).hasSize(1);
    }

    @Test
    void a_call_that_needs_every_second_try_gets_each_once() {
        WireServer server = server((n, head, out) -> switch (n) {
            case 0 -> WireServer.answer(out, 200, CREATED);
            case 1 -> false;
            case 2 -> error(out, 400, "SignatureNonceUsed");
            case 3 -> error(out, 403, "InvalidSecurityToken.Expired");
            case 4 ->
                WireServer.answer(
                        out, 400, "{\"Code\":\"InvalidTimeStamp.Expired\"}", "date: Tue, 02 Jan 2024 04:04:05 GMT");
            default -> WireServer.answer(out, 200, COMPLETED, "x-acs-retry-after: 30");
        });

        CloudCalls query = query(account(server.uri(), sts()));
        ask(query, REF);

        PollResponse response = ask(query, REF);

        assertThat(((Observed) response.result()).observation().phase()).isEqualTo(Phase.ENDED);
        assertThat(response.retryAfter()).contains(Duration.ofMillis(30));
        assertThat(server.heads()).hasSize(6);
        assertThat(permitsTaken).hasValue(4);
    }

    // credentials

    @Test
    void without_credentials_nothing_is_sent_and_the_remedy_says_where_they_come_from() {
        WireServer server = server((n, head, out) -> WireServer.answer(out, 200, CREATED));
        CredentialsSource none = new CredentialsSource(
                CredentialsSource.Type.ACCESS_KEY,
                Map.of("access-key-id", "id"),
                Map.of("access-key-secret", dir.resolve("not-there")));

        PollResponse response = ask(query(account(server.uri(), none)), REF);

        assertThat(response.result()).isInstanceOf(AccountRefused.class);
        assertThat(problem(response).code()).isEqualTo("NoCredentials");
        assertThat(problem(response).message()).contains("not-there");
        assertThat(server.heads()).isEmpty();
    }

    @Test
    void a_slow_source_of_credentials_counts_in_the_bound_and_sends_nothing_late() {
        WireServer server = server((n, head, out) -> WireServer.answer(out, 200, CREATED));
        List<Runnable> stuck = new java.util.concurrent.CopyOnWriteArrayList<>();
        Account account = account(server.uri(), key(), Duration.ofSeconds(2));
        RpcClients clients = opened(new RpcClients("precheck-watcher/test"));
        AccountCalls calls = new AccountCalls(
                account,
                new Caller(
                        new Credentials("a", account.credentials(), new CredentialProviders(name -> null), stuck::add),
                        new ServerClock("a", Clock.fixed(NOW, ZoneOffset.UTC))),
                permits,
                UUID::randomUUID,
                worker,
                clients);
        opened.add(calls);

        PollResponse response = calls.call(SasCalls.query(REF)).await().atMost(Duration.ofSeconds(10));
        stuck.forEach(Runnable::run);
        PollResponse next = calls.call(SasCalls.query(REF)).await().atMost(Duration.ofSeconds(10));

        assertThat(response.result()).isInstanceOf(AccountRefused.class);
        assertThat(problem(response).code()).isEqualTo("NoCredentials");
        assertThat(problem(response).message()).isEqualTo("the credentials did not come within 2000 ms");
        assertThat(problem(response).remedy().orElseThrow()).contains("access-key-secret");
        assertThat(next.result()).isInstanceOf(Observed.class);
        assertThat(server.heads()).hasSize(1);
        assertThat(clients.underWay()).isZero();
    }

    @Test
    void a_renewed_key_that_does_not_come_is_not_the_endpoints_fault() {
        WireServer server = server((n, head, out) -> error(out, 400, "SignatureDoesNotMatch"));
        AtomicInteger fetches = new AtomicInteger();
        Account account = account(server.uri(), key(), Duration.ofSeconds(2));
        RpcClients clients = opened(new RpcClients("precheck-watcher/test"));
        AccountCalls calls = new AccountCalls(
                account,
                new Caller(
                        new Credentials("a", account.credentials(), new CredentialProviders(name -> null), task -> {
                            if (fetches.incrementAndGet() == 1) {
                                task.run();
                            }
                        }),
                        new ServerClock("a", Clock.fixed(NOW, ZoneOffset.UTC))),
                permits,
                UUID::randomUUID,
                worker,
                clients);
        opened.add(calls);

        PollResponse response = calls.call(SasCalls.query(REF)).await().atMost(Duration.ofSeconds(10));

        assertThat(fetches).hasValue(2);
        assertThat(problem(response).code()).isEqualTo("NoCredentials");
    }

    @Test
    void only_a_large_answer_is_read_on_a_worker() {
        WireServer server = server((n, head, out) -> WireServer.answer(
                out,
                200,
                "{\"Description\":\"completed\",\"Padding\":\"" + "x".repeat(n == 0 ? 60_000 : 70_000) + "\"}"));
        AtomicInteger onWorker = new AtomicInteger();
        Account account = account(server.uri(), key());
        RpcClients clients = opened(new RpcClients("precheck-watcher/test"));
        AccountCalls calls = new AccountCalls(
                account,
                new Caller(
                        new Credentials(
                                "a", account.credentials(), new CredentialProviders(name -> null), Runnable::run),
                        new ServerClock("a", Clock.fixed(NOW, ZoneOffset.UTC))),
                permits,
                UUID::randomUUID,
                task -> {
                    onWorker.incrementAndGet();
                    worker.execute(task);
                },
                clients);
        opened.add(calls);

        PollResponse small = calls.call(SasCalls.query(REF)).await().atMost(Duration.ofSeconds(10));
        assertThat(onWorker).hasValue(0);
        PollResponse large = calls.call(SasCalls.query(REF)).await().atMost(Duration.ofSeconds(10));

        assertThat(onWorker).hasValue(1);
        assertThat(List.of(small, large)).allMatch(response -> response.result() instanceof Observed);
    }

    @Test
    void an_unknown_account_is_a_bug_of_the_caller() {
        assertThatThrownBy(() -> injected.query("nobody", REF).await().atMost(Duration.ofSeconds(30)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody");
    }

    private WireServer server(WireServer.Reaction reaction) {
        WireServer server = new WireServer(reaction);
        opened.add(server);
        return server;
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private CloudCalls query(URI endpoint) {
        return query(account(endpoint, key()));
    }

    private CloudCalls query(Account account) {
        CloudCalls query = new CloudCalls(
                new Accounts(Map.of("a", account)),
                permits,
                Clock.fixed(NOW, ZoneOffset.UTC),
                UUID::randomUUID,
                worker,
                "test");
        opened.add(query::close);
        return query;
    }

    private static Account account(URI endpoint, CredentialsSource credentials) {
        return account(endpoint, credentials, Duration.ofSeconds(15));
    }

    private static Account account(URI endpoint, CredentialsSource credentials, Duration readTimeout) {
        return new Account(
                "a", endpoint, 10, Duration.ofSeconds(5), readTimeout, Optional.empty(), Optional.empty(), credentials);
    }

    private static CredentialsSource key() {
        return new CredentialsSource(
                CredentialsSource.Type.ACCESS_KEY,
                Map.of("access-key-id", "wire-id", "access-key-secret", SECRET),
                Map.of());
    }

    private static CredentialsSource sts() {
        return new CredentialsSource(
                CredentialsSource.Type.STS,
                Map.of("access-key-id", "wire-id", "access-key-secret", SECRET, "security-token", TOKEN),
                Map.of());
    }

    private static PollResponse ask(CloudCalls query, PrecheckRef ref) {
        return query.call("a", SasCalls.query(ref)).await().atMost(Duration.ofSeconds(30));
    }

    private static boolean error(java.io.OutputStream out, int status, String code) throws java.io.IOException {
        return WireServer.answer(out, status, "{\"RequestId\":\"R\",\"Code\":\"" + code + "\",\"Message\":\"m\"}");
    }

    private static Map<String, String> headers(String head) {
        Map<String, String> headers = new HashMap<>();
        head.lines()
                .skip(1)
                .filter(line -> !line.isEmpty())
                .forEach(line -> headers.put(
                        line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                        line.substring(line.indexOf(':') + 1).strip()));
        return headers;
    }

    private static Map<String, String> wireQuery(String head) {
        String target = head.substring(head.indexOf('?') + 1, head.indexOf(" HTTP/1.1"));
        Map<String, String> query = new HashMap<>();
        for (String pair : target.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static String vendorsAuthorization(String head) throws Exception {
        TeaRequest request = new TeaRequest();
        request.method = "POST";
        request.pathname = "/";
        request.query.putAll(wireQuery(head));
        request.headers.putAll(headers(head));
        return Client.getAuthorization(
                request, Acs3Signer.ALGORITHM, headers(head).get("x-acs-content-sha256"), "wire-id", SECRET);
    }
}
