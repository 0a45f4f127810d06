package io.github.precheckwatcher.cloud;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * An API of the vendor's in RPC style: POST to "/", all parameters in the query, no body; action and version are headers
 * that {@link SigningFilter} adds.
 */
@Path("/")
public interface RpcApi {
    /** The header with the request's number used once. */
    String NONCE = "x-acs-signature-nonce";

    /**
     * Sends one request. Answers with any status.
     *
     * @param nonce never used before, not even by a request that failed
     */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    Uni<Response> call(@HeaderParam(NONCE) String nonce, @RestQuery Map<String, String> parameters);
}
