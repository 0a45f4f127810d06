package io.github.precheckwatcher.notify;

/** The kinds of notifiers that exist. */
public enum NotifierKind {
    LOG,
    WEBHOOK
}
