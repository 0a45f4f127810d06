package io.github.precheckwatcher.store.transfer;

/** Is notified of how far a transfer is. */
@FunctionalInterface
public interface TransferProgress {
    /**
     * A table's rows are written.
     *
     * @param table its name
     * @param rows how many of them so far
     * @param whole whether these are all
     */
    void written(String table, long rows, boolean whole);
}
