package io.github.precheckwatcher.api.mute;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.precheckwatcher.api.http.LabelMatchers;
import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.mute.Mute;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Of which watches nobody is to be notified, and for how long.
 *
 * @param lasts as written
 * @param dryRun only count
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MuteRequest(
        @Schema(
                description = "Watches whose labels match all of these, as Alertmanager's matchers: env=\"prod\"",
                maxItems = MuteRequest.MOST_MATCHERS)
        List<String> match,

        @Schema(description = "These watches, in place of match", maxItems = MuteRequest.MOST_IDS)
        List<String> ids,

        @JsonProperty("for") @Schema(name = "for", description = "How long: 30m, 2h, 7d; at most 90d", required = true)
        String lasts,

        @Schema(description = "Why, on one line of at most 500 characters")
        Optional<String> reason,

        @Schema(description = "Only count") boolean dryRun) {
    static final int MOST_MATCHERS = 20;
    static final int MOST_IDS = 1_000;

    public MuteRequest {
        match = List.copyOf(requireNonNullElse(match, List.of()));
        ids = List.copyOf(requireNonNullElse(ids, List.of()));
        reason = requireNonNullElse(reason, Optional.empty());
    }

    /** @throws RequestProblem when it does not say which watches, both ways at once, or too many */
    void check() {
        if (match.isEmpty() == ids.isEmpty()) {
            throw RequestProblem.bad(
                    match.isEmpty()
                            ? "the body names no watches: give match or ids"
                            : "match and ids stand beside each other; keep one of the two");
        }
        if (match.size() > MOST_MATCHERS || ids.size() > MOST_IDS) {
            throw RequestProblem.bad("at most " + MOST_MATCHERS + " matchers, or " + MOST_IDS + " ids");
        }
    }

    List<LabelMatcher> matchers() {
        return LabelMatchers.of(match);
    }

    Duration duration() {
        Duration duration;
        try {
            duration = DurationConverter.parseDuration(
                    requireNonNullElse(lasts, "").strip());
        } catch (RuntimeException e) {
            duration = null;
        }
        if (duration == null || duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(Mute.LONGEST) > 0) {
            throw RequestProblem.bad(
                    "for is no duration above zero and up to " + Mute.LONGEST.toDays() + "d; write 30m, 2h or 7d");
        }
        return duration;
    }
}
