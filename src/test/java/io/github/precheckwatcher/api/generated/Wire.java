package io.github.precheckwatcher.api.generated;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests as they are, paths that are no URI too. */
final class Wire implements AutoCloseable {
    /** Longer than any answer may take, on a machine that does much else. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Context context;
    private final HttpClient http;
    private final URI root;

    Wire(Vertx vertx, URI root) {
        this.context = vertx.getOrCreateContext();
        this.http = vertx.createHttpClient(new HttpClientOptions().setDecompressionSupported(false));
        this.root = root;
    }

    /** What came back. */
    record Answer(int status, String contentType, String body) {}

    /** @throws AssertionError when nothing is answered in time */
    Answer send(GeneratedCall call) {
        return send(call.method(), call.target(), call.headers(), call.body(), call.chunked());
    }

    Answer get(String target) {
        return send("GET", target, List.of(), Optional.empty(), false);
    }

    private Answer send(
            String method,
            String target,
            List<Map.Entry<String, String>> headers,
            Optional<byte[]> body,
            boolean chunked) {
        RequestOptions options = new RequestOptions()
                .setHost(root.getHost())
                .setPort(root.getPort())
                .setMethod(HttpMethod.valueOf(method))
                .setURI(target);
        headers.forEach(header -> options.addHeader(header.getKey(), header.getValue()));
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        // on one thread: an answer may come before somebody else asks for its body
        context.runOnContext(begun -> http.request(options)
                .compose(request -> {
                    request.setChunked(chunked);
                    return body.isPresent() ? request.send(Buffer.buffer(body.get())) : request.send();
                })
                .compose(response -> response.body()
                        .map(bytes -> new Answer(
                                response.statusCode(),
                                Optional.ofNullable(response.getHeader("content-type"))
                                        .orElse(""),
                                bytes.toString())))
                .onSuccess(answer::complete)
                .onFailure(answer::completeExceptionally));
        try {
            return answer.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
