package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.log.StoreFault;

/** What a store throws that cannot do what it was asked, as on a full disk. */
public final class StoreFailed extends RuntimeException implements StoreFault {
    private final Kind kind;

    public StoreFailed(String message) {
        this(message, Kind.REFUSED);
    }

    public StoreFailed(String message, Kind kind) {
        super(message);
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String remedy() {
        return "see that the database is up and its disk has room";
    }
}
