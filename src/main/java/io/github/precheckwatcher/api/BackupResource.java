package io.github.precheckwatcher.api;

import io.github.precheckwatcher.api.http.ConnectedOutput;
import io.github.precheckwatcher.api.http.ProblemKind;
import io.github.precheckwatcher.api.http.QueryParameters;
import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.store.transfer.StoreBackup;
import io.github.precheckwatcher.store.transfer.TransferRefused;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** The whole store. */
@Path("/api/v1/backup")
@Tag(name = "backup", description = "The whole store, while the daemon works on")
public class BackupResource {
    /** A script of H2's, compressed by gzip. */
    public static final String MEDIA_TYPE = "application/gzip";

    private static final Logger LOG = Logger.getLogger(BackupResource.class);

    private final StoreBackup backup;

    BackupResource(StoreBackup backup) {
        this.backup = backup;
    }

    /** On a worker thread from the first byte to the last. */
    @GET
    @Blocking
    @Produces(MEDIA_TYPE)
    @Operation(
            operationId = "backup",
            summary = "Writes the whole embedded store as it is at this moment",
            description =
                    "A script of H2's, compressed by gzip, between a header and a last line: without that line and"
                            + " gzip's end it is not whole. The command backup checks it, the command restore reads it. One at"
                            + " a time, within ten minutes.")
    @APIResponse(
            responseCode = "200",
            description = "The backup",
            content = @Content(mediaType = MEDIA_TYPE, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "409", description = "The store is in PostgreSQL, or another backup is being made")
    public StreamingOutput get(@Context UriInfo uri, @Context HttpServerResponse response) {
        check(uri);
        return out -> {
            try {
                backup.write(new ConnectedOutput(out, response));
            } catch (TransferRefused e) {
                throw conflict(e);
            } catch (IOException e) {
                // what was sent cannot be taken back: the answer ends without its end
                LogLine.of("backup")
                        .with("state", "FAILED")
                        .with("error", e.getMessage())
                        .warn(LOG);
                throw e;
            }
        };
    }

    private void check(UriInfo uri) {
        new QueryParameters(uri);
        try {
            backup.check();
        } catch (TransferRefused e) {
            throw conflict(e);
        }
    }

    private static RequestProblem conflict(TransferRefused why) {
        return new RequestProblem(ProblemKind.CONFLICT, why.getMessage());
    }
}
