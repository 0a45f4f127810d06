package io.github.precheckwatcher.api;

import io.github.precheckwatcher.api.delivery.DeliveryView;
import io.github.precheckwatcher.api.http.LabelMatchers;
import io.github.precheckwatcher.api.http.Page;
import io.github.precheckwatcher.api.http.PageCursor;
import io.github.precheckwatcher.api.http.QueryParameters;
import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.config.schema.Limits;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.SourceType;
import io.github.precheckwatcher.watch.WatchQueries;
import io.github.precheckwatcher.watch.WatchQueries.Entry;
import io.github.precheckwatcher.watch.WatchQueries.Filter;
import io.github.precheckwatcher.watch.WatchQueries.Order;
import io.github.precheckwatcher.watch.WatchQueries.Position;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** What is watched, how far it is and how it ended. Blocks: runs on worker threads. */
@Path("/api/v1/watches")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "watches", description = "What is watched, how far it is and how it ended")
public class WatchesResource {
    private static final int PAGE = 50;
    /** The longest text of a filter, in characters. */
    private static final int TEXT = 200;

    private final WatchQueries watchQueries;
    private final WatchViews views;
    private final KnownAccounts accounts;
    private final DeliveryQueries deliveryQueries;

    WatchesResource(
            WatchQueries watchQueries, WatchViews views, KnownAccounts accounts, DeliveryQueries deliveryQueries) {
        this.watchQueries = watchQueries;
        this.views = views;
        this.accounts = accounts;
        this.deliveryQueries = deliveryQueries;
    }

    @GET
    @Operation(
            operationId = "listWatches",
            summary = "Lists watches",
            description =
                    "All parameters that are given must hold. Pages follow each other by next, which a Link header"
                            + " names too.")
    @Parameter(
            name = "state",
            in = ParameterIn.QUERY,
            description = "Only running or only ended ones",
            schema = @Schema(implementation = WatchQueries.State.class))
    @Parameter(
            name = "outcome",
            in = ParameterIn.QUERY,
            description = "Only those that ended so",
            schema = @Schema(implementation = Outcome.class))
    @Parameter(
            name = "account",
            in = ParameterIn.QUERY,
            description = "Only of this account",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "region",
            in = ParameterIn.QUERY,
            description = "Only with this UniRegionId",
            schema = @Schema(type = SchemaType.STRING, maxLength = Limits.ID))
    @Parameter(
            name = "source-type",
            in = ParameterIn.QUERY,
            description = "Only of this database type, as a report of the instance named it: MSSQL, ORACLE, MYSQL or"
                    + " another that some report has",
            schema = @Schema(type = SchemaType.STRING, maxLength = TEXT))
    @Parameter(
            name = "match",
            in = ParameterIn.QUERY,
            description = "A label matcher as Alertmanager's, for example env=\"prod\"; may be repeated",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "name",
            in = ParameterIn.QUERY,
            description = "Only with this name; * stands for any characters, upper and lower case are the same",
            schema = @Schema(type = SchemaType.STRING, maxLength = TEXT))
    @Parameter(
            name = "q",
            in = ParameterIn.QUERY,
            description = "Only with this text in name, task id or instance UUID",
            schema = @Schema(type = SchemaType.STRING, maxLength = TEXT))
    @Parameter(
            name = "sort",
            in = ParameterIn.QUERY,
            description = "NAME; DUE: running ones, the next to be polled first, each that is being polled where"
                    + " its lease ends; ENDED: ended ones, the last first",
            schema = @Schema(implementation = Order.class, defaultValue = "NAME"))
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "next of the page before",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "How many at most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500", defaultValue = "50"))
    @APIResponse(
            responseCode = "200",
            description = "A page of watches",
            headers =
                    @Header(
                            name = "Link",
                            description = "The next page, rel=next; absent on the last",
                            schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = WatchPage.class)))
    @APIResponse(
            responseCode = "400",
            description = "A parameter is not known, cannot be read, or names what no watch can have")
    public RestResponse<WatchPage> list(@Context UriInfo uri) {
        QueryParameters query = new QueryParameters(
                uri,
                "state",
                "outcome",
                "account",
                "region",
                "source-type",
                "match",
                "name",
                "q",
                "sort",
                Page.AFTER,
                Page.LIMIT);
        Filter filter = new Filter(
                query.word("state", WatchQueries.State.class),
                query.word("outcome", Outcome.class),
                query.text("account"),
                region(query),
                query.text("source-type", TEXT).map(WatchesResource::sourceType),
                query.text("name", TEXT),
                query.text("q", TEXT),
                LabelMatchers.of(query.texts("match")));
        Order order = query.word("sort", Order.class).orElse(Order.NAME);
        requirePossible(filter, order);
        Page<Entry> page = Page.of(
                query,
                PAGE,
                cursor(order),
                (after, most) -> watchQueries.list(filter, order, after, most),
                entry -> entry.position(order));
        return page.answer(uri, new WatchPage(views.list(page.entries()), page.next()));
    }

    @GET
    @Path("{id}")
    @Operation(
            operationId = "getWatch",
            summary = "Shows one watch",
            description = "With what happened to it, its report and its deliveries.")
    @Parameter(name = "id", in = ParameterIn.PATH, description = "The watch's own id")
    @APIResponse(
            responseCode = "200",
            description = "The watch",
            content = @Content(schema = @Schema(implementation = WatchView.class)))
    @APIResponse(responseCode = "404", description = "There is no watch with this id")
    public WatchView get(@PathParam("id") String id, @Context UriInfo uri) {
        new QueryParameters(uri);
        Entry entry = watchQueries.find(id).orElseThrow(() -> RequestProblem.unknown("there is no watch " + id));
        List<DeliveryView> deliveries = deliveryQueries.ofWatch(id, Page.LARGEST).stream()
                .map(DeliveryView::of)
                .toList();
        return views.whole(entry, deliveries);
    }

    private static PageCursor<Position> cursor(Order order) {
        return new PageCursor<>(Position::key, Position::id, (key, id) -> {
            if (order != Order.NAME) {
                Instant.parse(key); // throws what the cursor reports
            }
            return new Position(key, id);
        });
    }

    private static Optional<String> region(QueryParameters query) {
        return query.text("region", Limits.ID).map(region -> {
            if (!region.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw RequestProblem.bad("region is no id of the vendor's: ASCII without spaces");
            }
            return region;
        });
    }

    private static String sourceType(String written) {
        if (written.contains(",")) {
            throw RequestProblem.bad("source-type is one database type, without a comma");
        }
        return SourceType.word(written);
    }

    /** What no watch can have is a mistake of the caller's, which an empty list would hide. */
    private void requirePossible(Filter filter, Order order) {
        boolean running = filter.state().equals(Optional.of(WatchQueries.State.WATCHING)) || order == Order.DUE;
        boolean ended = filter.state().equals(Optional.of(WatchQueries.State.ENDED)) || order == Order.ENDED;
        if (running && (ended || filter.outcome().isPresent())) {
            throw RequestProblem.bad(
                    "a running watch has no outcome and no end: state, outcome and sort exclude each other");
        }
        filter.account().ifPresent(accounts::require);
        filter.sourceType().filter(type -> SourceType.of(type).isEmpty()).ifPresent(type -> {
            Filter alone = Filter.ALL.ofSourceType(type);
            if (watchQueries.list(alone, Order.NAME, Optional.empty(), 1).isEmpty()) {
                throw RequestProblem.bad("no report names the source type " + type + "; documented are "
                        + Arrays.stream(SourceType.values()).map(Enum::name).collect(Collectors.joining(", ")));
            }
        });
    }
}
