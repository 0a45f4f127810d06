package io.github.precheckwatcher.api.mute;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of a wish to mute. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record MuteAnswer(
        @Schema(description = "The mute; absent when it was only counted")
        Optional<MuteView> mute,

        @Schema(description = "How many running watches it hits now; later ones that match, too")
        long running,

        @Schema(description = "Whether it was only counted") boolean dryRun) {}
