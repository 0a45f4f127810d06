package io.github.precheckwatcher.store.database;

import io.github.precheckwatcher.log.StoreFault;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The database could not do what it was asked: broken infrastructure or a bug. */
public class StoreException extends RuntimeException implements StoreFault {
    private static final Pattern QUOTED = Pattern.compile("(?s)(\\R\\s*Detail: |; SQL statement:).*");

    private final Kind kind;
    private final String remedy;

    public StoreException(String message) {
        super(message);
        this.kind = Kind.REFUSED;
        this.remedy = StoreCause.OTHER.remedy();
    }

    /** Keeps the database's own words and SQLState in the message, but not the row or the statement that they quote. */
    public StoreException(String what, SQLException cause) {
        this(what, cause, StoreCause.of(cause).kind(), StoreCause.of(cause).remedy());
    }

    private StoreException(String what, SQLException cause, Kind kind, String remedy) {
        super(what + ": " + words(cause) + " (SQLState " + cause.getSQLState() + ")", cause);
        this.kind = kind;
        this.remedy = remedy;
    }

    /** Of a batch the reason, which stands in its chain; PostgreSQL's details and H2's statement say what is in the row. */
    private static String words(SQLException cause) {
        SQLException reason = cause.getNextException() == null ? cause : cause.getNextException();
        return QUOTED.matcher(String.valueOf(reason.getMessage())).replaceFirst("");
    }

    /** Whatever keeps a connection from us, a pool without a free one too, keeps it from all who ask. */
    static StoreException noConnection(SQLException cause) {
        return new StoreException(
                "the store cannot be reached", cause, Kind.AWAY, StoreCause.remedyForNoConnection(cause));
    }

    /** What an operator is to do about a failure whose cause is known. */
    public static Optional<String> knownRemedy(SQLException failure) {
        return Optional.of(StoreCause.of(failure))
                .filter(cause -> cause != StoreCause.OTHER)
                .map(StoreCause::remedy);
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
