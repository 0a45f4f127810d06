package io.github.precheckwatcher.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.precheckwatcher.api.WatchView.ProblemView;
import io.github.precheckwatcher.watch.WatchStore.Running;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How an account stands: neither its endpoint nor any key.
 *
 * @param configured absent when this node's file does not name it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@Schema(name = "Account", description = "How an account stands; neither its endpoint nor any key")
public record AccountView(
        @Schema(description = "The name under watcher.accounts")
        String name,

        @Schema(description = "Where it stands, for all nodes")
        AccountState state,

        @Schema(description = "Since when") Instant since,

        @Schema(description = "Why, while it is not OK") Optional<ProblemView> problem,

        @Schema(description = "When it is probed next, while UNREACHABLE or SUSPENDED")
        Optional<Instant> nextProbeAt,

        @Schema(description = "When the last probe that was answered was sent, while UNREACHABLE or SUSPENDED")
        Optional<Instant> probedAt,

        @Schema(description = "Until when the cloud asked for no calls")
        Optional<Instant> blockedUntil,

        @Schema(description = "Calls a second that may be spent now; lower than configured after throttling")
        double callsPerSecond,

        @Schema(description = "Calls a second by configuration; absent when this node's file does not name it")
        Optional<Double> configured,

        @Schema(description = "How many watches run by it") long watches,

        @Schema(
                description =
                        "How many of them wait: all while it is UNREACHABLE or SUSPENDED, else those that alone may"
                                + " not be asked for")
        long waiting) {
    static AccountView of(AccountRow row, Optional<Double> configured, Running running, Instant now) {
        return new AccountView(
                row.name(),
                row.state(),
                row.since(),
                row.problem().filter(why -> row.state() != AccountState.OK).map(ProblemView::of),
                row.nextProbeAt().filter(at -> row.gated()),
                row.probedAt().filter(at -> row.gated()),
                row.blockedUntil().filter(until -> until.isAfter(now)),
                row.rate(),
                configured,
                running.watches(),
                row.gated() ? running.watches() : running.refused());
    }
}
