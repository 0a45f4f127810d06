package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/** Posts JSON to a chat platform for one notifier and reads its answer. Thread safe. */
public final class RobotPoster implements AutoCloseable {
    private final NotifierSettings settings;
    private final AnswerRule answers;
    private final String userAgent;
    private final Clock clock;
    private final HttpPoster poster;

    /**
     * @param answers how this platform answers
     * @param connections at most so many at a time
     */
    public RobotPoster(NotifierSettings settings, Wiring wiring, AnswerRule answers, int connections) {
        this.settings = requireNonNull(settings, "settings");
        this.answers = requireNonNull(answers, "answers");
        this.userAgent = wiring.userAgent();
        this.clock = wiring.clock();
        this.poster = new HttpPoster(wiring.vertx(), settings.transport(), connections);
    }

    /** The configured address as it is now. */
    public URI address() {
        return settings.transport().urls().get().get(0);
    }

    /**
     * Makes one exchange when subscribed to; never fails. Cancelling ends it where it stands.
     *
     * @param address {@link #address()}, with what the platform wants added to it
     */
    public Uni<AttemptResult> post(URI address, String json) {
        HttpTarget target = HttpTarget.of(address);
        // the operator's headers too: a gateway before the platform may want some
        Map<String, String> headers = settings.transport().requestHeaders("application/json; charset=utf-8", userAgent);
        return poster.post(target, headers, json.getBytes(StandardCharsets.UTF_8))
                .map(answer -> answers.judge(answer, address, settings, clock.instant()));
    }

    @Override
    public void close() {
        poster.close();
    }
}
