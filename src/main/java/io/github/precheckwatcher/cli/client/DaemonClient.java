package io.github.precheckwatcher.cli.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.precheckwatcher.api.http.ProblemDetails;
import io.github.precheckwatcher.api.http.RequestedBy;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.console.PlainText;
import io.github.precheckwatcher.cli.console.UnshownEscapes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the REST resources of a running daemon. */
final class DaemonClient {
    /** Longer than any answer may take: the daemon cuts a request that it has not answered within 30 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration CONNECT = Duration.ofSeconds(3);

    private static final int LONGEST_PROBLEM = 64 * 1024;

    private static final int LONGEST_USER = 64;

    private static final String ROOT = "/api/v1/";

    private static final Pattern NEXT = Pattern.compile("<([^<>]*)>\\s*;[^,]*\\brel=\"?next\"?");

    private static final JsonMapper JSON = JsonMapper.builder(new JsonFactoryBuilder()
                    .characterEscapes(new UnshownEscapes())
                    .build())
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final URI daemon;
    private final HttpClient http;

    /** @param daemon scheme, host and port */
    DaemonClient(URI daemon) {
        this.daemon = requireNonNull(daemon, "daemon");
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
    }

    /**
     * Asks.
     *
     * @param path below the API's root, encoded
     */
    <T> T get(String path, Class<T> type) throws CommandFailure {
        return send(request(path).GET().build(), type);
    }

    /**
     * Asks for a list, page by page.
     *
     * @param path below the API's root, encoded
     */
    <T> List<T> getAll(String path, Class<T[]> page) throws CommandFailure {
        List<T> all = new ArrayList<>();
        URI next = daemon.resolve(ROOT + path);
        while (next != null) {
            HttpResponse<String> response = response(request(next).GET().build());
            all.addAll(List.of(read(response, page)));
            next = next(response);
        }
        return all;
    }

    /** What the answer's Link header (RFC 8288) names as next, at this daemon; null: it was the last page. */
    private URI next(HttpResponse<String> response) {
        Matcher link = NEXT.matcher(String.join(",", response.headers().allValues("link")));
        if (!link.find()) {
            return null;
        }
        URI named = daemon.resolve(link.group(1));
        return daemon.resolve(named.getRawPath() + (named.getRawQuery() == null ? "" : "?" + named.getRawQuery()));
    }

    /**
     * Writes what is answered into a file as it comes.
     *
     * @param path below the API's root, encoded
     * @throws Absent when no daemon answers, or when it ends its answer too soon
     * @throws IOException when the file cannot be written
     */
    void download(String path, Path file) throws CommandFailure, IOException {
        try (InputStream body = open(path, "application/gzip");
                OutputStream out = Files.newOutputStream(file)) {
            copy(body, out);
        }
    }

    /**
     * What is answered, as it comes; to be closed. When its reading fails, the answer was {@link #cut}.
     *
     * @param path below the API's root, encoded
     * @param media what is asked for
     * @throws Absent when no daemon answers
     */
    InputStream open(String path, String media) throws CommandFailure, IOException {
        HttpRequest request = request(path)
                .setHeader("accept", media + ", " + ProblemDetails.MEDIA_TYPE)
                .GET()
                .build();
        HttpResponse<InputStream> response = response(request, HttpResponse.BodyHandlers.ofInputStream());
        String answered = response.headers().firstValue("content-type").orElse("");
        if (response.statusCode() == 200 && answered.replaceFirst(" *;.*", "").equals(media)) {
            return response.body();
        }
        try (InputStream problem = response.body()) {
            throw refusal(answered, new String(problem.readNBytes(LONGEST_PROBLEM), StandardCharsets.UTF_8));
        }
    }

    /** The daemon ended its answer too soon. */
    Absent cut() {
        return new Absent("the daemon at " + daemon + " ended its answer too soon; its log says why");
    }

    private void copy(InputStream body, OutputStream out) throws CommandFailure, IOException {
        byte[] buffer = new byte[64 * 1024];
        while (true) {
            int read;
            try {
                read = body.read(buffer);
            } catch (IOException e) {
                throw cut();
            }
            if (read < 0) {
                return;
            }
            out.write(buffer, 0, read);
        }
    }

    /** Sends a value as JSON. */
    <T> T post(String path, Object body, Class<T> type) throws CommandFailure {
        return postJson(path, json(body), type);
    }

    /** Sends what is JSON already. */
    <T> T postJson(String path, String json, Class<T> type) throws CommandFailure {
        return send(
                request(path)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                type);
    }

    /** Has something deleted. */
    <T> T delete(String path, Class<T> type) throws CommandFailure {
        return send(request(path).DELETE().build(), type);
    }

    /** A value as JSON that people can read. */
    static String json(Object value) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /** A value as JSON on one line. */
    static String jsonLine(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /** A text as one segment of a path or one value of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A parameter of a query; absent where it has no value. */
    static Optional<String> parameter(String name, Optional<String> value) {
        return value.map(text -> name + "=" + encoded(text));
    }

    private HttpRequest.Builder request(String path) {
        return request(daemon.resolve(ROOT + path));
    }

    private static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("accept", "application/json")
                .header(RequestedBy.USER_HEADER, user());
    }

    /** A header takes ASCII alone. */
    private static String user() {
        String user = System.getProperty("user.name", "").replaceAll("[^!-~]", "?");
        return user.isEmpty() ? "?" : user.substring(0, Math.min(user.length(), LONGEST_USER));
    }

    private <T> T send(HttpRequest request, Class<T> type) throws CommandFailure {
        return read(response(request), type);
    }

    private HttpResponse<String> response(HttpRequest request) throws CommandFailure {
        return response(request, HttpResponse.BodyHandlers.ofString());
    }

    private <B> HttpResponse<B> response(HttpRequest request, HttpResponse.BodyHandler<B> body) throws CommandFailure {
        try {
            return http.send(request, body);
        } catch (IOException e) {
            throw new Absent("no daemon answers at " + daemon + "; start it, or name another with --server");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.CANNOT_START, "interrupted");
        }
    }

    private <T> T read(HttpResponse<String> response, Class<T> type) throws CommandFailure {
        String media = response.headers().firstValue("content-type").orElse("");
        try {
            if (response.statusCode() == 200 && media.startsWith("application/json")) {
                return JSON.readValue(response.body(), type);
            }
        } catch (JsonProcessingException e) {
            throw notOurs();
        }
        throw refusal(media, response.body());
    }

    private CommandFailure refusal(String media, String body) {
        try {
            if (media.startsWith(ProblemDetails.MEDIA_TYPE)) {
                ProblemDetails problem = JSON.readValue(body, ProblemDetails.class);
                return new Refused(problem);
            }
        } catch (JsonProcessingException e) {
            return notOurs();
        }
        return notOurs();
    }

    private Absent notOurs() {
        return new Absent("what answers at " + daemon + " is no precheck-watcher; name the daemon with --server");
    }

    /** The daemon does not do what was asked. */
    static final class Refused extends CommandFailure {
        private static final long serialVersionUID = 1L;

        private final transient ProblemDetails problem;

        Refused(ProblemDetails problem) {
            super(
                    ExitCode.CANNOT_START,
                    Stream.concat(Stream.of(problem.detail()), problem.mistakes().orElse(List.of()).stream())
                            .map(PlainText::oneLine)
                            .collect(Collectors.joining(System.lineSeparator())));
            this.problem = problem;
        }

        ProblemDetails problem() {
            return problem;
        }
    }

    /** No daemon is there; what needs none may still be done. */
    static final class Absent extends CommandFailure {
        private static final long serialVersionUID = 1L;

        Absent(String message) {
            super(ExitCode.NO_ANSWER, message);
        }
    }
}
