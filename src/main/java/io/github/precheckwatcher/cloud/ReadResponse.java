package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

/**
 * What one request came to.
 *
 * @param answer what it means if nothing more is tried
 * @param secondTry what may be tried
 */
record ReadResponse(PollResponse answer, SecondTry secondTry) {
    ReadResponse {
        requireNonNull(answer, "answer");
        requireNonNull(secondTry, "secondTry");
    }
}
