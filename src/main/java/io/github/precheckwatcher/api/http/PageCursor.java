package io.github.precheckwatcher.api.http;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.event.PagePosition;
import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Where a page ends, as callers hand it back; it works on when that entry is gone.
 *
 * @param <P> where an entry stands in its list
 */
public final class PageCursor<P> {
    /** Of lists in the order of time. */
    public static final PageCursor<PagePosition> TIMES = new PageCursor<>(
            position -> position.occurredAt().toString(),
            PagePosition::id,
            (time, id) -> new PagePosition(Instant.parse(time), id));

    private static final char BETWEEN = '~';

    private final Function<P, String> key;
    private final Function<P, String> id;
    private final BiFunction<String, String, P> position;

    /**
     * Of a list with such an order.
     *
     * @param key by which it is ordered
     * @param id by which entries with the same key are; has no tilde
     * @param position the position with this key and id; throws {@link DateTimeException} for a key that is no time
     */
    public PageCursor(Function<P, String> key, Function<P, String> id, BiFunction<String, String, P> position) {
        this.key = requireNonNull(key, "key");
        this.id = requireNonNull(id, "id");
        this.position = requireNonNull(position, "position");
    }

    String write(P last) {
        return key.apply(last) + BETWEEN + id.apply(last);
    }

    /** Names the page behind the one with this cursor. */
    static Link next(UriInfo uri, String cursor) {
        return Link.fromUri(uri.getRequestUriBuilder()
                        .replaceQueryParam(Page.AFTER, "{cursor}")
                        .build(cursor))
                .rel("next")
                .build();
    }

    P read(String written) {
        int between = written.lastIndexOf(BETWEEN);
        try {
            if (between > 0 && between < written.length() - 1) {
                return position.apply(written.substring(0, between), written.substring(between + 1));
            }
        } catch (DateTimeException e) {
            // falls through: said below
        }
        throw RequestProblem.bad("after is no cursor; take next of the page before");
    }
}
