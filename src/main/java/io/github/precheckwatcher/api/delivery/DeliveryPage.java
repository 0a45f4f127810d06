package io.github.precheckwatcher.api.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of deliveries, the newest event first.
 *
 * @param next the cursor of the page behind this one; absent: this is the last
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DeliveryPage(
        @Schema(description = "The newest event first") List<DeliveryView> deliveries,

        @Schema(description = "Give this as after for the next page; absent on the last")
        Optional<String> next) {}
