package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Vertx;
import java.time.Clock;

/**
 * What a notifier may need of the program around it.
 *
 * @param version this program's, for the user-agent
 * @param vertx whose event loops carry its exchanges
 * @param clock for timestamps and signatures
 */
public record Wiring(String version, Vertx vertx, Clock clock) {
    public Wiring {
        requireNonNull(version, "version");
        requireNonNull(vertx, "vertx");
        requireNonNull(clock, "clock");
    }

    /** The {@code user-agent} of every request. */
    public String userAgent() {
        return "precheck-watcher/" + version;
    }
}
