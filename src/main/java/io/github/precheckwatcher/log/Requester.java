package io.github.precheckwatcher.log;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Who asked for an act, from where and why: what the history and the log say of it.
 *
 * @param name {@code local} by REST, {@code local:<os user>} by a command; there are no users
 * @param address the IP address that the request came from
 * @param reason what the requester said about it, one line
 */
public record Requester(String name, String address, Optional<String> reason) {
    public Requester {
        requireNonNull(name, "name");
        requireNonNull(address, "address");
        requireNonNull(reason, "reason");
    }

    /** A line with who asked, from where and why. */
    public LogLine in(LogLine line) {
        return line.with("by", name).with("from", address).with("reason", reason);
    }
}
