package io.github.precheckwatcher.cloud;

import io.github.precheckwatcher.precheck.Observation;
import io.github.precheckwatcher.precheck.Problem;

/** The classes of responses: whose matter an answer is. Problems are already free of secrets. */
public sealed interface PollResult {
    /** A good answer; what it says is in a record of its action. */
    non-sealed interface Good extends PollResult {}

    /** A good answer of a {@link PrecheckQuery}. */
    record Observed(Observation observation) implements Good {
        @Override
        public String label() {
            return "observed";
        }
    }

    /** Everything but a good answer. */
    sealed interface Failure extends PollResult {
        /** What is wrong. */
        Problem problem();

        @Override
        default String label() {
            // an enum of kinds would repeat the family; Java 17 has no pattern switch
            if (this instanceof Throttled) {
                return "throttled";
            } else if (this instanceof WatchFault) {
                return "watch_fault";
            } else if (this instanceof WatchRefused) {
                return "watch_refused";
            } else if (this instanceof AccountRefused) {
                return "account_refused";
            } else if (this instanceof PermissionRefused) {
                return "permission_refused";
            } else if (this instanceof NotSent) {
                return "not_sent";
            } else {
                return "way_failed";
            }
        }
    }

    /** The account calls too often. Counts against nobody. */
    record Throttled(Problem problem) implements Failure {}

    /** An error that counts against this watch, bounded by {@code max-consecutive-errors}. */
    record WatchFault(Problem problem) implements Failure {}

    /** A parameter of this watch is refused: the watch is ABANDONED after this call. */
    record WatchRefused(Problem problem) implements Failure {}

    /** Key, signature, token, clock, certificate or endpoint: the account may not call. */
    record AccountRefused(Problem problem) implements Failure {}

    /** NoPermission and its kin: gates the account until another watch succeeds. */
    record PermissionRefused(Problem problem) implements Failure {}

    /** The way there failed: nothing is said about watch or account. */
    record TransportFailed(Problem problem) implements Failure {}

    /** The call was not made, or not made to its end, for want of a call in the account's own budget: says nothing. */
    record NotSent(Problem problem) implements Failure {}

    /** The metric's {@code result} label. */
    String label();
}
