package io.github.precheckwatcher.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.notify.alert.Alert;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An instance whose last verdict is bad, as one notifier shows it.
 *
 * @param since when it fires
 * @param until when it ends by itself
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@Schema(name = "Alert", description = "An instance whose last verdict is bad, as one notifier shows it")
public record AlertView(
        @Schema(description = "Who shows it") String notifier,
        @Schema(description = "The account's name") String account,

        @Schema(description = "The instance's UniRegionId") String region,

        @Schema(description = "The InstanceUuid") String instance,
        @Schema(description = "The watch's name") Optional<String> watch,
        @Schema(description = "The last outcome") Optional<String> outcome,

        @Schema(description = "The last verdict in one line")
        Optional<String> summary,

        @Schema(description = "Since when it fires") Instant since,
        @Schema(description = "When it ends by itself") Instant until) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static AlertView of(Alert alert) {
        JsonNode said = annotations(alert.body());
        return new AlertView(
                alert.key().notifier(),
                alert.key().account(),
                alert.key().region(),
                alert.key().instance(),
                text(said, "watch"),
                text(said, "outcome"),
                text(said, "summary"),
                alert.startsAt(),
                alert.untilAt());
    }

    private static JsonNode annotations(String body) {
        try {
            return JSON.readTree(body).path("annotations");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the kept alert is no JSON");
        }
    }

    private static Optional<String> text(JsonNode said, String name) {
        return Optional.ofNullable(said.path(name).textValue());
    }
}
