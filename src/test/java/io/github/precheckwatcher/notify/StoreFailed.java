package io.github.precheckwatcher.notify;

/** What a store throws that cannot do what it was asked, as on a full disk. */
public final class StoreFailed extends RuntimeException implements StoreFault {
    public StoreFailed(String message) {
        super(message);
    }

    @Override
    public Kind kind() {
        return Kind.REFUSED;
    }

    @Override
    public String remedy() {
        return "see that the database is up and its disk has room";
    }
}
