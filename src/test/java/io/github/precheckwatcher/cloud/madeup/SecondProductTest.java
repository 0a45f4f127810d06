package io.github.precheckwatcher.cloud.madeup;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openapiutil.Client;
import com.aliyun.tea.TeaRequest;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.precheckwatcher.cloud.Account;
import io.github.precheckwatcher.cloud.Accounts;
import io.github.precheckwatcher.cloud.Acs3Signer;
import io.github.precheckwatcher.cloud.CloudCalls;
import io.github.precheckwatcher.cloud.PollResult;
import io.github.precheckwatcher.cloud.SasTestProfile;
import io.github.precheckwatcher.cloud.credentials.CredentialsSource;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Grade;
import io.github.precheckwatcher.precheck.Observation;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Phase;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.precheck.VerdictRule;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A product of another shape is one more class: {@link DescribeJob} is called, understood and judged by what there is. */
@QuarkusTest
@TestProfile(SasTestProfile.class)
class SecondProductTest {
    private static final PrecheckRef REF = new PrecheckRef("job-1", "i-1", "cn-hangzhou");
    private static final String SECRET = "second-product-secret";
    private static final Instant NOW = Instant.parse("2024-01-02T03:04:05Z");

    private final AtomicReference<TeaRequest> received = new AtomicReference<>();
    private final AtomicReference<String> authorization = new AtomicReference<>();
    private HttpServer server;
    private CloudCalls calls;
    private int status = 200;
    private String body;

    @Inject
    ExecutorService worker;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Account account = new Account(
                "a",
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
                10,
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Optional.empty(),
                Optional.empty(),
                new CredentialsSource(
                        CredentialsSource.Type.ACCESS_KEY,
                        Map.of("access-key-id", "id", "access-key-secret", SECRET),
                        Map.of()));
        calls = new CloudCalls(
                new Accounts(Map.of("a", account)),
                name -> Uni.createFrom().voidItem(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                UUID::randomUUID,
                worker,
                "test");
    }

    @AfterEach
    void close() {
        calls.close();
        server.stop(0);
    }

    @Test
    void its_action_goes_over_the_wire_signed_as_the_vendors_library_signs_it() throws Exception {
        body = "{\"Code\":\"JobQueued\"}";

        ask();

        TeaRequest request = received.get();
        assertThat(request.query).isEqualTo(Map.of("JobId", "job-1"));
        assertThat(request.headers)
                .containsEntry("x-acs-action", "DescribeJob")
                .containsEntry("x-acs-version", "2020-01-01");
        assertThat(authorization.get())
                .isEqualTo(Client.getAuthorization(
                        request, Acs3Signer.ALGORITHM, request.headers.get("x-acs-content-sha256"), "id", SECRET));
    }

    @ParameterizedTest
    @CsvSource({
        "JobQueued, WAITING, ",
        "JobRunning, RUNNING, ",
        "JobDone, ENDED, UNKNOWN",
        "JobBroken, BROKEN, ERROR",
    })
    void its_job_code_in_Code_is_a_phase_and_no_error(String code, Phase phase, Outcome outcome) {
        body = "{\"RequestId\":\"R-1\",\"Code\":\"" + code + "\",\"Percent\":\"40\"}";

        Observation seen = ((PollResult.Observed) ask()).observation();

        assertThat(seen.phase()).isEqualTo(phase);
        assertThat(seen.rawState()).isEqualTo(code);
        assertThat(seen.progress()).hasValue(40);
        assertThat(seen.requestId()).contains("R-1");
        assertThat(VerdictRule.outcome(seen)).isEqualTo(Optional.ofNullable(outcome));
    }

    @Test
    void its_items_are_judged_by_their_grades_and_keep_their_words_and_remedies() {
        Verdict verdict = judge("{\"Name\":\"CONNECT\",\"State\":\"Success\"},"
                + "{\"Name\":\"BINLOG\",\"State\":\"Alert\"},"
                + "{\"Name\":\"PRIVILEGE\",\"State\":\"Failed\",\"Repair\":\"grant\\nSELECT to the user\"},"
                + "{\"Name\":\"TOPOLOGY\",\"State\":\"NotStarted\"}");

        assertThat(verdict.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(verdict.summary())
                .isEqualTo("db: 1 of 4 checks passed; PRIVILEGE failed; BINLOG needs attention; 1 not run");
        List<CheckItem> items = verdict.instances().get(0).items();
        assertThat(items)
                .extracting(CheckItem::grade)
                .containsExactly(Grade.PASSED, Grade.WARNING, Grade.FAILED, Grade.NOT_RUN);
        assertThat(items)
                .extracting(item -> item.result().orElseThrow())
                .containsExactly("Success", "Alert", "Failed", "NotStarted");
        assertThat(items.get(2).remedy()).contains("grant SELECT to the user");
    }

    @ParameterizedTest
    @CsvSource({"Success, PASSED", "Alert, WARNING", "Failed, FAILED", "NotStarted, UNKNOWN", "Strange, FAILED"})
    void the_worst_of_its_items_decides_and_none_that_was_not_run_is_a_pass(String state, Outcome outcome) {
        Verdict verdict = judge(
                "{\"Name\":\"CONNECT\",\"State\":\"Success\"}," + "{\"Name\":\"BINLOG\",\"State\":\"" + state + "\"}");

        assertThat(verdict.outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "NoPermission, PermissionRefused, grant the RAM action made-up:DescribeJob (resource *)",
        "InvalidApi.NotFound, AccountRefused, Migration endpoints",
        "InvalidJobId, WatchRefused, check the job id of this watch",
        "JobGone, WatchRefused, start the job again",
        "Throttling.User, Throttled, lower calls-per-second",
        "ServerError, WatchFault, ask the vendor's support",
    })
    void an_errors_code_means_what_it_means_everywhere_with_its_own_remedies(String code, String kind, String remedy) {
        status = 403;
        body = "{\"Code\":\"" + code + "\",\"Message\":\"m\"}";

        PollResult result = ask();

        assertThat(result.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(((PollResult.Failure) result).problem().remedy().orElseThrow())
                .contains(remedy);
    }

    @Test
    void an_answer_without_its_code_is_malformed() {
        body = "{\"Description\":\"completed\"}";

        Problem problem = ((PollResult.Failure) ask()).problem();

        assertThat(problem.code()).isEqualTo(Problem.MALFORMED);
        assertThat(problem.message()).startsWith("the answer has no job code; it begins: ");
    }

    private Verdict judge(String items) {
        body = "{\"Code\":\"JobDone\",\"Items\":[" + items + "]}";
        return VerdictRule.judge("v-1", "db", REF, ((PollResult.Observed) ask()).observation(), NOW);
    }

    private PollResult ask() {
        return calls.call("a", new DescribeJob(REF))
                .await()
                .atMost(Duration.ofSeconds(30))
                .result();
    }

    private void answer(HttpExchange exchange) throws IOException {
        TeaRequest request = new TeaRequest();
        request.method = exchange.getRequestMethod();
        request.pathname = exchange.getRequestURI().getPath();
        for (String pair : exchange.getRequestURI().getQuery().split("&")) {
            request.query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        exchange.getRequestHeaders()
                .forEach((name, values) -> request.headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        authorization.set(request.headers.remove("authorization"));
        received.set(request);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
