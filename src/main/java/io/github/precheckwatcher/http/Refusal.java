package io.github.precheckwatcher.http;

import static java.util.Objects.requireNonNull;

/**
 * Why a request came to nothing. Holds no more of an address than host and port, and nothing secret.
 *
 * @param words what happened
 * @param remedy what to do about it
 */
public record Refusal(String words, String remedy) {
    public Refusal {
        requireNonNull(words, "words");
        requireNonNull(remedy, "remedy");
    }
}
