package io.github.precheckwatcher.api;

import io.github.precheckwatcher.api.http.QueryParameters;
import io.github.precheckwatcher.watch.node.NodeStore;
import io.github.precheckwatcher.watch.node.NodesSeen;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The nodes that work on the store. */
@Path("/api/v1/nodes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "nodes", description = "The processes that work on the store")
public class NodesResource {
    private final NodeStore nodes;

    NodesResource(NodeStore nodes) {
        this.nodes = nodes;
    }

    @GET
    @Operation(
            operationId = "listNodes",
            summary = "Lists the nodes",
            description = "The processes that work on the same store, this one too, by host and id. A node that was"
                    + " stopped is not listed; one that died is, for an hour.")
    @APIResponse(
            responseCode = "200",
            description = "The nodes",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = NodeView.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not known")
    public List<NodeView> list(@Context UriInfo uri) {
        new QueryParameters(uri);
        NodesSeen seen = nodes.read();
        return seen.nodes().stream().map(node -> NodeView.of(seen, node)).toList();
    }
}
