package io.github.precheckwatcher.api;

import io.github.precheckwatcher.api.http.Page;
import io.github.precheckwatcher.api.http.QueryParameters;
import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.notify.alert.Alert;
import io.github.precheckwatcher.notify.alert.AlertStore;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
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

/** The alerts that fire at notifiers that show states, and acknowledging one. */
@Path("/api/v1/alerts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "alerts", description = "What fires at notifiers that show states instead of messages")
public class AlertsResource {
    private final AlertStore alertStore;
    private final Clock clock;

    AlertsResource(AlertStore alertStore, Clock clock) {
        this.alertStore = alertStore;
        this.clock = clock;
    }

    @GET
    @Operation(
            operationId = "listAlerts",
            summary = "Lists the alerts that fire",
            description =
                    "One a notifier and instance whose last verdict is bad, the longest firing first. The next page"
                            + " is what a Link header names.")
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "As the Link header of the page before has it",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "How many at most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500", defaultValue = "500"))
    @APIResponse(
            responseCode = "200",
            description = "The alerts that fire",
            headers =
                    @Header(
                            name = "Link",
                            description = "The next page, rel=next; absent on the last",
                            schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = AlertView.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not known or cannot be read")
    public RestResponse<List<AlertView>> list(@Context UriInfo uri) {
        QueryParameters query = new QueryParameters(uri, Page.AFTER, Page.LIMIT);
        Page<Alert> page = Page.of(query, Page.LARGEST, alertStore::firing, Alert::position);
        return page.answer(uri, page.entries().stream().map(AlertView::of).toList());
    }

    @POST
    @Path("acknowledge")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "acknowledgeAlert",
            summary = "Ends the alert of one instance at every notifier",
            description =
                    "It is sent as resolved once more and then no more; the next bad verdict makes it fire again.")
    @APIResponse(
            responseCode = "200",
            description = "It has ended",
            content = @Content(schema = @Schema(implementation = AcknowledgeRequest.class)))
    @APIResponse(responseCode = "400", description = "The body names no instance")
    @APIResponse(responseCode = "404", description = "No alert of this instance fires")
    public AcknowledgeRequest acknowledge(AcknowledgeRequest request, @Context UriInfo uri) {
        new QueryParameters(uri);
        if (request == null) {
            throw RequestProblem.bad("the body is empty; it names account, region and instance");
        }
        request.check();
        if (!alertStore.acknowledge(request.account(), request.region(), request.instance(), clock.instant())) {
            throw RequestProblem.unknown("no alert of instance " + request.instance() + " in " + request.region()
                    + " of account " + request.account() + " burns");
        }
        return request;
    }
}
