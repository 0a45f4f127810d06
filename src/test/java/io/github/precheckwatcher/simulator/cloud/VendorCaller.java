package io.github.precheckwatcher.simulator.cloud;

import com.aliyun.openapiutil.Client;
import com.aliyun.tea.TeaRequest;
import io.github.precheckwatcher.precheck.PrecheckRef;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Calls the simulated cloud over real HTTP, signing with the vendor's own library. */
final class VendorCaller {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;
    private final Clock clock;
    private final String keyId;
    private final String secret;

    VendorCaller(URI endpoint, Clock clock, String keyId, String secret) {
        this.endpoint = endpoint;
        this.clock = clock;
        this.keyId = keyId;
        this.secret = secret;
    }

    VendorCaller with(String otherKeyId, String otherSecret) {
        return new VendorCaller(endpoint, clock, otherKeyId, otherSecret);
    }

    HttpResponse<String> ask(PrecheckRef ref) throws Exception {
        return call(parameters(ref)).send();
    }

    Prepared call(Map<String, String> parameters) {
        return new Prepared(parameters);
    }

    static Map<String, String> parameters(PrecheckRef ref) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("TaskId", ref.taskId());
        parameters.put("InstanceUuid", ref.instanceUuid());
        parameters.put("UniRegionId", ref.uniRegionId());
        return parameters;
    }

    /** A call that can be changed before and after it is signed. */
    final class Prepared {
        private final Map<String, String> parameters;
        private final Map<String, String> headers = new HashMap<>();
        private Map<String, String> wireParameters;
        private Consumer<Map<String, String>> afterwards = signed -> {};
        private String method = "POST";
        private byte[] body = {};

        private Prepared(Map<String, String> parameters) {
            this.parameters = parameters;
            this.wireParameters = parameters;
            headers.put("host", endpoint.getAuthority());
            headers.put("x-acs-action", "QueryPreCheckDatabase");
            headers.put("x-acs-version", "2018-12-03");
            headers.put(
                    "x-acs-date",
                    clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
            headers.put("x-acs-signature-nonce", UUID.randomUUID().toString());
        }

        Prepared header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        Prepared without(String name) {
            headers.remove(name);
            return this;
        }

        Prepared method(String other) {
            method = other;
            return this;
        }

        Prepared body(String text) {
            body = text.getBytes(StandardCharsets.UTF_8);
            return header("content-type", "application/json");
        }

        /** Signs what was said before, sends this. */
        Prepared sending(Map<String, String> otherParameters) {
            wireParameters = otherParameters;
            return this;
        }

        /** Changes the signed headers on their way. */
        Prepared tamper(Consumer<Map<String, String>> change) {
            afterwards = change;
            return this;
        }

        HttpResponse<String> send() throws Exception {
            return http.send(request(), HttpResponse.BodyHandlers.ofString());
        }

        HttpResponse<byte[]> sendForBytes() throws Exception {
            return http.send(request(), HttpResponse.BodyHandlers.ofByteArray());
        }

        CompletableFuture<HttpResponse<String>> start() throws Exception {
            return http.sendAsync(request(), HttpResponse.BodyHandlers.ofString());
        }

        private HttpRequest request() throws Exception {
            String hash = Client.hexEncode(Client.hash(body, "ACS3-HMAC-SHA256"));
            headers.putIfAbsent("x-acs-content-sha256", hash);
            TeaRequest signed = new TeaRequest();
            signed.method = method;
            signed.pathname = "/";
            signed.query = new HashMap<>(parameters);
            signed.headers = new HashMap<>(headers);
            headers.put(
                    "Authorization",
                    Client.getAuthorization(
                            signed, "ACS3-HMAC-SHA256", headers.get("x-acs-content-sha256"), keyId, secret));
            afterwards.accept(headers);
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint + "?" + query()))
                    .timeout(Duration.ofSeconds(20))
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
            headers.forEach((name, value) -> {
                if (!name.equals("host")) {
                    request.header(name, value);
                }
            });
            return request.build();
        }

        private String query() throws Exception {
            Map<String, String> encoded = new HashMap<>();
            for (Map.Entry<String, String> p : wireParameters.entrySet()) {
                encoded.put(Client.percentEncode(p.getKey()), Client.percentEncode(p.getValue()));
            }
            return encoded.entrySet().stream()
                    .map(p -> p.getKey() + "=" + p.getValue())
                    .collect(Collectors.joining("&"));
        }
    }
}
