package io.github.precheckwatcher.log;

import io.github.precheckwatcher.precheck.VendorText;

/** What a store's exception says of itself to those who do not know the store. */
public interface StoreFault {
    /** How many characters of a database's words are shown. */
    int WORDS = 300;

    /** How a store fails, distinguished by what shows that it is over. */
    enum Kind {
        /** The database cannot be reached: over with the first answer, and until then everybody asks in vain. */
        AWAY,
        /** It answers but takes no write from anybody, a standby for example: over when something is written. */
        READ_ONLY,
        /** Somebody held a lock for too long: says nothing about whether the store can write. */
        BUSY,
        /** It refuses a row for what is in it: the same row is refused each time, and others are not. */
        CONTENT,
        /** It would not do it, on a full disk perhaps: over when something is written. */
        REFUSED;

        /** Whether whoever else asks the store now is refused too. */
        public boolean everybody() {
            return this == AWAY || this == READ_ONLY;
        }
    }

    /** How the store failed. */
    Kind kind();

    /** What an operator is to do about it, in plain words without a full stop. */
    String remedy();

    /** How a store failed that threw this; what does not say so itself was refused. */
    static Kind kind(RuntimeException fault) {
        return fault instanceof StoreFault known ? known.kind() : Kind.REFUSED;
    }

    /** Whether whoever else asks the store now is refused too. */
    static boolean everybody(Throwable fault) {
        return fault instanceof StoreFault known && known.kind().everybody();
    }

    /** What was thrown says, on one line of a bounded length; not the driver's own words, which may quote a row. */
    static String words(RuntimeException fault) {
        return VendorText.oneLine(String.valueOf(fault.getMessage()), WORDS);
    }

    /** What is to be done about what was thrown. */
    static String remedy(RuntimeException fault) {
        return fault instanceof StoreFault known ? known.remedy() : "see that the database is up and its disk has room";
    }
}
