package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.precheck.LastSeen;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.VendorText;
import io.github.precheckwatcher.store.database.Columns;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.StoredDurations;
import io.github.precheckwatcher.store.database.StoredJson;
import io.github.precheckwatcher.watch.OnRemoval;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchSpec;
import java.net.URI;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;

/** Between a row of {@code watch} and the model. */
final class WatchRows {
    static final String WATCHING = "WATCHING";
    static final String ENDED = "ENDED";
    /** An ended watch of which only the identity is left, so that nothing is sent twice. */
    static final String TOMBSTONE = "TOMBSTONE";

    /** The columns of {@link #identity}. */
    static final String IDENTITY_COLUMNS = "task_id, instance_uuid, uni_region_id, account";
    /** What a new registration replaces, as {@link #bindReplaceable} binds it. */
    static final String REPLACEABLE =
            "name = ?, labels = ?, runbook = ?, notifiers = ?, deadline_ms = ?, polling = ?, " + "on_removal = ?";
    /** The columns of {@link #spec}. */
    static final String SPEC_COLUMNS = IDENTITY_COLUMNS + """
            , name, labels, runbook, notifiers, deadline_ms, polling, on_removal""";
    /** The columns of {@link #claimed}; those that a verdict has too are the watch's. */
    static final String WATCH_COLUMNS = "watch.id, " + SPEC_COLUMNS + """
            , registered_at, round_started_at, deadline_at, coalesce(claimed_due_at, due_at) as was_due_at, fencing, \
            watch.polls, errors, final_tries, refused, \
            seen_state, seen_progress, seen_created_at, seen_updated_at, seen_request_id, seen_at, first_start""";

    private WatchRows() {}

    /** What was asked for as the store gives it back: well-formed texts, the deadline in whole milliseconds. */
    static WatchSpec kept(WatchSpec spec) {
        WatchIdentity identity = kept(spec.identity());
        return new WatchSpec(
                VendorText.wellFormed(spec.name()),
                identity.ref(),
                identity.account(),
                spec.labels().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, label -> VendorText.wellFormed(label.getValue()))),
                spec.runbook(),
                spec.notifiers(),
                StoredDurations.kept(spec.deadline()),
                spec.polling(),
                spec.onRemoval());
    }

    /** The identity as the store gives it back. */
    static WatchIdentity kept(WatchIdentity identity) {
        PrecheckRef ref = identity.ref();
        return new WatchIdentity(
                VendorText.wellFormed(identity.account()),
                new PrecheckRef(
                        VendorText.wellFormed(ref.taskId()),
                        VendorText.wellFormed(ref.instanceUuid()),
                        VendorText.wellFormed(ref.uniRegionId())));
    }

    /** Binds {@link #REPLACEABLE}, which has the order of {@link #SPEC_COLUMNS} behind the identity. */
    static Params bindReplaceable(Params params, WatchSpec spec) throws SQLException {
        return params.text(spec.name())
                .text(StoredJson.write(spec.labels()))
                .text(spec.runbook().map(URI::toString))
                .text(StoredJson.write(spec.notifiers()))
                .duration(spec.deadline())
                .text(StoredJson.write(spec.polling()))
                .text(spec.onRemoval().name());
    }

    /** Binds what is kept of the last good poll: {@code seen_state} to {@code seen_request_id}, and {@code seen_at}. */
    static Params bindSeen(Params params, LastSeen seen) throws SQLException {
        return params.text(seen.state())
                .number(seen.progress())
                .time(seen.createdTime())
                .time(seen.updatedTime())
                .text(seen.requestId())
                .time(seen.at());
    }

    static WatchIdentity identity(Columns columns) throws SQLException {
        return new WatchIdentity(
                columns.text("account"),
                new PrecheckRef(columns.text("task_id"), columns.text("instance_uuid"), columns.text("uni_region_id")));
    }

    static WatchSpec spec(Columns columns, ParsedTexts parsed) throws SQLException {
        WatchIdentity identity = identity(columns);
        return new WatchSpec(
                columns.text("name"),
                identity.ref(),
                identity.account(),
                parsed.labels(columns.text("labels")),
                columns.textOrNone("runbook").map(URI::create),
                parsed.names(columns.text("notifiers")),
                columns.duration("deadline_ms"),
                parsed.polling(columns.text("polling")),
                OnRemoval.valueOf(columns.text("on_removal")));
    }

    /** The watch as the claim that is about to be made will have it: with the next fencing token. */
    static Watch claimed(Columns columns, ParsedTexts parsed) throws SQLException {
        return new Watch(
                columns.text("id"),
                spec(columns, parsed),
                columns.time("registered_at"),
                columns.time("round_started_at"),
                columns.time("deadline_at"),
                columns.time("was_due_at"),
                columns.number("polls"),
                columns.number("errors"),
                columns.number("final_tries"),
                columns.textOrNone("refused"),
                new LastSeen(
                        columns.textOrNone("seen_state"),
                        columns.numberOrNone("seen_progress"),
                        columns.timeOrNone("seen_created_at"),
                        columns.timeOrNone("seen_updated_at"),
                        columns.textOrNone("seen_request_id"),
                        columns.timeOrNone("seen_at")),
                columns.flag("first_start"),
                columns.longNumber("fencing") + 1);
    }
}
