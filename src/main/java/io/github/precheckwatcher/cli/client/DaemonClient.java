package io.github.precheckwatcher.cli.client;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.api.http.ProblemDetails;
import io.github.precheckwatcher.api.http.RequestedBy;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.console.PlainText;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the REST resources of a running daemon. */
public final class DaemonClient {
    /** For what changes nothing: it can be asked again. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * The daemon goes on with an act whether anybody waits or not, and ends the connection if it stops. This bounds the wait
     * for a host that is gone without a word.
     */
    private static final Duration ACT_PATIENCE = Duration.ofHours(1);

    private static final Duration CONNECT = Duration.ofSeconds(3);

    private static final int LONGEST_PROBLEM = 64 * 1024;

    private static final int LONGEST_USER = 64;

    private static final String ROOT = "/api/v1/";

    private final URI daemon;
    private final DaemonAnswers answers;
    private final Duration patience;
    private final Duration actPatience;
    private final HttpClient http;

    /** @param daemon scheme, host and port */
    DaemonClient(URI daemon) {
        this(daemon, PATIENCE, ACT_PATIENCE);
    }

    DaemonClient(URI daemon, Duration patience, Duration actPatience) {
        this.daemon = requireNonNull(daemon, "daemon");
        this.answers = new DaemonAnswers(daemon);
        this.patience = requireNonNull(patience, "patience");
        this.actPatience = requireNonNull(actPatience, "actPatience");
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
    public <T> T get(String path, Class<T> type) throws CommandFailure {
        return send(request(path).GET().build(), type);
    }

    /**
     * Asks for a list, page by page.
     *
     * @param path below the API's root, encoded
     */
    public <T> List<T> getAll(String path, Class<T[]> page) throws CommandFailure {
        List<T> all = new ArrayList<>();
        URI next = daemon.resolve(ROOT + path);
        while (next != null) {
            HttpResponse<String> response = response(request(next).GET().build());
            all.addAll(List.of(answers.read(response, page)));
            next = answers.next(response).orElse(null);
        }
        return all;
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
    public InputStream open(String path, String media) throws CommandFailure, IOException {
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
            throw answers.refusal(answered, new String(problem.readNBytes(LONGEST_PROBLEM), StandardCharsets.UTF_8));
        }
    }

    /** The daemon ended its answer too soon. */
    public Absent cut() {
        return answers.cut();
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
    public <T> T post(String path, Object body, Class<T> type) throws CommandFailure {
        return postJson(path, ClientJson.pretty(body), type);
    }

    /** Sends what is JSON already. */
    public <T> T postJson(String path, String json, Class<T> type) throws CommandFailure {
        return send(
                act(path)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                type);
    }

    /** Has something deleted, or ended. */
    public <T> T delete(String path, Class<T> type) throws CommandFailure {
        return send(act(path).DELETE().build(), type);
    }

    /** A text as one segment of a path or one value of a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A parameter of a query; absent where it has no value. */
    public static Optional<String> parameter(String name, Optional<String> value) {
        return value.map(text -> name + "=" + encoded(text));
    }

    private HttpRequest.Builder act(String path) {
        return request(path).timeout(actPatience);
    }

    private HttpRequest.Builder request(String path) {
        return request(daemon.resolve(ROOT + path));
    }

    private HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("accept", "application/json")
                .header(RequestedBy.USER_HEADER, user());
    }

    /** A header takes ASCII alone. */
    private static String user() {
        String user = System.getProperty("user.name", "").replaceAll("[^!-~]", "?");
        return user.isEmpty() ? "?" : user.substring(0, Math.min(user.length(), LONGEST_USER));
    }

    private <T> T send(HttpRequest request, Class<T> type) throws CommandFailure {
        return answers.read(response(request), type);
    }

    private HttpResponse<String> response(HttpRequest request) throws CommandFailure {
        return response(request, HttpResponse.BodyHandlers.ofString());
    }

    private <B> HttpResponse<B> response(HttpRequest request, HttpResponse.BodyHandler<B> body) throws CommandFailure {
        try {
            return http.send(request, body);
        } catch (IOException e) {
            throw answers.failed(request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.CANNOT_START, "interrupted");
        }
    }

    /** The daemon does not do what was asked. */
    public static final class Refused extends CommandFailure {
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

        public ProblemDetails problem() {
            return problem;
        }
    }

    /** No daemon is there; what needs none may still be done. */
    public static final class Absent extends CommandFailure {
        private static final long serialVersionUID = 1L;

        Absent(String message) {
            super(ExitCode.NO_ANSWER, message);
        }
    }

    /** A request was sent, and no whole answer came. */
    public static final class Unanswered extends CommandFailure {
        private static final long serialVersionUID = 1L;

        Unanswered(String message) {
            super(ExitCode.NO_ANSWER, message);
        }
    }
}
