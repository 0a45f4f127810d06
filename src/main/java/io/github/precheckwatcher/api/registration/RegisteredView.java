package io.github.precheckwatcher.api.registration;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.precheckwatcher.watch.WatchStore.Registered;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of one entry of a registration, as JSON.
 *
 * @param id the watch's own
 * @param note what that means, where it is not what was asked for
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@Schema(name = "Registered", description = "What became of one entry")
public record RegisteredView(
        @Schema(description = "The watch's own id") String id,

        @Schema(description = "As in the request, or made from instance and task id")
        String name,

        @Schema(
                description =
                        "NEW; RUNNING: it runs as the request says; CHANGED: it runs, and by other settings from now"
                                + " on; NEW_ROUND: it had timed out, and the deadline is longer now; ENDED: it has its verdict;"
                                + " IN_FILES: the tasks files name it with other settings, which stay")
        Result result,

        @Schema(description = "What to know about it") Optional<String> note) {
    /** What may become of an entry. */
    public enum Result {
        NEW,
        RUNNING,
        CHANGED,
        NEW_ROUND,
        ENDED,
        IN_FILES
    }

    static RegisteredView of(Registered registered) {
        Result result = Result.valueOf(registered.kind().name());
        return new RegisteredView(
                registered.watchId(), registered.spec().name(), result, Optional.ofNullable(note(result)));
    }

    private static String note(Result result) {
        return switch (result) {
            case NEW, RUNNING, CHANGED, NEW_ROUND -> null;
            case ENDED -> "it has ended; its verdict stands";
            case IN_FILES -> "the tasks files name it, and with other settings; change them there";
        };
    }
}
