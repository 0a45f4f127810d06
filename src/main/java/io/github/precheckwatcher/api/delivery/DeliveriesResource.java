package io.github.precheckwatcher.api.delivery;

import io.github.precheckwatcher.api.http.Page;
import io.github.precheckwatcher.api.http.ProblemKind;
import io.github.precheckwatcher.api.http.QueryParameters;
import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.notify.dispatch.Dispatcher;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Entry;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Filter;
import io.github.precheckwatcher.notify.outbox.Outbox;
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
import org.jboss.resteasy.reactive.RestResponse;

/** What was sent, is to be sent or could not be sent, and sending it again. Blocks: runs on worker threads. */
@Path("/api/v1/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "deliveries", description = "What was sent, is to be sent or could not be sent")
public class DeliveriesResource {
    private static final int PAGE = 50;

    private final DeliveryQueries deliveryQueries;
    private final Dispatcher dispatcher;
    private final Clock clock;

    DeliveriesResource(DeliveryQueries deliveryQueries, Dispatcher dispatcher, Clock clock) {
        this.deliveryQueries = deliveryQueries;
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
            schema = @Schema(type = SchemaType.STRING))
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
    @APIResponse(responseCode = "400", description = "A parameter is not known or cannot be read")
    public RestResponse<DeliveryPage> list(@Context UriInfo uri) {
        QueryParameters query = new QueryParameters(
                uri, "id", "notifier", "state", "outcome", "subject", "since", "until", Page.AFTER, Page.LIMIT);
        Filter filter = new Filter(
                query.texts("id"),
                query.text("notifier"),
                query.word("state", Outbox.State.class),
                query.text("outcome"),
                query.text("subject"),
                query.time("since"),
                query.time("until"));
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
            summary = "Makes DEAD deliveries due again",
            description = "Those that a filter names, or all. They keep id and body; attempts and max-age begin anew."
                    + " A digest takes its members along. dryRun only counts.")
    @APIResponse(
            responseCode = "200",
            description = "How many deliveries are due again, or would be",
            content = @Content(schema = @Schema(implementation = ReplayAnswer.class)))
    @APIResponse(responseCode = "400", description = "The filter is empty without all, or cannot be read")
    public ReplayAnswer replay(ReplayRequest request, @Context UriInfo uri) {
        new QueryParameters(uri);
        if (request == null) {
            throw RequestProblem.bad("the body is empty; it names a filter, or all: true");
        }
        Filter filter = request.filter();
        return request.dryRun() ? new ReplayAnswer(deliveryQueries.replayable(filter), true) : replay(filter);
    }

    @POST
    @Path("{id}/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replayDelivery",
            summary = "Makes one DEAD delivery due again",
            description = "It keeps id and body; attempts and max-age begin anew.")
    @Parameter(name = "id", in = ParameterIn.PATH, description = "The delivery's own id")
    @RequestBody(
            required = true,
            description = "An empty object, or nothing; the content type is what counts",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.OBJECT, maxProperties = 0)))
    @APIResponse(
            responseCode = "200",
            description = "It is due again",
            content = @Content(schema = @Schema(implementation = ReplayAnswer.class)))
    @APIResponse(responseCode = "404", description = "There is no delivery with this id")
    @APIResponse(responseCode = "409", description = "The delivery is not DEAD")
    public ReplayAnswer replayOne(@PathParam("id") String id, @Context UriInfo uri) {
        new QueryParameters(uri);
        ReplayAnswer answer = replay(Filter.of(id));
        if (answer.count() == 0) {
            Outbox.State state = deliveryQueries
                    .find(id)
                    .orElseThrow(() -> unknown(id))
                    .entry()
                    .state();
            throw new RequestProblem(
                    ProblemKind.CONFLICT, "the delivery " + id + " is " + state + "; only DEAD ones are replayed");
        }
        return answer;
    }

    private ReplayAnswer replay(Filter filter) {
        int count = deliveryQueries.replay(filter, clock.instant());
        if (count > 0) {
            dispatcher.wake();
        }
        return new ReplayAnswer(count, false);
    }

    private static RequestProblem unknown(String id) {
        return RequestProblem.unknown("there is no delivery " + id);
    }
}
