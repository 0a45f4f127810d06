package io.github.precheckwatcher.notify;

/** What a store's exception says of itself to those who do not know the store. */
public interface StoreFault {
    /** How a store fails, told apart by what shows that it is over. */
    enum Kind {
        /** The database cannot be reached: over with the first answer, and until then everybody asks in vain. */
        AWAY,
        /** Somebody held a lock for too long: says nothing about whether the store can write. */
        BUSY,
        /** It would not do it, on a full disk perhaps: over when something is written. */
        REFUSED
    }

    /** How the store failed. */
    Kind kind();

    /** How a store failed that threw this; what does not say so itself was refused. */
    static Kind kind(RuntimeException fault) {
        return fault instanceof StoreFault known ? known.kind() : Kind.REFUSED;
    }
}
