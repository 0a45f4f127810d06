package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

/**
 * What one request came to.
 *
 * @param response what it means if nothing more is tried
 * @param secondTry what may be tried
 */
record ReadResponse(PollResponse response, SecondTry secondTry) {
    ReadResponse {
        requireNonNull(response, "response");
        requireNonNull(secondTry, "secondTry");
    }
}
