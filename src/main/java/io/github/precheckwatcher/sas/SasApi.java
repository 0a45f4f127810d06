package io.github.precheckwatcher.sas;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The vendor's API as far as it is used: Security Center, version 2018-12-03. An RPC style API: POST to "/", all
 * parameters in the query, no body; action and version are headers that {@link SigningFilter} adds.
 */
@Path("/")
public interface SasApi {
    /** The header with the request's number used once. */
    String NONCE = "x-acs-signature-nonce";

    /** The action's name. */
    String ACTION = "QueryPreCheckDatabase";

    /** The API's version. */
    String VERSION = "2018-12-03";

    /**
     * Asks how a precheck is doing. Answers with any status.
     *
     * @param nonce never used before, not even by a request that failed
     */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    Uni<Response> queryPreCheckDatabase(
            @HeaderParam(NONCE) String nonce,
            @QueryParam("UniRegionId") String uniRegionId,
            @QueryParam("TaskId") String taskId,
            @QueryParam("InstanceUuid") String instanceUuid);
}
