package io.github.precheckwatcher.store.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.History;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.outbox.ExpireMessages;
import io.github.precheckwatcher.watch.InstanceKey;
import io.github.precheckwatcher.watch.act.Chosen;
import io.github.precheckwatcher.watch.act.Forgotten;
import io.github.precheckwatcher.watch.act.Selection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Deletes an ended watch with all that belongs to it, as if its precheck had never been watched; an entry says who asked. */
final class ForgetWatch {
    private static final String OWED = """
            select distinct notifier as id from delivery where event_id = any(?) and state in ('PENDING', 'MUTED')
            order by 1""";

    private static final String FIRING = """
            select distinct notifier as id from alert where message_id = any(?) and state = 'FIRING' order by 1""";

    private final ChooseWatches chooseWatches;
    private final LastVerdicts lastVerdicts = new LastVerdicts();

    ForgetWatch(ChooseWatches chooseWatches) {
        this.chooseWatches = requireNonNull(chooseWatches, "chooseWatches");
    }

    /** As {@link io.github.precheckwatcher.watch.act.WatchActs#forget}. */
    Forgotten forget(Connection connection, String id, Instant now, Requester by) throws SQLException {
        List<String> ids = List.of(id);
        List<Chosen> found = chooseWatches.lock(connection, new Selection.ByIds(ids), now);
        if (found.isEmpty()) {
            return new Forgotten.Unknown();
        }
        Chosen watch = found.get(0);
        if (watch.runs()) {
            return new Forgotten.Runs(watch);
        }
        Set<String> messages = ExpireWatches.watchesByMessage(connection, ids).keySet();
        // which locks the deliveries: nobody sends, replays or records an attempt of them until this is done
        if (!ExpireMessages.awaited(connection, messages).isEmpty()) {
            return new Forgotten.Owed(watch, names(connection, OWED, messages));
        }
        List<String> firing = names(connection, FIRING, messages);
        if (!firing.isEmpty()) {
            return new Forgotten.Firing(watch, firing);
        }
        delete(connection, watch, messages);
        History.append(connection, List.of(entry(watch, now, by)));
        return new Forgotten.Gone(watch);
    }

    private void delete(Connection connection, Chosen watch, Collection<String> messages) throws SQLException {
        List<String> ids = List.of(watch.id());
        List<String> verdicts = names(connection, "select id from verdict where watch_id = any(?)", ids);
        ExpireMessages.delete(connection, messages);
        ExpireWatches.deleteTraces(connection, ids);
        ExpireWatches.delete(connection, ids);
        lastVerdicts.forget(connection, InstanceKey.of(watch.spec()), verdicts);
    }

    private static List<String> names(Connection connection, String sql, Collection<String> keys) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Params(statement).texts(keys);
            return Columns.ids(statement);
        }
    }

    private static History.Entry entry(Chosen watch, Instant now, Requester by) {
        String what = watch.spec().name() + " " + watch.spec().ref().taskId();
        return new History.Entry(
                now,
                History.Kind.FORGOTTEN,
                Optional.empty(),
                Optional.of(watch.spec().account()),
                Optional.of(what),
                Optional.of(by));
    }
}
