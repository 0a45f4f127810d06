package io.github.precheckwatcher.registration.upkeep;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.config.upkeep.HeartbeatConfig.Method;
import io.github.precheckwatcher.config.upkeep.HeartbeatSettings;
import io.github.precheckwatcher.http.Refusal;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Transport;
import io.github.precheckwatcher.notify.http.HttpPoster;
import io.github.precheckwatcher.notify.http.HttpTarget;
import io.github.precheckwatcher.notify.http.PostResponse;
import io.github.precheckwatcher.notify.http.StatusRule;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Calls the heartbeat's receiver. POST by default: it is a change of state that no cache on the way may answer, and
 * healthchecks.io, Uptime Kuma 2, Gatus, Better Stack and Dead Man's Snitch take it; Uptime Kuma 1 takes GET alone. Nothing
 * that it says shows the address.
 */
final class HeartbeatCall implements AutoCloseable {
    /** What healthchecks.io says, with a 200, of an address that belongs to no check. */
    private static final String NOT_FOUND = "(not found)";

    private final Transport transport;
    private final HttpPoster poster;
    private final String userAgent;
    private final Clock host;

    /** @param host what a date in an answer is compared with */
    HeartbeatCall(Vertx vertx, HeartbeatSettings settings, String version, Clock host) {
        this.transport = settings.transport();
        this.poster = new HttpPoster(vertx, transport, 1);
        this.userAgent = "precheck-watcher/" + version;
        this.host = requireNonNull(host, "host");
    }

    /** Whether this reaches its receiver as these settings want it. */
    boolean fits(HeartbeatSettings settings) {
        return transport.equals(settings.transport());
    }

    /** Makes one call when subscribed to; never fails. Why it was not taken; empty: it was. */
    Uni<Optional<Refusal>> make(Method method) {
        return Uni.createFrom()
                .deferred(() -> {
                    URI address = transport.urls().get().get(0);
                    Map<String, String> headers = transport.requestHeaders("", userAgent);
                    headers.remove("content-type"); // there is no body
                    HttpTarget target = HttpTarget.of(address);
                    return switch (method) {
                        case POST -> poster.post(target, headers, new byte[0]);
                        case GET -> poster.get(target, headers);
                    };
                })
                .map(this::refusal);
    }

    private Optional<Refusal> refusal(PostResponse response) {
        AttemptResult result = StatusRule.judge(response, host.instant());
        if (result instanceof AttemptResult.Delivered) {
            boolean unknown = response instanceof PostResponse.Answered answered
                    && answered.body().toString().contains(NOT_FOUND);
            return unknown
                    ? Optional.of(new Refusal(
                            "the receiver knows no check of this address",
                            "set watcher.heartbeat.url to the ping URL of a check that exists"))
                    : Optional.empty();
        }
        if (result instanceof AttemptResult.Failed failed) {
            return Optional.of(new Refusal(failed.error(), failed.remedy().orElseGet(() -> remedy(failed))));
        }
        if (result instanceof AttemptResult.Paused paused) {
            return Optional.of(new Refusal(paused.words(), "raise watcher.heartbeat.interval"));
        }
        return Optional.of(new Refusal("HTTP 410: the receiver is gone", "set watcher.heartbeat.url to another"));
    }

    private static String remedy(AttemptResult.Failed failed) {
        boolean method =
                failed.status().filter(status -> status == 404 || status == 405).isPresent();
        return "check watcher.heartbeat: its url"
                + (method ? ", and whether its receiver wants method: get or post" : " and its receiver");
    }

    @Override
    public void close() {
        poster.close();
    }
}
