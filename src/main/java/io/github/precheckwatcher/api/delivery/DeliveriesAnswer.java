package io.github.precheckwatcher.api.delivery;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many deliveries an act took, or would take. */
@Schema(name = "DeliveriesAnswer", description = "How many deliveries were taken, or would be")
public record DeliveriesAnswer(
        @Schema(description = "How many deliveries; a digest counts with its members")
        long count,

        @Schema(description = "Whether they were only counted")
        boolean dryRun) {}
