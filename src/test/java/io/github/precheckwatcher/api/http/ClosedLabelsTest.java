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
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A caller must not be able to make a time series. */
@QuarkusTest
@TestProfile(ApiTestProfile.class)
class ClosedLabelsTest {
    private static final int MANY = 150; // more than Quarkus's own bound on paths, behind which it drops good ones too

    @TestHTTPResource("/")
    URI api;

    @TestHTTPResource(value = "/metrics", management = true)
    URI management;

    @Test
    void invented_methods_paths_and_hosts_make_no_series() throws IOException {
        for (URI port : List.of(api, management)) {
            strangers(port, 0);
        }
        Set<String> before = series();

        for (int i = 1; i <= MANY; i++) {
            strangers(api, i);
            strangers(management, i);
        }

        assertThat(series()).isEqualTo(before);
        assertThat(before)
                .anyMatch(line -> line.contains("method=\"UNKNOWN\""))
                .anyMatch(line -> line.contains("uri=\"UNKNOWN\""))
                .noneMatch(line -> line.contains("INVENTED") || line.contains("stranger"));
    }

    @Test
    void known_paths_are_counted_however_many_strange_ones_came_before() throws IOException {
        for (int i = 1; i <= MANY; i++) {
            strangers(api, i);
        }

        send(api, "GET /api/v1/deliveries/none HTTP/1.1", "localhost");
        send(api, "GET /api/v1/deliveries HTTP/1.1", "localhost");

        assertThat(series())
                .anyMatch(line -> line.contains("method=\"GET\"") && line.contains("uri=\"/api/v1/deliveries\""))
                .anyMatch(line -> line.contains("uri=\"/api/v1/deliveries/{id}\""));
    }

    /** One of each way in that was found: methods, and paths whose status is none of 404 and 3xx. */
    private static void strangers(URI port, int i) throws IOException {
        send(port, "INVENTED" + i + " / HTTP/1.1", "localhost");
        send(port, "INVENTED" + i + " /q/metrics HTTP/1.1", "localhost");
        send(port, "GET /stranger" + i + " HTTP/1.1", "localhost");
        send(port, "GET /stranger" + i + " HTTP/1.1", "stranger.example");
        send(port, "POST /stranger" + i + " HTTP/1.1", "localhost");
        send(port, "OPTIONS /stranger" + i + " HTTP/1.1", "localhost");
        send(port, "GET /q/metrics/stranger" + i + " HTTP/1.1", "localhost");
        send(port, "POST /q/metrics/stranger" + i + " HTTP/1.1", "localhost");
        send(port, "OPTIONS /q/health/stranger" + i + " HTTP/1.1", "localhost");
        send(port, "GET /api/v1/deliveries/stranger" + i + "/{id} HTTP/1.1", "localhost");
        send(port, "GET /stranger" + i + "?%zz HTTP/1.1", "localhost");
    }

    /** The names and labels of all samples of the HTTP ports. */
    private Set<String> series() throws IOException {
        return send(management, "GET /q/metrics HTTP/1.1", "localhost")
                .lines()
                .filter(line -> line.startsWith("http_server_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toSet());
    }

    private static String send(URI port, String request, String host) throws IOException {
        try (Socket socket = new Socket(port.getHost(), port.getPort())) {
            socket.getOutputStream()
                    .write((request + "\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
