package io.github.precheckwatcher.api;

import io.github.precheckwatcher.api.http.QueryParameters;
import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.registration.reload.ConfigReload;
import io.github.precheckwatcher.registration.reload.ReloadMetric;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
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

/** The configuration in effect. */
@Path("/api/v1/config")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "config", description = "The configuration in effect, and reading its files again")
public class ConfigResource {
    private final CurrentConfig config;
    private final ConfigReload reload;
    private final ReloadMetric metric;

    ConfigResource(CurrentConfig config, ConfigReload reload, ReloadMetric metric) {
        this.config = config;
        this.reload = reload;
        this.metric = metric;
    }

    @GET
    @Blocking
    @Operation(
            operationId = "getConfig",
            summary = "Shows the configuration in effect",
            description = "What application.yaml said when it was last read without a mistake; secrets are masked.")
    @APIResponse(
            responseCode = "200",
            description = "The configuration",
            content = @Content(schema = @Schema(implementation = ConfigView.class)))
    public ConfigView show(@Context UriInfo uri) {
        new QueryParameters(uri);
        return ConfigView.of(config.config(), metric.lastSuccess(), metric.successful(), reload.mistakes());
    }
}
