package io.github.precheckwatcher.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.PrecheckRef;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a user asks to be watched.
 *
 * @param name unique within its file
 * @param ref which precheck
 * @param account by which account it is asked
 * @param labels the operator's labels
 * @param runbook what to do when it did not pass; every message but log lines carries the link
 * @param notifiers who is notified; empty: all notifiers
 * @param deadline how long a round may take, > 0
 * @param polling how it is polled
 * @param onRemoval what becomes of it when the files name it no more
 */
public record WatchSpec(
        String name,
        PrecheckRef ref,
        String account,
        Map<String, String> labels,
        Optional<URI> runbook,
        List<String> notifiers,
        Duration deadline,
        PollSettings polling,
        OnRemoval onRemoval) {
    public WatchSpec {
        requireNonNull(name, "name");
        requireNonNull(ref, "ref");
        requireNonNull(account, "account");
        labels = Map.copyOf(labels);
        requireNonNull(runbook, "runbook");
        notifiers = List.copyOf(notifiers);
        requireNonNull(deadline, "deadline");
        requireNonNull(polling, "polling");
        requireNonNull(onRemoval, "onRemoval");
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline is not above 0");
        }
    }

    /** One that is watched to its end when the files name it no more. */
    public WatchSpec(
            String name,
            PrecheckRef ref,
            String account,
            Map<String, String> labels,
            Optional<URI> runbook,
            List<String> notifiers,
            Duration deadline,
            PollSettings polling) {
        this(name, ref, account, labels, runbook, notifiers, deadline, polling, OnRemoval.KEEP);
    }

    /** The identity under which the same precheck in the file, after a restart or from two nodes is one watch. */
    public WatchIdentity identity() {
        return new WatchIdentity(account, ref);
    }
}
