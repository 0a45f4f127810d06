package io.github.precheckwatcher.api;

import io.github.precheckwatcher.notify.route.DryRun;
import io.github.precheckwatcher.precheck.Outcome;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who would be notified of a verdict, and how. */
public record RouteAnswer(
        @Schema(description = "The verdict's outcome") Outcome outcome,
        @Schema(description = "Its summary") String summary,

        @Schema(description = "Who would be notified, in the file's order")
        List<Receiver> told,

        @Schema(description = "Who would not") List<String> others) {

    /** One notifier that would be notified. */
    @Schema(name = "Told", description = "One notifier that would be notified")
    public record Receiver(
            @Schema(description = "The notifier") String notifier,
            @Schema(description = "Its type in the file") String kind,

            @Schema(description = "What would be sent, as its type writes it")
            String body) {}

    public static RouteAnswer of(DryRun.Routed routed) {
        return new RouteAnswer(
                routed.verdict().outcome(),
                routed.verdict().summary(),
                routed.receivers().stream()
                        .map(told -> new Receiver(
                                told.notifier().name(), told.notifier().type().name(), told.body()))
                        .toList(),
                routed.others());
    }
}
