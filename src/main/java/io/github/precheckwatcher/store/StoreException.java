package io.github.precheckwatcher.store;

import java.sql.SQLException;

/** The database could not do what it was asked: broken infrastructure or a bug. */
public class StoreException extends RuntimeException {
    public StoreException(String message) {
        super(message);
    }

    /** Keeps the database's own words and SQLState in the message. */
    public StoreException(String what, SQLException cause) {
        super(what + ": " + cause.getMessage() + " (SQLState " + cause.getSQLState() + ")", cause);
    }
}
