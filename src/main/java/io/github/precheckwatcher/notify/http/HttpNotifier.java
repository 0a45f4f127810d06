package io.github.precheckwatcher.notify.http;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Posts each delivery to one address, signed anew at each attempt where the receiver wants that. */
public final class HttpNotifier implements Notifier {
    /** The content type of what chat platforms take. */
    public static final String JSON = "application/json; charset=utf-8";

    private final NotifierSettings settings;
    private final String userAgent;
    private final Clock clock;
    private final HttpPoster poster;
    private final int slots;
    private final String contentType;
    private final ResponseRule answers;
    private final Signer signer;

    /**
     * What is posted.
     *
     * @param address secret, as it may hold a robot's token
     */
    public record Request(URI address, Map<String, String> headers, String body) {
        public Request {
            requireNonNull(address, "address");
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers)); // in their order
            requireNonNull(body, "body");
        }

        /** The same for another address. */
        public Request to(URI other) {
            return new Request(other, headers, body);
        }

        /** The same with another body. */
        public Request with(String other) {
            return new Request(address, headers, other);
        }

        /** Shows nothing of address and headers. */
        @Override
        public String toString() {
            return "Request[" + body.length() + " characters]";
        }
    }

    /** How a receiver wants its requests signed. */
    @FunctionalInterface
    public interface Signer {
        Signer NONE = (plain, eventId, now) -> plain;

        /**
         * The request with its signature.
         *
         * @param eventId the id that receivers see
         */
        Request signed(Request plain, String eventId, Instant now);
    }

    /**
     * @param settings with one address
     * @param slots how many requests may be under way at once, > 0; one keeps messages in the order in which they came
     * @param answers what the receiver's answers mean
     * @throws IllegalArgumentException when there is no usable address; the message does not show it
     */
    public HttpNotifier(
            NotifierSettings settings,
            NotifierContext context,
            int slots,
            String contentType,
            ResponseRule answers,
            Signer signer) {
        this.settings = requireNonNull(settings, "settings");
        this.userAgent = context.userAgent();
        this.clock = context.clock();
        this.poster = new HttpPoster(context.vertx(), settings.transport(), slots);
        this.slots = slots;
        this.contentType = requireNonNull(contentType, "contentType");
        this.answers = requireNonNull(answers, "answers");
        this.signer = requireNonNull(signer, "signer");
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public Uni<AttemptResult> send(Delivery delivery) {
        return post(delivery.eventId(), delivery.body());
    }

    /** Makes one exchange when subscribed to; never fails. Cancelling ends it where it stands. */
    public Uni<AttemptResult> post(String eventId, String body) {
        return Uni.createFrom().deferred(() -> {
            // the operator's headers too: a gateway before the receiver may want some
            Map<String, String> headers = settings.transport().requestHeaders(contentType, userAgent);
            Request plain = new Request(settings.transport().urls().get().get(0), headers, body);
            Request request = signer.signed(plain, eventId, clock.instant());
            return poster.post(
                            HttpTarget.of(request.address()),
                            request.headers(),
                            request.body().getBytes(StandardCharsets.UTF_8))
                    .map(response -> answers.judge(response, request.address(), settings, clock.instant()));
        });
    }

    @Override
    public void close() {
        poster.close();
    }
}
