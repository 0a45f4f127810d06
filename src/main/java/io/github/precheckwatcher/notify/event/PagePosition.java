package io.github.precheckwatcher.notify.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Where an entry stands in a list: of deliveries the newest event first, those of one moment by their id downwards;
 * of alerts the other way round.
 */
public record PagePosition(Instant occurredAt, String id) {
    public PagePosition {
        requireNonNull(occurredAt, "occurredAt");
        requireNonNull(id, "id");
    }
}
