package io.github.precheckwatcher.simulator.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A simulated cloud on a free port for each test, with a lasting and a temporary key. */
final class CloudFixture implements BeforeEachCallback, AfterEachCallback {
    static final PrecheckRef REF =
            new PrecheckRef("t-000bc9nqwxsbyvod0001", "ebc895506c6911ed800000163e0e0001", "cn-hangzhou");
    static final PrecheckRef OTHER =
            new PrecheckRef("t-000bc9nqwxsbyvod0002", "ebc895506c6911ed800000163e0e0002", "cn-hangzhou");
    static final String KEY_ID = "testAkId";
    static final String SECRET = "testAkSecret";
    static final String TEMPORARY_KEY_ID = "STS.testAkId";
    static final String TOKEN = "testStsToken==";

    private static final ObjectMapper JSON = new ObjectMapper();

    final FakeClock clock = new FakeClock(Instant.parse("2024-01-02T03:04:05Z"));
    private Vertx vertx;
    private CloudSimulator cloud;

    @Override
    public void beforeEach(ExtensionContext context) {
        vertx = Vertx.vertx();
        cloud = CloudSimulator.start(
                vertx,
                clock,
                0,
                List.of(new CloudAccount(KEY_ID, SECRET), CloudAccount.temporary(TEMPORARY_KEY_ID, SECRET, TOKEN)));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        cloud.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    CloudSimulator cloud() {
        return cloud;
    }

    VendorCaller caller() {
        return new VendorCaller(cloud.endpoint(), clock, KEY_ID, SECRET);
    }

    /** Asks once for {@link #REF} and reads the answer. */
    JsonNode asked() throws Exception {
        return json(caller().ask(REF));
    }

    /** Posts to the control endpoint; the status. */
    int turn(String switched, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(cloud.endpoint() + "simulator/" + switched))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    static JsonNode json(HttpResponse<String> response) throws Exception {
        return JSON.readTree(response.body());
    }

    static String code(HttpResponse<String> response) throws Exception {
        return json(response).path("Code").asText();
    }
}
