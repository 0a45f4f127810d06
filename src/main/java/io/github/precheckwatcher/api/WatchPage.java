package io.github.precheckwatcher.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of watches.
 *
 * @param next the cursor of the page behind this one; absent: this is the last
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record WatchPage(
        @Schema(description = "In the order that was asked for")
        List<WatchView> watches,

        @Schema(description = "Give this as after for the next page; absent on the last")
        Optional<String> next) {}
