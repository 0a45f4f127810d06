package io.github.precheckwatcher.store;

import io.github.precheckwatcher.notify.StoreFault;
import java.sql.SQLException;

/** The database could not do what it was asked: broken infrastructure or a bug. */
public class StoreException extends RuntimeException implements StoreFault {
    private final Kind kind;

    public StoreException(String message) {
        super(message);
        this.kind = Kind.REFUSED;
    }

    /** Keeps the database's own words and SQLState in the message. */
    public StoreException(String what, SQLException cause) {
        this(what, cause, SqlStates.kind(cause));
    }

    /** For whoever knows more than the SQLState says. */
    StoreException(String what, SQLException cause, Kind kind) {
        super(what + ": " + cause.getMessage() + " (SQLState " + cause.getSQLState() + ")", cause);
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
