package io.github.precheckwatcher.store;

import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.InstanceReport;
import io.github.precheckwatcher.precheck.LastSeen;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.watch.PollPolicyKind;
import io.github.precheckwatcher.watch.PollSettings;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore.Conclusion;
import io.github.precheckwatcher.watch.WatchStore.Recheck;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import io.github.precheckwatcher.watch.account.WatchClaimLimit;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the store's tests register, claim and conclude. */
public final class StoredWatches {
    public static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    public static final Duration LEASE = Duration.ofSeconds(30);
    public static final String ACCOUNT = "default";
    public static final PollSettings POLLING = new PollSettings(
            PollPolicyKind.BACKOFF, Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(60), 10);
    public static final LastSeen SEEN = new LastSeen(
            Optional.of("created"),
            OptionalInt.of(40),
            Optional.of(NOW.minusSeconds(60)),
            Optional.of(NOW.minusSeconds(2)),
            Optional.of("CE500770"),
            Optional.of(NOW));

    private StoredWatches() {}

    public static Supplier<String> ids() {
        AtomicInteger next = new AtomicInteger();
        return () -> "watch-%05d".formatted(next.incrementAndGet());
    }

    public static WatchSpec spec(String name) {
        return spec(name, Duration.ofHours(2));
    }

    public static WatchSpec spec(String name, Duration deadline) {
        return new WatchSpec(
                name,
                new PrecheckRef("t-" + name, "uuid-" + name, "cn-hangzhou"),
                ACCOUNT,
                Map.of("env", "prod", "team", "payments"),
                Optional.of(URI.create("https://wiki.example.com/prechecks#orders")),
                List.of("log", "ops"),
                deadline,
                POLLING);
    }

    public static List<WatchSpec> specs(int count) {
        List<WatchSpec> specs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            specs.add(spec("db-%05d".formatted(i)));
        }
        return specs;
    }

    /** The same watch under another name, with other labels, notifiers and polling. */
    public static WatchSpec changed(WatchSpec spec, Duration deadline) {
        return new WatchSpec(
                "renamed",
                spec.ref(),
                spec.account(),
                Map.of("env", "test"),
                Optional.empty(),
                List.of(),
                deadline,
                new PollSettings(
                        PollPolicyKind.FIXED, Duration.ofSeconds(7), Duration.ofSeconds(2), Duration.ofSeconds(9), 3));
    }

    public static Function<AccountRow, WatchClaimLimit> open(int rows) {
        return row -> new WatchClaimLimit(row, WatchClaimLimit.Kind.OPEN, rows, NOW, Optional.empty());
    }

    public static Function<AccountRow, WatchClaimLimit> probe() {
        return row -> new WatchClaimLimit(row, WatchClaimLimit.Kind.PROBE, 1, NOW, Optional.of(Duration.ZERO));
    }

    public static Function<AccountRow, WatchClaimLimit> closed(Instant retryAt) {
        return expiringAfter(Duration.ZERO, retryAt);
    }

    public static Function<AccountRow, WatchClaimLimit> expiringAfter(Duration grace, Instant retryAt) {
        return row -> new WatchClaimLimit(row, WatchClaimLimit.Kind.CLOSED, 0, retryAt, Optional.of(grace));
    }

    public static AccountRow suspended(AccountRow row) {
        Problem problem =
                new Problem("NoPermission", "not allowed", Optional.of("CE500770"), Optional.of("grant the action"));
        return new AccountRow(
                row.name(),
                AccountState.SUSPENDED,
                NOW,
                Optional.of(problem),
                1,
                2,
                true,
                3,
                Optional.of(NOW.plusSeconds(60)),
                Optional.of(NOW.minusSeconds(2)),
                4.25,
                -1.5,
                NOW.plusMillis(1),
                Optional.of(NOW.minusSeconds(5)),
                Optional.of(NOW.plusSeconds(9)));
    }

    public static Recheck recheck(Watch watch, Instant dueAt) {
        return new Recheck(watch, dueAt, watch.polls() + 1, 0, 0, Optional.empty(), SEEN);
    }

    public static Conclusion conclusion(Watch watch, Outcome outcome, String verdictId, Instant at) {
        return conclusion(watch, outcome, verdictId, at, List.of(delivery(verdictId, "log", at)));
    }

    public static Conclusion conclusion(
            Watch watch, Outcome outcome, String verdictId, Instant at, List<NewDelivery> deliveries) {
        Verdict verdict = verdict(watch, outcome, verdictId, at);
        LastSeen seen = new LastSeen(
                verdict.state(),
                verdict.progress(),
                verdict.createdTime(),
                verdict.updatedTime(),
                verdict.requestId(),
                Optional.of(at));
        return new Conclusion(watch, verdict, watch.polls() + 1, seen, deliveries, Optional.empty());
    }

    public static Verdict verdict(Watch watch, Outcome outcome, String id, Instant at) {
        return new Verdict(
                id,
                outcome,
                watch.spec().name() + ": " + outcome,
                watch.spec().ref(),
                Optional.of("completed"),
                OptionalInt.of(100),
                Optional.of(NOW.minusSeconds(60)),
                Optional.empty(),
                Optional.of(NOW.minusSeconds(1)),
                at,
                List.of(new InstanceReport(
                        Optional.of("i-1"),
                        Optional.of("MYSQL"),
                        Optional.of(NOW),
                        List.of(
                                new CheckItem("MYSQL_BINLOG", Optional.of("PASSED")),
                                new CheckItem("MYSQL_VERSION", Optional.empty())))),
                Optional.empty(),
                Optional.of("CE500770"),
                Optional.empty());
    }

    public static NewDelivery delivery(String verdictId, String notifier, Instant at) {
        return new NewDelivery(
                verdictId + "-" + notifier, message(verdictId, at), notifier, body(verdictId), at, at, "");
    }

    public static Message message(String verdictId, Instant at) {
        return new Message(verdictId, MessageType.VERDICT, "orders-db", MessageStatus.PASSED, at, body(verdictId));
    }

    private static String body(String verdictId) {
        return "{\"id\":\"" + verdictId + "\"}";
    }
}
