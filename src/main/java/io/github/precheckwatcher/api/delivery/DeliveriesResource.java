package io.github.precheckwatcher.api.delivery;

import io.github.precheckwatcher.api.http.Page;
import io.github.precheckwatcher.api.http.QueryParameters;
import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.api.http.RequestedBy;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.dispatch.Dispatcher;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Entry;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Filter;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/** What was sent, is to be sent or could not be sent; sending it again, and giving it up. Blocks: runs on worker threads. */
@Path("/api/v1/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "deliveries", description = "What was sent, is to be sent or could not be sent")
public class DeliveriesResource {
    private static final int PAGE = 50;

    private static final Logger LOG = Logger.getLogger(DeliveriesResource.class);

    private final DeliveryQueries deliveryQueries;
    private final DeliveryFilters filters;
    private final Dispatcher dispatcher;
    private final Clock clock;

    DeliveriesResource(DeliveryQueries deliveryQueries, DeliveryFilters filters, Dispatcher dispatcher, Clock clock) {
        this.deliveryQueries = deliveryQueries;
        this.filters = filters;
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    @GET
    @Operation(
            operationId = "listDeliveries",
            summary = "Lists deliveries",
            description = "The newest event first. All parameters that are given must hold. Pages follow each other by"
                    + " next, which a Link header names too.")
    @Parameter(
            name = "id",
            in = ParameterIn.QUERY,
            description = "These alone; may be repeated",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "notifier",
            in = ParameterIn.QUERY,
            description = "Only of this notifier",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "state",
            in = ParameterIn.QUERY,
            description = "Only in this state",
            schema = @Schema(implementation = Outbox.State.class))
    @Parameter(
            name = "outcome",
            in = ParameterIn.QUERY,
            description = "Only with this outcome, or severity",
            schema = @Schema(implementation = MessageStatus.class))
    @Parameter(
            name = "subject",
            in = ParameterIn.QUERY,
            description = "Only of this watch",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "since",
            in = ParameterIn.QUERY,
            description = "Only of events at or after this time",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(
            name = "until",
            in = ParameterIn.QUERY,
            description = "Only of events before this time",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
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
            description = "A page of deliveries",
            headers =
                    @Header(
                            name = "Link",
                            description = "The next page, rel=next; absent on the last",
                            schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = DeliveryPage.class)))
    @APIResponse(
            responseCode = "400",
            description = "A parameter is not known, cannot be read, or names what no delivery can have")
    public RestResponse<DeliveryPage> list(@Context UriInfo uri) {
        QueryParameters query = new QueryParameters(
                uri, "id", "notifier", "state", "outcome", "subject", "since", "until", Page.AFTER, Page.LIMIT);
        Filter filter = filters.of(query);
        Page<Entry> page =
                Page.of(query, PAGE, (after, most) -> deliveryQueries.list(filter, after, most), Entry::position);
        return page.answer(
                uri,
                new DeliveryPage(page.entries().stream().map(DeliveryView::of).toList(), page.next()));
    }

    @GET
    @Path("{id}")
    @Operation(
            operationId = "getDelivery",
            summary = "Shows one delivery",
            description = "With the body that is sent and all its attempts.")
    @Parameter(name = "id", in = ParameterIn.PATH, description = "The delivery's own id")
    @APIResponse(
            responseCode = "200",
            description = "The delivery",
            content = @Content(schema = @Schema(implementation = DeliveryView.class)))
    @APIResponse(responseCode = "404", description = "There is no delivery with this id")
    public DeliveryView get(@PathParam("id") String id, @Context UriInfo uri) {
        new QueryParameters(uri);
        return deliveryQueries.find(id).map(DeliveryView::of).orElseThrow(() -> unknown(id));
    }

    @POST
    @Path("replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replayDeliveries",
            summary = "Makes deliveries that have ended due again",
            description =
                    "DEAD ones that a filter names, or all; DELIVERED ones by ids alone, with state: DELIVERED. They"
                            + " keep id and body; attempts and max-age begin anew. A digest takes its members along. dryRun only"
                            + " counts.")
    @APIResponse(
            responseCode = "200",
            description = "How many deliveries are due again, or would be",
            content = @Content(schema = @Schema(implementation = DeliveriesAnswer.class)))
    @APIResponse(
            responseCode = "400",
            description = "The filter is empty without all, cannot be read, or names what no delivery can have")
    @APIResponse(
            responseCode = "409",
            description = "One that is named by its id is in another state, or cannot be sent again")
    public DeliveriesAnswer replay(ReplayRequest request, @Context UriInfo uri, @Context HttpServerRequest http) {
        new QueryParameters(uri);
        Requester by = RequestedBy.of(http, body(request).reason());
        Filter filter = filters.of(request);
        return request.dryRun() ? new DeliveriesAnswer(deliveryQueries.replayable(filter), true) : replay(filter, by);
    }

    @POST
    @Path("{id}/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replayDelivery",
            summary = "Makes one delivery that has ended due again",
            description = "A DEAD one; with state: DELIVERED one that was DELIVERED. It keeps id and body; attempts and"
                    + " max-age begin anew.")
    @Parameter(name = "id", in = ParameterIn.PATH, description = "The delivery's own id")
    @RequestBody(
            description = "An object, which may be empty, or nothing; the content type is what counts",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReplayOneRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "It is due again",
            content = @Content(schema = @Schema(implementation = DeliveriesAnswer.class)))
    @APIResponse(responseCode = "404", description = "There is no delivery with this id")
    @APIResponse(responseCode = "409", description = "The delivery is in another state, or cannot be sent again")
    public DeliveriesAnswer replayOne(
            @PathParam("id") String id,
            ReplayOneRequest request,
            @Context UriInfo uri,
            @Context HttpServerRequest http) {
        new QueryParameters(uri);
        ReplayOneRequest asked = request == null ? ReplayOneRequest.plain() : request;
        Requester by = RequestedBy.of(http, asked.reason());
        if (deliveryQueries.find(id).isEmpty()) {
            throw unknown(id);
        }
        return replay(filters.of(id, asked), by);
    }

    @POST
    @Path("discard")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "discardDeliveries",
            summary = "Gives up waiting deliveries",
            description = "Those that a filter names, or all: they become DEAD with who asked for it and why as their"
                    + " error. No fallback takes over, and no operator is notified. A digest takes its members along."
                    + " dryRun only counts.")
    @APIResponse(
            responseCode = "200",
            description = "How many deliveries are given up, or would be",
            content = @Content(schema = @Schema(implementation = DeliveriesAnswer.class)))
    @APIResponse(
            responseCode = "400",
            description = "The filter is empty without all, cannot be read, or names what no delivery can have")
    @APIResponse(
            responseCode = "409",
            description = "One that is named by its id does not wait, or goes out with a digest")
    public DeliveriesAnswer discard(DiscardRequest request, @Context UriInfo uri, @Context HttpServerRequest http) {
        new QueryParameters(uri);
        Requester by = RequestedBy.of(http, body(request).reason());
        Filter filter = filters.of(request);
        if (request.dryRun()) {
            return new DeliveriesAnswer(deliveryQueries.discardable(filter), true);
        }
        int count = deliveryQueries.discard(filter, by, clock.instant());
        log("discard", filter, count, by);
        return new DeliveriesAnswer(count, false);
    }

    private DeliveriesAnswer replay(Filter filter, Requester by) {
        int count = deliveryQueries.replay(filter, by, clock.instant());
        if (count > 0) {
            dispatcher.wake();
        }
        log("replay", filter, count, by);
        return new DeliveriesAnswer(count, false);
    }

    private static void log(String act, Filter filter, int count, Requester by) {
        if (count > 0) {
            by.in(LogLine.of(act)
                            .with("deliveries", count)
                            .with("was", filter.state().orElse(Outbox.State.PENDING))
                            .with("notifier", filter.notifier())
                            .with("outcome", filter.outcome())
                            .with("subject", filter.subject())
                            .with("since", filter.since())
                            .with("until", filter.until()))
                    .info(LOG);
        }
    }

    private static <T> T body(T request) {
        if (request == null) {
            throw RequestProblem.bad("the body is empty; it names a filter, or all: true");
        }
        return request;
    }

    private static RequestProblem unknown(String id) {
        return RequestProblem.unknown("there is no delivery " + id);
    }
}
