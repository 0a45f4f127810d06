package io.github.precheckwatcher.api.verdict;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of verdicts, the newest first.
 *
 * @param next the cursor of the page behind this one; absent: this is the last
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@Schema(name = "VerdictPage", description = "A page of verdicts")
public record VerdictPage(
        @Schema(description = "The newest first") List<VerdictView> verdicts,

        @Schema(description = "Give this as after for the next page; absent on the last")
        Optional<String> next) {}
