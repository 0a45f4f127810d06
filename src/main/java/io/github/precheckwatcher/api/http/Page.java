package io.github.precheckwatcher.api.http;

import io.github.precheckwatcher.notify.event.PagePosition;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * A page of a longer list.
 *
 * @param entries what stands on it, in the list's order
 * @param next the cursor of the page behind it, where more entries follow
 */
public record Page<T>(List<T> entries, Optional<String> next) {
    /** The query parameter for where the page before ended. */
    public static final String AFTER = "after";

    /** The query parameter for the most entries that a page may have. */
    public static final String LIMIT = "limit";

    /** The most entries that a caller can ask for. */
    public static final int LARGEST = 500;

    public Page {
        entries = List.copyOf(entries);
    }

    /**
     * The page that a query asks for, of a list in the order of time.
     *
     * @param usual how many entries it has at most when the query does not say
     * @param list the list behind a position, or from its beginning, of at most so many entries
     * @param position where an entry stands in it
     */
    public static <T> Page<T> of(
            QueryParameters query,
            int usual,
            BiFunction<Optional<PagePosition>, Integer, List<T>> list,
            Function<T, PagePosition> position) {
        return of(query, usual, PageCursor.TIMES, list, position);
    }

    /** The page that a query asks for, of a list in the order of this cursor. */
    public static <T, P> Page<T> of(
            QueryParameters query,
            int usual,
            PageCursor<P> cursor,
            BiFunction<Optional<P>, Integer, List<T>> list,
            Function<T, P> position) {
        int limit = query.number(LIMIT, usual, 1, LARGEST);
        List<T> found = list.apply(query.text(AFTER).map(cursor::read), limit + 1);
        return found.size() <= limit
                ? new Page<>(found, Optional.empty())
                : new Page<>(found.subList(0, limit), Optional.of(cursor.write(position.apply(found.get(limit - 1)))));
    }

    /** Answers with this body and a link to the next page. */
    public <B> RestResponse<B> answer(UriInfo uri, B body) {
        var answer = RestResponse.ResponseBuilder.ok(body);
        next.ifPresent(cursor -> answer.links(PageCursor.next(uri, cursor)));
        return answer.build();
    }
}
