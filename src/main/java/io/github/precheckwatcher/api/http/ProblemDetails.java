package io.github.precheckwatcher.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An error as RFC 9457 writes it.
 *
 * @param type a URN that stays the same for this kind of problem
 * @param title what kind of problem it is, in words
 * @param status the HTTP status
 * @param detail what is wrong with this request
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@Schema(name = "Problem", description = "An error, as RFC 9457 writes it")
public record ProblemDetails(
        @Schema(
                description = "Stays the same for this kind of problem",
                examples = "urn:precheck-watcher:problem:not-found")
        String type,

        @Schema(description = "The kind of problem in words")
        String title,

        @Schema(description = "The HTTP status") int status,

        @Schema(description = "What is wrong with this request and what would be right")
        String detail,

        @Schema(description = "Each mistake, where there may be several")
        Optional<List<String>> mistakes) {
    /** The media type of RFC 9457. */
    public static final String MEDIA_TYPE = "application/problem+json";
}
