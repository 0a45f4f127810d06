package io.github.precheckwatcher.api;

import io.github.precheckwatcher.api.http.QueryParameters;
import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.notify.route.DryRun;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who would be notified of a verdict, and how it would look. */
@Path("/api/v1/route")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "route", description = "Who would be notified")
public class RouteResource {
    private final DryRun dryRun;

    RouteResource(DryRun dryRun) {
        this.dryRun = dryRun;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "route",
            summary = "Says who would be notified of a verdict",
            description = "Describes a verdict and answers which notifiers would get it, with the message as each would"
                    + " get it. Nothing is sent or kept.")
    @APIResponse(
            responseCode = "200",
            description = "Who would be notified, and how",
            content = @Content(schema = @Schema(implementation = RouteAnswer.class)))
    @APIResponse(responseCode = "400", description = "The description cannot be read, or names no known notifier")
    public RouteAnswer route(RouteRequest request, @Context UriInfo uri) {
        new QueryParameters(uri);
        if (request == null || request.outcome() == null) {
            throw RequestProblem.bad("outcome is missing; it says how the verdict ends");
        }
        try {
            return RouteAnswer.of(dryRun.route(request.verdict()));
        } catch (IllegalArgumentException e) {
            throw RequestProblem.bad(e.getMessage());
        }
    }
}
