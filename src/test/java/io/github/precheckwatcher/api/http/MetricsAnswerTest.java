package io.github.precheckwatcher.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.api.ApiTestProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(ApiTestProfile.class)
class MetricsAnswerTest {
    private static final String TEXT = "content-type: text/plain; version=0.0.4; charset=utf-8\r\n";
    private static final String OPEN_METRICS =
            "content-type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n";

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @Test
    void who_does_not_ask_gets_the_plain_text_format() throws IOException {
        assertThat(send("GET", "/q/metrics", ""))
                .startsWith("HTTP/1.1 200")
                .contains(TEXT, "# TYPE jvm_memory_used_bytes gauge")
                .doesNotContain("# EOF");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "text/*",
                "text/plain",
                "text/plain;version=0.0.4",
                "text/html,application/xhtml+xml,*/*;q=0.8",
                "application/json",
                "application/*",
                "application/openmetrics-text;q=0",
                "application/openmetrics-text;version=2.0.0",
                "application/openmetrics-text;q=0.3,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
                "application/openmetrics-text;q=many",
                "nonsense;;;=",
                ","
            })
    void who_does_not_ask_for_open_metrics_gets_the_plain_text_format(String accept) throws IOException {
        assertThat(send("GET", "/q/metrics", "Accept: " + accept + "\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains(TEXT)
                .doesNotContain("# EOF");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/openmetrics-text",
                "Application/OpenMetrics-Text; Version=1.0.0; charset=utf-8",
                // Prometheus 2.23 to 2.55 and 3
                "application/openmetrics-text; version=1.0.0,application/openmetrics-text; version=0.0.1;q=0.75,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
                        + "application/openmetrics-text;version=0.0.1;q=0.4,"
                        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1"
            })
    void who_asks_for_open_metrics_gets_it(String accept) throws IOException {
        assertThat(send("GET", "/q/metrics", "Accept: " + accept + "\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains(OPEN_METRICS, "# EOF");
    }

    /** OpenMetrics 1.0, "Suffixes": a strict reader refuses the whole answer for one sample of another name. */
    @Test
    void every_sample_of_open_metrics_has_a_name_that_its_type_gives() throws IOException {
        Map<String, Set<String>> suffixes = Map.of(
                "gauge", Set.of(""),
                "counter", Set.of("_total", "_created"),
                "summary", Set.of("", "_sum", "_count", "_created"),
                "histogram", Set.of("_bucket", "_sum", "_count", "_created"),
                "unknown", Set.of(""));
        String answer = send("GET", "/q/metrics", "Accept: application/openmetrics-text\r\n");
        assertThat(answer).contains("# TYPE http_server_active_connections gauge");

        String name = "";
        Set<String> allowed = Set.of();
        for (String line : answer.substring(answer.indexOf("# TYPE")).split("\n")) {
            if (line.startsWith("# TYPE ")) {
                name = line.split(" ")[2];
                allowed = suffixes.get(line.split(" ")[3]);
            } else if (!line.startsWith("#")) {
                assertThat(line.split("[{ ]")[0]).as(line).startsWith(name);
                assertThat(allowed).as(line).contains(line.split("[{ ]")[0].substring(name.length()));
            }
        }
    }

    @Test
    void an_accept_in_two_headers_is_one() throws IOException {
        assertThat(send("GET", "/q/metrics", "Accept: text/plain;q=0.5\r\nAccept: application/openmetrics-text\r\n"))
                .contains(OPEN_METRICS);
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD, /q/metrics, 200",
        "HEAD, /q/health/live, 200",
        "POST, /q/metrics, 405",
        "INVENTED, /q/metrics, 405",
        "DELETE, /q/health/ready, 405",
        "OPTIONS, /q/metrics, 204",
        "GET, /q/metricsfor, 404",
        "POST, /q/metrics/x, 405",
        "GET, /q/openapi, 404",
        "GET, /, 404",
        "GET, /%zz, 400"
    })
    void the_management_port_can_only_be_read(String method, String path, int status) throws IOException {
        String answer = send(method, path, "");

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        if (status >= 400) {
            assertThat(answer).contains("content-type: application/problem+json", "urn:precheck-watcher:problem:");
        }
        if (method.equals("HEAD")) {
            assertThat(answer).endsWith("\r\n\r\n");
        }
        assertThat(answer.contains("allow: GET, HEAD, OPTIONS")).isEqualTo(status == 405 || status == 204);
    }

    /** The whole answer; java.net.http adds no Accept, but takes no header twice and no path that cannot be read. */
    private String send(String method, String path, String headers) throws IOException {
        try (Socket socket = new Socket(metrics.getHost(), metrics.getPort())) {
            socket.getOutputStream()
                    .write((method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers
                                    + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
