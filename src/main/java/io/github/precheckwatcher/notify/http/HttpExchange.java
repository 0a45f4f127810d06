package io.github.precheckwatcher.notify.http;

import io.github.precheckwatcher.log.LogLine;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One request and its answer. All its callbacks run on one Vert.x context, so its fields need no lock; it ends exactly
 * once, and what still arrives then finds it ended and closes its connection.
 */
final class HttpExchange {
    private final HttpPoster poster;
    private final HttpMethod method;
    private final HttpTarget target;
    private final Map<String, String> headers;
    private final Buffer body;
    private final Consumer<PostResponse> onResponse;
    private final Context context;

    private final Buffer received = Buffer.buffer();
    private TargetRoutes.Route route;
    private HttpClientRequest request;
    private HttpClientResponse response;
    private boolean again;
    private boolean ended;
    private long timer;

    HttpExchange(
            HttpPoster poster,
            HttpMethod method,
            HttpTarget target,
            Map<String, String> headers,
            Buffer body,
            Consumer<PostResponse> onResponse) {
        this.poster = poster;
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.body = body;
        this.onResponse = onResponse;
        this.context = poster.vertx().getOrCreateContext();
    }

    void start() {
        context.runOnContext(go -> {
            long millis = Math.max(1, poster.timeout().toMillis());
            timer = poster.vertx()
                    .setTimer(millis, expired -> cut("no answer within " + LogLine.text(poster.timeout())));
            poster.routes().of(target).onComplete(found -> context.runOnContext(back -> routed(found)));
        });
    }

    private void routed(AsyncResult<TargetRoutes.Route> found) {
        if (found.failed()) {
            cut(found.cause());
        } else if (found.result().refusal().isPresent()) {
            cut(found.result().refusal().get());
        } else {
            route = found.result();
            open();
        }
    }

    /** Ends the exchange where it stands; nobody is notified. */
    void cancel() {
        context.runOnContext(go -> {
            if (!ended) {
                end();
                abort();
            }
        });
    }

    private void open() {
        if (ended) {
            return;
        }
        poster.open(method, target, route, again).onComplete(opened -> {
            if (opened.failed()) {
                notOpened(opened.cause());
                return;
            }
            request = opened.result();
            // without a handler Vert.x logs the whole address
            request.exceptionHandler(fault -> {});
            if (ended) {
                abort();
            } else {
                send(opened.result());
            }
        });
    }

    /** The pool may hand out a connection that was closed a moment ago: nothing was sent over it. */
    private void notOpened(Throwable fault) {
        if (ended) {
            return;
        }
        if (!again && HttpFault.closedInPool(fault)) {
            again = true;
            open();
        } else {
            cut(fault);
        }
    }

    private void send(HttpClientRequest sending) {
        var refusal = poster.routes().refusal(sending.connection());
        if (refusal.isPresent()) {
            cut(refusal.get());
            return;
        }
        ConnectionUse use = ConnectionUse.of(sending.connection());
        boolean reused = use.begin();
        sending.exceptionHandler(fault -> failed(sending, reused && !use.answered(), use.reason(fault)));
        try {
            headers.forEach(sending::putHeader);
            sending.putHeader("host", target.authority());
            sending.send(body).onComplete(sent -> {
                if (sent.succeeded()) {
                    receive(sent.result());
                } else {
                    failed(sending, reused && !use.answered(), use.reason(sent.cause()));
                }
            });
        } catch (IllegalArgumentException e) {
            // its message may hold the header's value
            cut("the request cannot be written: a header has a forbidden character");
        }
    }

    /**
     * A connection that was open from an earlier request may have been closed by the receiver meanwhile (RFC 9112, 9.3.1):
     * then the request goes once more, at once, over a new one, for others in the pool may be closed too. It is the same
     * attempt, under the same id.
     *
     * @param stale whether the connection was such a one and brought no byte of an answer
     */
    private void failed(HttpClientRequest sending, boolean stale, Throwable fault) {
        if (ended || sending != request) {
            return;
        }
        if (stale && !again) {
            again = true;
            request = null;
            open();
        } else {
            cut(fault);
        }
    }

    private void receive(HttpClientResponse arrived) {
        if (ended) {
            return;
        }
        response = arrived;
        arrived.exceptionHandler(this::cut);
        arrived.handler(part -> {
            if (ended) {
                return; // the answer is delivered, and its body with it
            }
            int room = HttpPoster.MAX_BODY - received.length();
            received.appendBuffer(part.length() <= room ? part : part.slice(0, room));
            if (part.length() > room) {
                cut("the body is too long");
            }
        });
        arrived.endHandler(whole -> {
            if (!ended) {
                end();
                complete(new PostResponse.Answered(arrived.statusCode(), arrived.headers(), received, true));
            }
        });
    }

    private void cut(String why) {
        cut(new PostResponse.Unanswered(why));
    }

    private void cut(Throwable fault) {
        cut(poster.faults().of(fault, target));
    }

    /** Ends the exchange before its time: once there is a status, that is the answer, whatever became of the rest. */
    private void cut(PostResponse.Unanswered why) {
        if (ended) {
            return;
        }
        end();
        abort();
        if (response == null) {
            onResponse.accept(why);
        } else {
            complete(new PostResponse.Answered(response.statusCode(), response.headers(), received, false));
        }
    }

    /** What a proxy answers in its own name is no answer of the receiver. */
    private void complete(PostResponse.Answered response) {
        onResponse.accept(poster.faults()
                .ofProxy(response, target)
                .<PostResponse>map(unanswered -> unanswered)
                .orElse(response));
    }

    private void end() {
        ended = true;
        poster.vertx().cancelTimer(timer);
    }

    private void abort() {
        if (request != null) {
            request.reset();
            request.connection().close();
        }
    }
}
