package io.github.precheckwatcher.api;

import io.github.precheckwatcher.api.http.QueryParameters;
import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.config.schema.ConfigProblem;
import io.github.precheckwatcher.registration.reload.ConfigReload;
import io.github.precheckwatcher.registration.reload.ReloadResult;
import io.github.precheckwatcher.registration.reload.Trigger;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Reading the configuration files again. */
@Path("/api/v1/reload")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "config", description = "The configuration in effect, and reading its files again")
public class ReloadResource {
    private final ConfigReload reload;

    ReloadResource(ConfigReload reload) {
        this.reload = reload;
    }

    /** Blocks until the tasks are registered. */
    @POST
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "reload",
            summary = "Reads the configuration files again and puts them into effect",
            description =
                    "All or nothing, and at once: files that are being written are not waited for. Answers what is other"
                            + " than before, or every mistake.")
    @RequestBody(
            required = true,
            description = "An empty object, or nothing; the content type is what counts",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.OBJECT, maxProperties = 0)))
    @APIResponse(
            responseCode = "200",
            description = "What is other than before; nothing where the files are as they were",
            content = @Content(schema = @Schema(implementation = ReloadAnswer.class)))
    @APIResponse(responseCode = "422", description = "The files have mistakes; what was in effect stays in effect")
    public ReloadAnswer reload(@Context UriInfo uri) {
        new QueryParameters(uri);
        ReloadResult result = reload.reload(Trigger.API);
        if (result instanceof ReloadResult.Refused refused) {
            throw RequestProblem.refused(
                    refused.mistakes().stream().map(ConfigProblem::toString).toList());
        }
        return ReloadAnswer.of((ReloadResult.Applied) result);
    }
}
