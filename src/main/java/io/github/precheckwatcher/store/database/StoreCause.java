package io.github.precheckwatcher.store.database;

import io.github.precheckwatcher.log.StoreFault.Kind;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Why a database does not do what it is asked, distinguished by what an operator has to do. The order is that of
 * precedence: a failed batch may name several. https://www.postgresql.org/docs/18/errcodes-appendix.html,
 * org.h2.api.ErrorCode.
 */
enum StoreCause {
    /** H2 closes a database that it could not write and opens it again when the last connection to it is gone. */
    CLOSED(Kind.AWAY, StoreCause.FREE_THE_DISK, Set.of("90098", "90121")),
    READ_ONLY(
            Kind.READ_ONLY,
            "this server only reads: it is a standby, or default_transaction_read_only is on; see that the address leads"
                    + " to the primary server",
            Set.of("25006")),
    FILE_READ_ONLY(
            Kind.READ_ONLY,
            "the store's file cannot be written: give this user the right to write in watcher.data-dir, and start again",
            Set.of("90097")),
    STOPPING(
            Kind.AWAY,
            "the database server stops, starts or ended the connection: see that it runs",
            Set.of("57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04")),
    LOGIN_REFUSED(
            Kind.AWAY,
            "the server refuses the login: check PGUSER and PGPASSWORD, or quarkus.datasource.postgresql.username and"
                    + " password, and the server's pg_hba.conf",
            Set.of("28")),
    NO_DATABASE(
            Kind.AWAY,
            "the server does not have this database: check PGDATABASE, or quarkus.datasource.postgresql.jdbc.url",
            Set.of("3D000")),
    TOO_MANY_CONNECTIONS(
            Kind.AWAY,
            "the server has no free connection: raise its max_connections, or lower"
                    + " quarkus.datasource.postgresql.jdbc.max-size",
            Set.of("53300")),
    UNREACHABLE(
            Kind.AWAY,
            "see that the database server runs, and that it can be reached from this host",
            Set.of("08", "90067")),
    LOCKED(
            Kind.BUSY,
            "a transaction holds a lock for too long: look for it in pg_stat_activity",
            // serialization failure (and H2's deadlock), deadlock, lock_timeout, H2's lock timeout and concurrent
            // update
            Set.of("40001", "40P01", "55P03", "HYT00", "90131")),
    TIMED_OUT(Kind.BUSY, "a statement took too long and was cancelled: look at the database's load", Set.of("57014")),
    DISK_FULL(Kind.REFUSED, StoreCause.FREE_THE_DISK, Set.of("53100")),
    OUT_OF_MEMORY(Kind.REFUSED, "the database is short of memory: give it more", Set.of("53200", "90108")),
    DAMAGED(
            Kind.REFUSED,
            "the database's files are damaged: stop the daemon, check the disk, and restore the last backup",
            Set.of("XX001", "XX002", "90030")),
    NOT_ALLOWED(
            Kind.REFUSED, "grant the database user the rights to read and write the daemon's tables", Set.of("42501")),
    SHARED_STATEMENTS(
            Kind.REFUSED,
            "a connection pooler mixes up prepared statements: add prepareThreshold=0 to the address of the database",
            Set.of("42P05", "26000")),
    OTHER_TABLES(
            Kind.REFUSED,
            "the tables are not those of this version: see that the address leads to the daemon's database and schema",
            Set.of("42", "3F000")),
    CONTENT(
            Kind.CONTENT,
            "the database refuses a row for what is in it, and takes others; if this repeats, report it",
            // data exceptions, violated constraints, and a word that is too long for an index
            Set.of("22", "23", "54000")),
    OTHER(Kind.REFUSED, "see that the database is up and its disk has room", Set.of());

    /** How many causes of a failure are looked at: they may run in a ring. */
    private static final int DEEPEST = 20;

    private static final String FREE_THE_DISK = "free the database's disk (with H2 that of watcher.data-dir)";

    private static final String POOL =
            "no connection became free in time: see whether the database is slow; if not, raise"
                    + " quarkus.datasource.postgresql.jdbc.max-size";

    private final Kind kind;
    private final String remedy;
    private final Set<String> states;

    StoreCause(Kind kind, String remedy, Set<String> states) {
        this.kind = kind;
        this.remedy = remedy;
        this.states = states;
    }

    /** What a failure means, by its SQLState. */
    static StoreCause of(SQLException failure) {
        StoreCause byState = Stream.of(values())
                .filter(cause -> any(failure, cause::covers))
                .findFirst()
                .orElse(OTHER);
        return byState.kind == Kind.REFUSED && noRoom(failure) ? DISK_FULL : byState;
    }

    /** A batch hides the reason in its chain. */
    private static boolean any(SQLException failure, Predicate<String> state) {
        for (SQLException at = failure; at != null; at = at.getNextException()) {
            if (at.getSQLState() != null && state.test(at.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** A class of states has two characters. */
    private boolean covers(String state) {
        return states.contains(state) || (state.length() == 5 && states.contains(state.substring(0, 2)));
    }

    /** H2 has one SQLState for whatever the operating system refuses. */
    private static boolean noRoom(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST)
                .anyMatch(cause -> String.valueOf(cause.getMessage())
                        .toLowerCase(Locale.ROOT)
                        .contains("no space left"));
    }

    /** How the store failed. */
    Kind kind() {
        return kind;
    }

    /** What an operator is to do. */
    String remedy() {
        return remedy;
    }

    /** What is to be done when no connection could be had: a pool that has none free gives no SQLState. */
    static String remedyForNoConnection(SQLException failure) {
        return failure.getSQLState() == null ? POOL : of(failure).remedy();
    }

    /** Whether the same work may succeed at once. */
    boolean lockLost() {
        return this == LOCKED;
    }

    /** Whether the pool's other connections lead to a server that is gone, or is the wrong one. */
    boolean wrongServer() {
        return this == READ_ONLY || this == STOPPING || this == UNREACHABLE;
    }
}
