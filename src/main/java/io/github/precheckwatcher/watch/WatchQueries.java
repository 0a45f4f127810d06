package io.github.precheckwatcher.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.ProgressPoints;
import java.time.Instant;
import java.util.List;
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
     * Something that happened to a watch.
     *
     * @param kind REGISTERED, CHANGED, NEW_ROUND, ENDED or what was asked for
     * @param by who asked for it; empty: the daemon itself, or its files
     * @param detail more of it, for example the outcome
     */
    record Happening(Instant at, String kind, Optional<String> detail, Optional<Requester> by) {}
}
