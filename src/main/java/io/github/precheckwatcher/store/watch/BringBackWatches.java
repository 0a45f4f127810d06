package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.notify.FutureTime;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.watch.EngineSettings;
import io.github.precheckwatcher.watch.PollSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Brings back the times of running watches: how far ahead they may lie is in their own rows. Changes a row only as it
 * was read: who claims or writes it meanwhile does so by the right clock.
 */
final class BringBackWatches {
    private final int batch;
    private final ParsedTexts parsed = new ParsedTexts();

    /** @param batch how many watches one transaction takes, > 0 */
    BringBackWatches(int batch) {
        this.batch = batch;
    }

    /**
     * What came of one page.
     *
     * @param broughtBack how many watches were changed
     * @param last the page's last id; empty: it was the last page
     */
    record Page(int broughtBack, Optional<String> last) {}

    /** What of a watch may lie ahead. */
    private record Times(
            String id,
            long fencing,
            Duration deadline,
            PollSettings polling,
            Instant startedAt,
            Instant deadlineAt,
            Instant dueAt,
            Optional<Instant> claimedDueAt) {
        Times broughtBack(Instant now) {
            boolean startWrong = FutureTime.isWrong(startedAt, now, Duration.ZERO);
            Instant deadlineBack = startWrong ? now.plus(deadline) : deadlineAt;
            Duration gap = polling.longestGap();
            Duration wait = claimedDueAt.isPresent() ? EngineSettings.LEASE_MAX : gap;
            return new Times(
                    id,
                    fencing,
                    deadline,
                    polling,
                    startWrong ? now : startedAt,
                    deadlineBack,
                    FutureTime.broughtBack(dueAt, now, wait),
                    claimedDueAt.map(at -> FutureTime.broughtBack(at, now, gap)));
        }
    }

    /** Brings one page back, of the watches behind that id. */
    Page page(Connection connection, String after, Instant now) throws SQLException {
        List<Times> read = read(connection, after, now);
        List<Times> wrong =
                read.stream().filter(t -> !t.broughtBack(now).equals(t)).toList();
        int changed = wrong.isEmpty() ? 0 : write(connection, wrong, now);
        boolean more = read.size() == batch;
        return new Page(changed, more ? Optional.of(read.get(batch - 1).id()) : Optional.empty());
    }

    private List<Times> read(Connection connection, String after, Instant now) throws SQLException {
        String sql = """
                select id, fencing, deadline_ms, polling, round_started_at, deadline_at, due_at, claimed_due_at
                from watch
                where state = 'WATCHING' and id > ? and (due_at > ? or round_started_at > ? or claimed_due_at > ?)
                order by id
                fetch first ? rows only""";
        Instant latest = FutureTime.latest(now, Duration.ZERO);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement)
                    .text(after)
                    .time(latest)
                    .time(latest)
                    .time(latest)
                    .number(batch);
            try (ResultSet result = statement.executeQuery()) {
                List<Times> times = new ArrayList<>();
                Columns columns = new Columns(result);
                while (result.next()) {
                    times.add(new Times(
                            columns.text("id"),
                            columns.longNumber("fencing"),
                            columns.duration("deadline_ms"),
                            parsed.polling(columns.text("polling")),
                            columns.time("round_started_at"),
                            columns.time("deadline_at"),
                            columns.time("due_at"),
                            columns.timeOrNone("claimed_due_at")));
                }
                return times;
            }
        }
    }

    private static int write(Connection connection, List<Times> wrong, Instant now) throws SQLException {
        String sql = """
                update watch
                set round_started_at = ?, deadline_at = ?, due_at = ?, claimed_due_at = ?
                where id = ? and fencing = ? and due_at = ? and state = 'WATCHING'""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Params params = new Params(statement);
            for (Times times : wrong) {
                Times back = times.broughtBack(now);
                params.time(back.startedAt())
                        .time(back.deadlineAt())
                        .time(back.dueAt())
                        .time(back.claimedDueAt())
                        .text(times.id())
                        .number(times.fencing())
                        .time(times.dueAt())
                        .batch();
            }
            return Arrays.stream(statement.executeBatch()).sum();
        }
    }
}
