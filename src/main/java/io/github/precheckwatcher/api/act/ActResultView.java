package io.github.precheckwatcher.api.act;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.precheckwatcher.api.WatchView.WaitsFor;
import io.github.precheckwatcher.api.WatchViews;
import io.github.precheckwatcher.registration.act.ActEffect;
import io.github.precheckwatcher.registration.act.ActResult;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of a watch by an act. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@Schema(name = "ActResult", description = "What became of a watch")
public record ActResultView(
        @Schema(description = "The watch's own id") String id,
        @Schema(description = "Its name") String name,

        @Schema(
                description =
                        "What was done: CANCELLED, DUE, NEW_ROUND, FORGOTTEN. Or why nothing was: POLLING, RUNNING,"
                                + " ENDED, NOT_CANCELLED, NOT_REACHED")
        ActEffect result,

        @Schema(description = "Why nothing was done, in words")
        Optional<String> reason,

        @Schema(description = "What keeps it from being polled")
        Optional<WaitsFor> waitsFor) {
    static ActResultView of(ActResult result, WatchViews.Waiting waiting) {
        boolean polls = result.effect() == ActEffect.DUE || result.effect() == ActEffect.NEW_ROUND;
        return new ActResultView(
                result.watch().id(),
                result.watch().spec().name(),
                result.effect(),
                result.reason(),
                polls ? waiting.of(result.watch().spec().account()) : Optional.empty());
    }
}
