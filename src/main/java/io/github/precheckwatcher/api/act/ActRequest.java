package io.github.precheckwatcher.api.act;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.precheckwatcher.api.http.LabelMatchers;
import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.SourceType;
import io.github.precheckwatcher.watch.WatchQueries.Filter;
import io.github.precheckwatcher.watch.WatchQueries.State;
import io.github.precheckwatcher.watch.act.Act;
import io.github.precheckwatcher.watch.act.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * To which watches something is to be done: to those of some ids, or to those that fit a filter, of which all that is
 * given must hold.
 *
 * @param all must be true when nothing else is given
 * @param dryRun only count
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ActRequest(
        @Schema(description = "These; no filter stands beside them")
        List<String> ids,

        @Schema(description = "WATCHING for cancel and poll, ENDED for rewatch; nothing is done to others anyway")
        Optional<State> state,

        @Schema(description = "Only those that ended so") Optional<Outcome> outcome,
        @Schema(description = "Only of this account") Optional<String> account,
        @Schema(description = "Only with this UniRegionId") Optional<String> region,

        @Schema(description = "Only of this database type, as a report of the instance named it")
        Optional<String> sourceType,

        @Schema(description = "Label matchers as Alertmanager's, for example env=\"prod\"")
        List<String> match,

        @Schema(
                description = "Only with this name; * stands for any characters, upper and lower case are the same",
                maxLength = ActRequest.TEXT)
        Optional<String> name,

        @Schema(description = "Only with this text in name, task id or instance UUID", maxLength = ActRequest.TEXT)
        Optional<String> q,

        @Schema(description = "Only those that ended at or after this time")
        Optional<Instant> since,

        @Schema(description = "Must be true when nothing else is given")
        boolean all,

        @Schema(description = "Only count") boolean dryRun,

        @Schema(description = "Why; one line for the history and the log")
        Optional<String> reason) {
    /** The longest text of a filter, in characters. */
    static final int TEXT = 200;

    public ActRequest {
        ids = unmodifiable(ids);
        state = requireNonNullElse(state, Optional.empty());
        outcome = requireNonNullElse(outcome, Optional.empty());
        account = requireNonNullElse(account, Optional.empty());
        region = requireNonNullElse(region, Optional.empty());
        sourceType = requireNonNullElse(sourceType, Optional.empty());
        match = unmodifiable(match);
        name = requireNonNullElse(name, Optional.empty());
        q = requireNonNullElse(q, Optional.empty());
        since = requireNonNullElse(since, Optional.empty());
        reason = requireNonNullElse(reason, Optional.empty());
    }

    /** Of one watch. */
    static ActRequest of(String id, Optional<String> reason) {
        return of(List.of(id), reason);
    }

    /** Of these watches. */
    public static ActRequest of(List<String> ids, Optional<String> reason) {
        return new ActRequest(ids, null, null, null, null, null, null, null, null, null, false, false, reason);
    }

    /** The same, to be done or only counted. */
    public ActRequest dry(boolean only) {
        return new ActRequest(
                ids, state, outcome, account, region, sourceType, match, name, q, since, all, only, reason);
    }

    /** What is chosen for this act; throws {@link RequestProblem} for what no watch can have. */
    Selection selection(Act act) {
        Filter filter = new Filter(
                Optional.of(act.takes()),
                outcome,
                account,
                region,
                sourceType.map(SourceType::word),
                name,
                q,
                LabelMatchers.of(texts("match", match)));
        boolean chosen = !ids.isEmpty();
        boolean filtered = Stream.of(state, outcome, account, region, sourceType, name, q, since)
                        .anyMatch(Optional::isPresent)
                || !match.isEmpty();
        if (chosen && (filtered || all)) {
            throw RequestProblem.bad("ids stand beside a filter or all; keep one of them");
        }
        if (!chosen && all == filtered) {
            throw RequestProblem.bad(
                    all
                            ? "all stands beside a filter; keep one of the two"
                            : "neither ids nor a filter is given; all: true takes every watch that " + takes(act));
        }
        requirePossible(act);
        return chosen ? new Selection.ByIds(texts("ids", ids)) : new Selection.ByFilter(filter, since);
    }

    private void requirePossible(Act act) {
        if (state.filter(wanted -> wanted != act.takes()).isPresent()) {
            throw RequestProblem.bad(act.word() + " takes watches with state " + act.takes() + " alone");
        }
        if (act.takes() == State.WATCHING && (outcome.isPresent() || since.isPresent())) {
            throw RequestProblem.bad(
                    act.word() + " takes running watches, which have neither outcome nor end: no outcome, no since");
        }
        Stream.of(account, region, sourceType, name, q)
                .flatMap(Optional::stream)
                .forEach(text -> {
                    if (text.isBlank() || text.length() > TEXT) {
                        throw RequestProblem.bad(
                                "a text of the filter is empty, or longer than " + TEXT + " characters");
                    }
                });
    }

    private static String takes(Act act) {
        return act.takes() == State.WATCHING ? "runs" : "has ended";
    }

    private static List<String> texts(String key, List<String> written) {
        if (written.stream().anyMatch(text -> text == null || text.isBlank())) {
            throw RequestProblem.bad(key + " has an empty entry");
        }
        return written;
    }

    private static List<String> unmodifiable(List<String> list) {
        return list == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(list));
    }
}
