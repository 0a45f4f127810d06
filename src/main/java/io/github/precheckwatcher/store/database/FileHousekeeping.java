package io.github.precheckwatcher.store.database;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.notify.dispatch.Ticker;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.h2.api.ErrorCode;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * Keeps H2's file small. Each commit writes a chunk of pages, and a chunk's place is used again only when none of them is
 * valid any more: one page that nobody changes keeps the whole of it. H2's background writer copies such pages together,
 * but it does not run with {@code WRITE_DELAY=0}, which no commit can do without; so this does it, a little at a time,
 * since commits wait meanwhile.
 */
@Singleton
public class FileHousekeeping {
    private static final Duration EVERY = Duration.ofSeconds(10);

    /** Below this there is nothing to gain; bytes. */
    private static final long SMALL = 8L << 20;

    /** A file whose chunks are fuller is left alone; percent. */
    private static final int FULL = 70;

    /** How much is copied at a time; bytes. */
    private static final int STEP = 1 << 20;

    private final Transactions transactions;
    private final StoreSettings settings;
    private final FaultLog faults;

    @Inject
    public FileHousekeeping(Transactions transactions, StoreSettings settings, FaultLog faults) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.settings = requireNonNull(settings, "settings");
        this.faults = requireNonNull(faults, "faults");
    }

    void schedule(@Observes Ticker ticker) {
        if (settings.kind() == StoreConfig.Kind.H2) {
            ticker.every(EVERY, this::tick);
        }
    }

    /** On a full disk H2 closes the file at each write: whoever must write finds out when there is room again. */
    private void tick() {
        if (!faults.store().stopped() && !faults.store().failing()) {
            faults.guard(Place.job("file"), this::step);
        }
    }

    /**
     * Copies some pages together if the file is worth it. Throws what the store throws.
     *
     * @return whether it was
     */
    public boolean step() {
        return transactions.run(connection -> isSparse(connection) && copy(connection));
    }

    /** What lies in chunks of the last 45 s does not count: they cannot be used again yet. */
    private static boolean isSparse(Connection connection) throws SQLException {
        return info(connection, "info.FILE_SIZE") > SMALL && info(connection, "info.CHUNKS_FILL_RATE_RW") < FULL;
    }

    private static long info(Connection connection, String name) throws SQLException {
        String sql = "select setting_value from information_schema.settings where setting_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(name);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return Long.parseLong(new Columns(result).text("setting_value"));
            }
        }
    }

    private static boolean copy(Connection connection) throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        MVStore file = session.getDatabase().getStore().getMvStore();
        try {
            boolean copied = file.compact(100, STEP);
            file.commit();
            return copied;
        } catch (MVStoreException e) {
            throw new SQLException(e.getMessage(), ErrorCode.getState(ErrorCode.IO_EXCEPTION_2), e);
        }
    }
}
