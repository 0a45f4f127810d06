package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * What one request came to.
 *
 * @param response what it means if nothing more is tried
 * @param secondTry what may be tried
 * @param serverTime what the server's clock showed; empty unless it is tried by that and known
 */
record ReadResponse(PollResponse response, SecondTry secondTry, Optional<Instant> serverTime) {
    ReadResponse {
        requireNonNull(response, "response");
        requireNonNull(secondTry, "secondTry");
        requireNonNull(serverTime, "serverTime");
    }

    ReadResponse(PollResponse response, SecondTry secondTry) {
        this(response, secondTry, Optional.empty());
    }
}
