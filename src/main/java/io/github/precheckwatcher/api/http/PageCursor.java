package io.github.precheckwatcher.api.http;

import io.github.precheckwatcher.notify.event.PagePosition;
import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;

/** Where a page ends, as callers hand it back; it works on when that entry is gone. */
final class PageCursor {
    private static final char BETWEEN = '~';

    private PageCursor() {}

    static String write(PagePosition position) {
        return position.occurredAt().toString() + BETWEEN + position.id();
    }

    /** Names the page behind this entry. */
    static Link next(UriInfo uri, PagePosition last) {
        return Link.fromUri(uri.getRequestUriBuilder()
                        .replaceQueryParam("after", "{cursor}")
                        .build(write(last)))
                .rel("next")
                .build();
    }

    static PagePosition read(String written) {
        int between = written.indexOf(BETWEEN);
        try {
            if (between > 0 && between < written.length() - 1) {
                return new PagePosition(Instant.parse(written.substring(0, between)), written.substring(between + 1));
            }
        } catch (DateTimeException e) {
            // falls through: said below
        }
        throw RequestProblem.bad("after is no cursor; take next of the page before");
    }
}
