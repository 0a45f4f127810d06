package io.github.precheckwatcher.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.api.http.ProblemDetails;
import io.github.precheckwatcher.api.http.RequestedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
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

    /** The good answer to a body that is posted. */
    JsonNode post(String path, String body) {
        HttpResponse<String> response = answer(posting(path, body));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response.body());
    }

    /** What is answered to this Accept header, or to none where it is empty. */
    HttpResponse<String> get(String path, String accept) {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path));
        return answer((accept.isEmpty() ? request : request.header("accept", accept)).build());
    }

    /** The good answer to a DELETE. */
    JsonNode delete(String path) {
        HttpResponse<String> response = answer(deleting(path));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response.body());
    }

    /** The detail of the problem that answers a refused request. */
    String refused(String path, int status) {
        return refused(HttpRequest.newBuilder(root.resolve(path)).build(), status);
    }

    String postRefused(String path, String body, int status) {
        return refused(posting(path, body), status);
    }

    String deleteRefused(String path, int status) {
        return refused(deleting(path), status);
    }

    /** Of a caller who accepts this form. */
    String refusedAs(String path, String accept, int status) {
        return refused(
                HttpRequest.newBuilder(root.resolve(path))
                        .header("accept", accept)
                        .build(),
                status);
    }

    /** As a command of the user alice does. */
    private HttpRequest posting(String path, String body) {
        return HttpRequest.newBuilder(root.resolve(path))
                .header("content-type", "application/json")
                .header(RequestedBy.USER_HEADER, "alice")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest deleting(String path) {
        return HttpRequest.newBuilder(root.resolve(path)).DELETE().build();
    }

    private String refused(HttpRequest request, int status) {
        HttpResponse<String> response = answer(request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(media -> assertThat(media).startsWith(ProblemDetails.MEDIA_TYPE));
        return json(response.body()).path("detail").asText();
    }

    private HttpResponse<String> answer(String path) {
        return answer(HttpRequest.newBuilder(root.resolve(path)).build());
    }

    private HttpResponse<String> answer(HttpRequest request) {
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
