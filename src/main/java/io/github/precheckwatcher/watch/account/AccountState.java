package io.github.precheckwatcher.watch.account;

/** How an account stands; kept in the store, shared by all nodes. */
public enum AccountState {
    /** Calls go out at the configured rate. */
    OK,
    /** The cloud asked for fewer calls; the rate recovers slowly. */
    THROTTLED,
    /** The way there fails; probes with backoff. */
    UNREACHABLE,
    /** The account may not call; one probe a minute. */
    SUSPENDED
}
