package io.github.precheckwatcher.api;

import io.github.precheckwatcher.watch.node.NodesSeen;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A process that works on the store. */
@Schema(name = "Node", description = "A process that works on the store")
public record NodeView(
        @Schema(description = "Its id, another one after each start")
        String id,

        @Schema(description = "The name of its machine") String host,
        @Schema(description = "The program's version") String version,
        @Schema(description = "Whether it was seen lately") NodeState state,

        @Schema(description = "When it was last seen, by the database's clock")
        Instant seenAt,

        @Schema(
                description = "A hash of the prechecks that its files name. Where two differ, a task that is taken out"
                        + " of one file is not removed yet")
        String tasksHash) {

    /** Whether a node was seen lately. */
    @Schema(name = "NodeState")
    public enum NodeState {
        /** It was seen within 30 seconds. */
        ALIVE,
        /** It was not, and was not stopped either; after an hour it is no longer listed. */
        STALE
    }

    static NodeView of(NodesSeen nodes, NodesSeen.Seen seen) {
        return new NodeView(
                seen.node().id(),
                seen.node().host(),
                seen.node().version(),
                nodes.isAlive(seen) ? NodeState.ALIVE : NodeState.STALE,
                seen.at(),
                seen.node().tasks());
    }
}
