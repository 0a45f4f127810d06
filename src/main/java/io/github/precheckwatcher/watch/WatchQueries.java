package io.github.precheckwatcher.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.event.PagePosition;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.ProgressPoints;
import io.github.precheckwatcher.precheck.Tally;
import io.github.precheckwatcher.precheck.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Port: what operators ask of the watches in the store. Thread safe; all methods block: call on worker threads. */
public interface WatchQueries {
    /**
     * Watches in an order.
     *
     * @param after go on behind this one: the last of the page before, which need not be there any more
     * @param limit at most so many, > 0
     */
    List<Entry> list(Filter filter, Order order, Optional<Position> after, int limit);

    /** One watch by its id. */
    Optional<Entry> find(String id);

    /** What happened to a watch, the first first. */
    List<Happening> timeline(String id);

    /** How the progress of the round went that runs or was the last. */
    ProgressPoints progress(String id);

    /** How many running watches of an account are due before that time: those are polled first. */
    long dueBefore(String account, Instant due);

    /**
     * Verdicts of all rounds, the newest first.
     *
     * @param after go on behind this one: the last of the page before, which need not be there any more
     * @param limit at most so many, > 0
     */
    List<Concluded> verdicts(VerdictFilter filter, Optional<PagePosition> after, int limit);

    /** A verdict by its id. */
    Optional<Ended> verdict(String id);

    /** Whether a watch runs. */
    enum State {
        WATCHING,
        ENDED
    }

    /** In which order watches are listed. */
    enum Order {
        /** By name, then id; all of them. */
        NAME,
        /** Running ones alone, the next to be polled first; one that is being polled stands where its lease ends. */
        DUE,
        /** Ended ones alone, the last to end first. */
        ENDED
    }

    /**
     * Which watches; all that is given must hold.
     *
     * @param sourceType a database type, as {@link io.github.precheckwatcher.precheck.SourceType#word} writes it, that a
     *     report of the instance named; compared without case
     * @param name with {@code *} for any characters; compared without case
     * @param text stands in the name, task id or instance UUID; compared without case
     * @param matchers on the watch's labels
     */
    record Filter(
            Optional<State> state,
            Optional<Outcome> outcome,
            Optional<String> account,
            Optional<String> region,
            Optional<String> sourceType,
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
            requireNonNull(state, "state");
            requireNonNull(outcome, "outcome");
            requireNonNull(account, "account");
            requireNonNull(region, "region");
            requireNonNull(sourceType, "sourceType");
            requireNonNull(name, "name");
            requireNonNull(text, "text");
            matchers = List.copyOf(matchers);
        }

        /** The same of one database type alone. */
        public Filter ofSourceType(String one) {
            return new Filter(state, outcome, account, region, Optional.of(one), name, text, matchers);
        }

        /** The same of one account alone. */
        public Filter ofAccount(String one) {
            return new Filter(state, outcome, Optional.of(one), region, sourceType, name, text, matchers);
        }
    }

    /**
     * Where an entry stands in an order.
     *
     * @param key the name, or the time as RFC 3339 writes it
     * @param id the watch's, or in the order of ends the verdict's
     */
    record Position(String key, String id) {
        public Position {
            requireNonNull(key, "key");
            requireNonNull(id, "id");
        }
    }

    /**
     * A watch in a list.
     *
     * @param watch as stored; its {@link Watch#dueAt} is when the next poll is due, or was when it is under way
     * @param round the number of the round, from 1
     * @param sourceType the database types that a report of the instance named, separated by commas
     * @param leasedUntil while it is being polled: when it is due again if that is never written down
     * @param end how the round ended; empty while it runs
     */
    record Entry(
            Watch watch,
            State state,
            int round,
            Optional<String> sourceType,
            Optional<Instant> leasedUntil,
            Optional<End> end) {
        public Entry {
            requireNonNull(watch, "watch");
            requireNonNull(state, "state");
            requireNonNull(sourceType, "sourceType");
            requireNonNull(leasedUntil, "leasedUntil");
            requireNonNull(end, "end");
        }

        /** The same with its end. */
        public Entry ended(End how) {
            return new Entry(watch, state, round, sourceType, leasedUntil, Optional.of(how));
        }

        /** From when on a claim may take it. */
        public Instant pollableAt() {
            return leasedUntil.orElse(watch.dueAt());
        }

        /** Where it stands in that order. */
        public Position position(Order order) {
            return switch (order) {
                case NAME -> new Position(watch.spec().name(), watch.id());
                case DUE -> new Position(pollableAt().toString(), watch.id());
                case ENDED ->
                    new Position(
                            end.map(End::endedAt).orElse(Instant.EPOCH).toString(),
                            end.flatMap(End::verdictId).orElse(watch.id()));
            };
        }
    }

    /**
     * The end of a round.
     *
     * @param verdictId absent once the report was deleted after the retention
     */
    record End(Outcome outcome, Instant endedAt, Optional<String> verdictId, Optional<String> summary) {}

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
    record VerdictFilter(
            Optional<Instant> since,
            Optional<Instant> until,
            Optional<Outcome> outcome,
            Optional<String> account,
            Optional<String> region,
            Optional<String> name,
            Optional<String> text,
            List<LabelMatcher> matchers) {
        /** Everything. */
        public static final VerdictFilter ALL = new VerdictFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());

        public VerdictFilter {
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

    /**
     * Something that happened to a watch.
     *
     * @param kind REGISTERED, CHANGED, NEW_ROUND, ENDED or what was asked for
     * @param by who asked for it; empty: the daemon itself, or its files
     * @param detail more of it, for example the outcome
     */
    record Happening(Instant at, String kind, Optional<String> detail, Optional<Requester> by) {}
}
