package io.github.precheckwatcher.watch;

/** The poll policies that exist. */
public enum PollPolicyKind {
    FIXED,
    BACKOFF
}
