package io.github.precheckwatcher.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.PrecheckRef;

/** What makes two registrations the same watch: account and precheck. */
public record WatchIdentity(String account, PrecheckRef ref) {
    public WatchIdentity {
        requireNonNull(account, "account");
        requireNonNull(ref, "ref");
    }
}
