package io.github.precheckwatcher.api;

import io.github.precheckwatcher.api.http.RequestProblem;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which instance somebody took note of. */
public record AcknowledgeRequest(
        @Schema(description = "The account's name", required = true)
        String account,

        @Schema(description = "The instance's UniRegionId", required = true)
        String region,

        @Schema(description = "The InstanceUuid", required = true)
        String instance) {
    /** Refuses what names no instance. */
    void check() {
        if (missing(account) || missing(region) || missing(instance)) {
            throw RequestProblem.bad("the body names account, region and instance, as the list of alerts does");
        }
    }

    private static boolean missing(String text) {
        return text == null || text.isBlank();
    }
}
