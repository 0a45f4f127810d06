package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.store.account.AccountRows;
import io.github.precheckwatcher.store.database.ActTime;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.watch.Claim;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.account.AccountCircuit;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.WatchClaimLimit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Takes due watches of one account for the length of a lease.
 *
 * <p>Candidates are read without locks and then locked by id. In one query H2 would lock, or look through, all due rows
 * to give some; it walks the index only when the order names all of its columns, those that do not vary too. The
 * account's lock keeps two claimers from choosing the same candidates.
 */
final class ClaimWatches {
    private static final Duration NOTHING_DUE = Duration.ofMinutes(1);

    /** How soon to look again at what is overdue while a poll is under way that may open the account. */
    private static final Duration HELD_BACK = Duration.ofSeconds(1);

    private final AccountRows accounts;
    private final ParsedTexts parsed;

    ClaimWatches(AccountRows accounts, ParsedTexts parsed) {
        this.accounts = accounts;
        this.parsed = parsed;
    }

    /** See {@link io.github.precheckwatcher.watch.WatchStore#claim}. */
    Claim claim(
            Connection connection,
            String account,
            Function<AccountRow, WatchClaimLimit> rule,
            ActTime time,
            Duration lease,
            int limit)
            throws SQLException {
        Instant now = time.asked();
        AccountRow stored = accounts.lock(connection, account);
        WatchClaimLimit claimLimit = rule.apply(stored);
        int rows = Math.min(limit, claimLimit.rows());
        List<Watch> taken = switch (claimLimit.kind()) {
            case OPEN -> due(connection, account, now, rows);
            case PROBE -> probe(connection, account, now, Math.min(1, rows));
            case CLOSED -> List.of();
        };
        Optional<Duration> grace =
                claimLimit.expire().filter(g -> claimLimit.row().gated());
        // the probe just taken, or another node's, may open the account: then what is overdue gets its last poll
        boolean asking = grace.isPresent() && (!taken.isEmpty() || claimed(connection, account, now));
        List<Watch> expired = grace.isPresent() && !asking
                ? expired(connection, account, now.minus(grace.get()), now, limit)
                : List.of();
        lease(
                connection,
                Stream.concat(expired.stream(), taken.stream()).toList(),
                time.now().plus(lease));
        AccountRow after = AccountCircuit.spend(claimLimit, taken.size(), now);
        boolean broughtBack = after.refilledAt().isBefore(stored.refilledAt());
        if (!taken.isEmpty() || broughtBack) {
            // tokens that merely refilled are found again from the stored row: an idle daemon writes nothing; where
            // they
            // were counted by a clock that stood ahead there is nothing to find, and none would ever be there
            accounts.update(connection, after);
        }
        Instant next = later(now, nextOpen(claimLimit, after, taken.size(), now), nextDue(connection, account, now));
        if (grace.isPresent()) {
            Instant overdue = later(now, nextExpired(connection, account, now).plus(grace.get()));
            next = earlier(next, asking ? later(overdue, now.plus(HELD_BACK)) : overdue);
        }
        return new Claim(taken, expired, after, next);
    }

    private List<Watch> due(Connection connection, String account, Instant now, int rows) throws SQLException {
        String sql = """
                select id from watch
                where account = ? and state = 'WATCHING' and due_at <= ?
                order by account, state, due_at
                fetch first ? rows only""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(account).time(now).number(rows);
            return lock(connection, Columns.ids(statement), now);
        }
    }

    /**
     * Whoever was refused for itself alone says little about the account. Whoever's deadline is over comes behind the
     * others, but when nobody else is due its last poll is a probe as good as any.
     */
    private List<Watch> probe(Connection connection, String account, Instant now, int rows) throws SQLException {
        String sql = """
                select id from watch
                where account = ? and state = 'WATCHING' and due_at <= ?
                order by case when refused is null then 0 else 1 end, case when deadline_at > ? then 0 else 1 end, due_at
                fetch first ? rows only""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(account).time(now).time(now).number(rows);
            return lock(connection, Columns.ids(statement), now);
        }
    }

    /** Whether a poll of this account is under way, as far as leases show. */
    private boolean claimed(Connection connection, String account, Instant now) throws SQLException {
        String sql = """
                select id from watch
                where account = ? and state = 'WATCHING' and due_at > ? and claimed_due_at is not null
                order by account, state, due_at
                fetch first 1 row only""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(account).time(now);
            return !Columns.ids(statement).isEmpty();
        }
    }

    /** Nobody is polling these: no lease runs. */
    private List<Watch> expired(Connection connection, String account, Instant deadline, Instant now, int limit)
            throws SQLException {
        String sql = """
                select id from watch
                where account = ? and state = 'WATCHING' and deadline_at <= ?
                    and (claimed_due_at is null or due_at <= ?)
                order by deadline_at
                fetch first ? rows only""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(account).time(deadline).time(now).number(limit);
            return lock(connection, Columns.ids(statement), now);
        }
    }

    /** The candidates in their order, but those that someone else is writing or has written meanwhile. */
    private List<Watch> lock(Connection connection, List<String> candidates, Instant now) throws SQLException {
        if (candidates.isEmpty()) {
            return List.of();
        }
        String sql = "select " + WatchRows.WATCH_COLUMNS + """
                 from watch
                where id = any(?) and state = 'WATCHING'
                    and (due_at <= ? or (claimed_due_at is null and deadline_at <= ?))
                for update skip locked""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(candidates).time(now).time(now);
            try (ResultSet result = statement.executeQuery()) {
                Map<String, Watch> locked = new HashMap<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    Watch watch = WatchRows.claimed(columns, parsed);
                    locked.put(watch.id(), watch);
                }
                return candidates.stream()
                        .map(locked::get)
                        .filter(Objects::nonNull)
                        .toList();
            }
        }
    }

    /** A lease that ran out keeps the due time of the poll that was never made. */
    private void lease(Connection connection, List<Watch> watches, Instant until) throws SQLException {
        if (watches.isEmpty()) {
            return;
        }
        String sql = """
                update watch
                set claimed_due_at = coalesce(claimed_due_at, due_at), due_at = ?, fencing = fencing + 1
                where id = any(?)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement)
                    .time(until)
                    .texts(watches.stream().map(Watch::id).toList());
            statement.executeUpdate();
        }
    }

    /** When the account may take a further row: now, or when the rule said, or at the probe after this one. */
    private static Instant nextOpen(WatchClaimLimit claimLimit, AccountRow after, int taken, Instant now) {
        return switch (claimLimit.kind()) {
            case OPEN -> taken < claimLimit.rows() ? now : claimLimit.retryAt();
            case PROBE -> taken == 0 ? now : after.nextProbeAt().orElse(claimLimit.retryAt());
            case CLOSED -> claimLimit.retryAt();
        };
    }

    private Instant nextDue(Connection connection, String account, Instant now) throws SQLException {
        String sql = """
                select due_at from watch
                where account = ? and state = 'WATCHING'
                order by account, state, due_at
                fetch first 1 row only""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(account);
            return firstTime(statement, "due_at").orElse(now.plus(NOTHING_DUE));
        }
    }

    private Instant nextExpired(Connection connection, String account, Instant now) throws SQLException {
        String sql = """
                select deadline_at from watch
                where account = ? and state = 'WATCHING' and (claimed_due_at is null or due_at <= ?)
                order by deadline_at
                fetch first 1 row only""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).text(account).time(now);
            return firstTime(statement, "deadline_at").orElse(now.plus(NOTHING_DUE));
        }
    }

    private static Optional<Instant> firstTime(PreparedStatement statement, String column) throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            return result.next() ? Optional.of(new Columns(result).time(column)) : Optional.empty();
        }
    }

    private static Instant later(Instant first, Instant... others) {
        return Stream.of(others).reduce(first, (a, b) -> a.isAfter(b) ? a : b);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
