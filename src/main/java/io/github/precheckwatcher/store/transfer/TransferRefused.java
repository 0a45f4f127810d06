package io.github.precheckwatcher.store.transfer;

/** Why the store is not saved, restored or moved, in words for the operator; nothing was changed. */
public final class TransferRefused extends Exception {
    private static final long serialVersionUID = 1L;

    TransferRefused(String message) {
        super(message, null, false, false);
    }
}
