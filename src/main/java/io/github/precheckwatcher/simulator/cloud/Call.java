package io.github.precheckwatcher.simulator.cloud;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A call as it arrived.
 *
 * @param method the HTTP method
 * @param path the path as on the request line
 * @param parameters the decoded query, sorted by name; empty when the query string cannot be decoded
 * @param headers the headers, looked up without case
 * @param authorization what the header of that name says; empty when it is absent or lacks a part
 * @param body the body's bytes
 * @param at when it arrived
 */
record Call(
        String method,
        String path,
        Optional<SortedMap<String, String>> parameters,
        MultiMap headers,
        Optional<Authorization> authorization,
        byte[] body,
        Instant at) {
    /** The parameter's value; empty when it is absent or empty. */
    Optional<String> parameter(String name) {
        return parameters.map(p -> p.get(name)).filter(v -> !v.isEmpty());
    }

    /** The header's value; "" when it is absent. */
    String header(String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }
}
