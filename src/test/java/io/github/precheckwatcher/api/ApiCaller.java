package io.github.precheckwatcher.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.api.http.ProblemDetails;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Asks the API, and holds every answer against the OpenAPI document. */
final class ApiCaller {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI root;
    private final DescribedAnswers described;

    /** @param root of the server */
    ApiCaller(URI root) {
        this.root = root;
        this.described = new DescribedAnswers(exchange(HttpRequest.newBuilder(root.resolve("q/openapi?format=json"))
                        .build())
                .body());
    }

    /** A good answer. */
    JsonNode get(String path) {
        HttpResponse<String> response = answer(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response.body());
    }

    /** A good answer to a body of JSON. */
    JsonNode post(String path, String body) {
        HttpResponse<String> response = answer(posting(path, body));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response.body());
    }

    /** A good answer. */
    JsonNode delete(String path) {
        HttpResponse<String> response = answer(deleting(path));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response.body());
    }

    /** The detail of the problem that answers a refused request. */
    String refused(String path, int status) {
        return refused(HttpRequest.newBuilder(root.resolve(path)), status);
    }

    /** As {@link #refused(String, int)}, of a body of JSON. */
    String refusedPost(String path, String body, int status) {
        return refused(posting(path, body), status);
    }

    /** As {@link #refused(String, int)}. */
    String refusedDelete(String path, int status) {
        return refused(deleting(path), status);
    }

    private HttpRequest.Builder posting(String path, String body) {
        return HttpRequest.newBuilder(root.resolve(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder deleting(String path) {
        return HttpRequest.newBuilder(root.resolve(path)).DELETE();
    }

    private String refused(HttpRequest.Builder asked, int status) {
        HttpResponse<String> response = answer(asked);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(media -> assertThat(media).startsWith(ProblemDetails.MEDIA_TYPE));
        return json(response.body()).path("detail").asText();
    }

    private HttpResponse<String> answer(String path) {
        return answer(HttpRequest.newBuilder(root.resolve(path)));
    }

    private HttpResponse<String> answer(HttpRequest.Builder asked) {
        HttpRequest request = asked.build();
        HttpResponse<String> response = exchange(request);
        described.check(request, response);
        return response;
    }

    private static HttpResponse<String> exchange(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }
}
