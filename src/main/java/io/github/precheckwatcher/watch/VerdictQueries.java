package io.github.precheckwatcher.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.event.PagePosition;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.Tally;
import io.github.precheckwatcher.precheck.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Port: what operators ask of the verdicts in the store. Thread safe; all methods block: call on worker threads. */
public interface VerdictQueries {
    /**
     * Verdicts of all rounds, the newest first.
     *
     * @param after go on behind this one: the last of the page before, which need not be there any more
     * @param limit at most so many, > 0
     */
    List<Concluded> list(Filter filter, Optional<PagePosition> after, int limit);

    /** A verdict by its id. */
    Optional<Ended> find(String id);

    /**
     * A verdict of a watch.
     *
     * @param startedAt when its round began; empty where an older version wrote it
     */
    record Ended(String watchId, int round, int polls, Optional<Instant> startedAt, Verdict verdict) {}

    /**
     * Which verdicts; all that is given must hold. Name, text and matchers look at the watch as it is now.
     *
     * @param since it was observed at or after this
     * @param until it was observed before this
     * @param name with {@code *} for any characters; compared without case
     * @param text stands in the name, task id or instance UUID; compared without case
     * @param matchers on the watch's labels
     */
    record Filter(
            Optional<Instant> since,
            Optional<Instant> until,
            Optional<Outcome> outcome,
            Optional<String> account,
            Optional<String> region,
            Optional<String> name,
            Optional<String> text,
            List<LabelMatcher> matchers) {
        /** Everything. */
        public static final Filter ALL = new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());

        public Filter {
            requireNonNull(since, "since");
            requireNonNull(until, "until");
            requireNonNull(outcome, "outcome");
            requireNonNull(account, "account");
            requireNonNull(region, "region");
            requireNonNull(name, "name");
            requireNonNull(text, "text");
            matchers = List.copyOf(matchers);
        }
    }

    /**
     * A verdict in a list: what it came to, without the report. Name, account and labels are the watch's as it is now.
     *
     * @param round the number of the round that it ended, from 1
     * @param startedAt when that round began; empty where an older version wrote it
     * @param checks how many checks there were, and what they came to
     * @param notPassed the checks that did not pass, as far as the report lists them
     * @param code of the problem, where there is one
     */
    record Concluded(
            String id,
            String watchId,
            String name,
            String account,
            Map<String, String> labels,
            PrecheckRef ref,
            int round,
            int polls,
            Optional<Instant> startedAt,
            Instant observedAt,
            Outcome outcome,
            String summary,
            Tally checks,
            List<CheckItem> notPassed,
            Optional<String> code,
            Optional<String> requestId) {
        public Concluded {
            requireNonNull(id, "id");
            requireNonNull(watchId, "watchId");
            requireNonNull(name, "name");
            requireNonNull(account, "account");
            labels = Map.copyOf(labels);
            requireNonNull(ref, "ref");
            requireNonNull(startedAt, "startedAt");
            requireNonNull(observedAt, "observedAt");
            requireNonNull(outcome, "outcome");
            requireNonNull(summary, "summary");
            requireNonNull(checks, "checks");
            notPassed = List.copyOf(notPassed);
            requireNonNull(code, "code");
            requireNonNull(requestId, "requestId");
        }

        /** The list's entry of this verdict of a watch with this specification. */
        public static Concluded of(Ended ended, String name, String account, Map<String, String> labels) {
            Verdict verdict = ended.verdict();
            return new Concluded(
                    verdict.id(),
                    ended.watchId(),
                    name,
                    account,
                    labels,
                    verdict.ref(),
                    ended.round(),
                    ended.polls(),
                    ended.startedAt(),
                    verdict.observedAt(),
                    verdict.outcome(),
                    verdict.summary(),
                    verdict.tally(),
                    verdict.instances().stream()
                            .flatMap(instance -> instance.items().stream())
                            .filter(item -> !item.passed())
                            .toList(),
                    verdict.problem().map(Problem::code),
                    verdict.requestId());
        }

        /** Where it stands in the list. */
        public PagePosition position() {
            return new PagePosition(observedAt, id);
        }
    }
}
