package io.github.precheckwatcher.api.delivery;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many deliveries are due again, or would be. */
public record ReplayAnswer(
        @Schema(description = "How many deliveries; a digest counts with its members")
        long count,

        @Schema(description = "Whether they were only counted")
        boolean dryRun) {}
