package io.github.precheckwatcher.api;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.precheckwatcher.notify.event.SamplePrecheck;
import io.github.precheckwatcher.notify.route.SampleVerdict;
import io.github.precheckwatcher.precheck.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A verdict that nobody has given: who would be notified? */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RouteRequest(
        @Schema(description = "How it ends", required = true)
        Outcome outcome,

        @Schema(description = "The watch's name") Optional<String> name,
        @Schema(description = "The watch's labels") Map<String, String> labels,

        @Schema(description = "The account that asks; absent: default")
        Optional<String> account,

        @Schema(description = "Where the server is; absent: cn-hangzhou")
        Optional<String> region,

        @Schema(description = "The database type: MSSQL, ORACLE, MYSQL or another word")
        Optional<String> sourceType,

        @Schema(description = "The notifiers that the watch names; empty: all")
        List<String> notifiers,

        @Schema(description = "Whether it differs from the last verdict of the instance; absent: it is its first")
        Optional<Boolean> changed) {
    public RouteRequest {
        name = requireNonNullElse(name, Optional.empty());
        labels = Map.copyOf(requireNonNullElse(labels, Map.of()));
        account = requireNonNullElse(account, Optional.empty());
        region = requireNonNullElse(region, Optional.empty());
        sourceType = requireNonNullElse(sourceType, Optional.empty());
        notifiers = List.copyOf(requireNonNullElse(notifiers, List.of()));
        changed = requireNonNullElse(changed, Optional.empty());
    }

    /** The verdict that is meant. */
    public SampleVerdict verdict() {
        return new SampleVerdict(
                name.orElse("sample"),
                outcome,
                labels,
                account.orElse(SamplePrecheck.ACCOUNT),
                region.orElse(SamplePrecheck.REGION),
                sourceType,
                notifiers,
                changed);
    }
}
