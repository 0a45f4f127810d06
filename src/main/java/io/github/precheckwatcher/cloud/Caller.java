package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.cloud.credentials.Credentials;

/**
 * Whose a request is, though others share the HTTP client.
 *
 * @param credentials what gives the key that it is signed with
 * @param clock what gives its date
 */
record Caller(Credentials credentials, ServerClock clock) {
    Caller {
        requireNonNull(credentials, "credentials");
        requireNonNull(clock, "clock");
    }
}
