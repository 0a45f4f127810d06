package io.github.precheckwatcher.notify;

/** Port: the notifiers of this moment, asked at each use since they may change while the daemon runs. Thread safe. */
@FunctionalInterface
public interface CurrentNotifySettings {
    /** The settings; whoever needs several of them asks once, so that all are of one file. */
    NotifySettings settings();

    /** From now on {@code listener} is run after each change, by the thread that made it. Here none is ever made. */
    default void onChange(Runnable listener) {}
}
