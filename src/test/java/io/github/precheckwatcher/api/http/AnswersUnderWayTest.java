package io.github.precheckwatcher.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.api.ApiTestProfile;
import io.netty.channel.Channel;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the form of a request, its connection is known to wait when the resource has done its work. */
@QuarkusTest
@TestProfile(ApiTestProfile.class)
class AnswersUnderWayTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final byte[] OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

    @TestHTTPResource("/")
    URI root;

    @ParameterizedTest
    @MethodSource
    void a_request_that_came_whole_is_under_way_until_it_is_answered(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(method, path, body);

        assertThat(answer.headers().allValues(Observer.UNDER_WAY))
                .as(answer.statusCode() + " " + answer.body())
                .isEqualTo(List.of("true"));
    }

    static Stream<Arguments> a_request_that_came_whole_is_under_way_until_it_is_answered() {
        return Stream.of(
                Arguments.of("GET", "api/v1/nodes", BodyPublishers.noBody()),
                Arguments.of("DELETE", "api/v1/mutes/none", BodyPublishers.noBody()),
                Arguments.of("POST", "api/v1/deliveries/none/replay", BodyPublishers.noBody()),
                Arguments.of("POST", "api/v1/deliveries/none/replay", BodyPublishers.ofByteArray(OBJECT)),
                Arguments.of("POST", "api/v1/watches", BodyPublishers.ofByteArray(OBJECT)),
                Arguments.of("POST", "api/v1/watches", chunked()));
    }

    @Test
    void http_2_is_not_spoken_since_its_connections_would_have_no_bound() throws IOException, InterruptedException {
        assertThat(ask("GET", "api/v1/nodes", BodyPublishers.noBody()).version())
                .isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    private static BodyPublisher chunked() {
        return BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(OBJECT));
    }

    private HttpResponse<String> ask(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(root.resolve(path))
                .header(HttpHeaders.CONTENT_TYPE, "application/json")
                .header(Observer.UNDER_WAY, "?")
                .method(method, body)
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    /** Says it in the answer, to who asks by this header. */
    static class Observer {
        static final String UNDER_WAY = "x-test-under-way";

        @ServerResponseFilter
        public void observe(HttpServerRequest request, ContainerResponseContext response) {
            if (request.getHeader(UNDER_WAY) != null) {
                Channel connection = ((ConnectionBase) request.connection()).channel();
                response.getHeaders().putSingle(UNDER_WAY, Boolean.toString(comesUnderWay(connection)));
            }
        }

        /** The end of a body is reported on another thread than the resource's. */
        private static boolean comesUnderWay(Channel connection) {
            try {
                await().until(() -> AnswersUnderWay.on(connection));
                return true;
            } catch (ConditionTimeoutException e) {
                return false; // thrown here it would be answered by way of this filter again
            }
        }
    }
}
