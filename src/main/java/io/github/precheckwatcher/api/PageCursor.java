package io.github.precheckwatcher.api;

import io.github.precheckwatcher.notify.DeliveryDesk.Position;
import java.time.DateTimeException;
import java.time.Instant;

/** Where a page of deliveries ends, as callers hand it back; it works on when that delivery is gone. */
final class PageCursor {
    private static final char BETWEEN = '~';

    private PageCursor() {}

    static String write(Position position) {
        return position.occurredAt().toString() + BETWEEN + position.id();
    }

    static Position read(String written) {
        int between = written.indexOf(BETWEEN);
        try {
            if (between > 0 && between < written.length() - 1) {
                return new Position(Instant.parse(written.substring(0, between)), written.substring(between + 1));
            }
        } catch (DateTimeException e) {
            // falls through: said below
        }
        throw RequestProblem.bad("after is no cursor; take next of the page before");
    }
}
