package io.github.precheckwatcher.cloud;

/** Port: the accounts of this moment, asked at each use since they may change while the daemon runs. Thread safe. */
@FunctionalInterface
public interface CurrentAccounts {
    /** The accounts; the same object until they change. */
    Accounts accounts();

    /** From now on {@code listener} is run after each change, by the thread that made it. Here none is ever made. */
    default void onChange(Runnable listener) {}
}
