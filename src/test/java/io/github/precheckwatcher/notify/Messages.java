package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MuteSummary;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.notify.event.PreviousVerdict;
import io.github.precheckwatcher.notify.event.WatchFacts;
import io.github.precheckwatcher.notify.event.WatchSummary;
import io.github.precheckwatcher.notify.text.MessageView;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.InstanceReport;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.Verdict;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Messages of every type as tests of texts want them, and how they are to read. */
public final class Messages {
    public static final NotifySettings SETTINGS = new NotifySettings(
            "production", Optional.of(URI.create("https://precheck.example.com/base/")), "0.1.0", List.of());

    private Messages() {}

    /** As people read it. */
    public static MessageView view(Message message, Wording wording) {
        return MessageView.of(Event.of(message), wording);
    }

    /** Shanghai's time, and no template. */
    public static Wording wording(Language language) {
        return wording(language, Optional.empty());
    }

    public static Wording wording(Language language, Optional<String> template) {
        return new Wording(
                language,
                ZoneId.of("Asia/Shanghai"),
                template.map(Notifications::template),
                "application/json",
                Optional.empty(),
                Mentions.NONE);
    }

    /** A verdict of a MySQL instance with an earlier one, a runbook and a link. */
    public static Message failed() {
        return verdict(
                "orders-db",
                Outcome.FAILED,
                Optional.empty(),
                Optional.of(new PreviousVerdict(
                        Outcome.FAILED, Notifications.NOW.minus(Duration.ofHours(2)), Set.of("MYSQL_VERSION"))),
                Notifications.item("SERVICE_CONNECTIVITY", "WARNING"),
                Notifications.item("MYSQL_VERSION", "PASSED"),
                Notifications.item("MYSQL_BINLOG", "FAILED"),
                Notifications.item("BRAND_NEW", null));
    }

    /** A verdict without an answer. */
    public static Message abandoned() {
        return verdict(
                "billing-db",
                Outcome.ABANDONED,
                Optional.of(new Problem(
                        "ServerError",
                        "11 errors in a row",
                        Optional.of("REQ-11"),
                        Optional.of("ask the vendor with this RequestId"))),
                Optional.empty());
    }

    public static Message passed(String name) {
        return verdict(
                name, Outcome.PASSED, Optional.empty(), Optional.empty(), Notifications.item("MYSQL_BINLOG", "PASSED"));
    }

    public static Message digest() {
        return EventBody.digest(
                SETTINGS.origin(),
                "digest-1",
                List.of(passed("a-db"), failed(), passed("b-db"), abandoned()),
                Notifications.NOW);
    }

    /** What a mute held back: 42 verdicts, two of them listed. */
    public static Message muted() {
        Map<MessageStatus, Integer> counts = Map.of(MessageStatus.FAILED, 2, MessageStatus.PASSED, 40);
        var held = new MuteSummary(
                "mute-1",
                new Requester("local:alice", "127.0.0.1", Optional.of("moves")),
                Notifications.NOW.minusSeconds(3_600),
                Notifications.NOW,
                List.of(failed(), passed("billing-db")),
                counts);
        return EventBody.digest(SETTINGS.origin(), "digest-of-mute", held, Notifications.NOW);
    }

    public static Message operator() {
        return EventBody.operator(
                SETTINGS.origin(),
                "operator-1",
                new OperatorEvent(
                        "account/default",
                        "account.suspended",
                        OperatorEvent.Severity.ERROR,
                        "account default may not call",
                        Optional.of(new Problem(
                                "NoPermission",
                                "no permission",
                                Optional.of("REQ-7"),
                                Optional.of("grant yundun-sas:QueryPreCheckDatabase"))),
                        Optional.of(37L)),
                Notifications.NOW);
    }

    /** Of a day on which six watches ended, three of which need attention, and two run still. */
    public static Message summary() {
        return EventBody.summary(
                SETTINGS.origin(),
                "summary-1",
                new WatchSummary(
                        Notifications.NOW.minus(Duration.ofDays(1)),
                        Notifications.NOW,
                        Map.of(Outcome.PASSED, 3L, Outcome.FAILED, 2L, Outcome.ABANDONED, 1L),
                        3,
                        List.of(
                                new WatchSummary.Verdict(
                                        "id-of-orders-db",
                                        "orders-db",
                                        Outcome.FAILED,
                                        "orders-db: 1 of 3 checks passed; MYSQL_BINLOG failed",
                                        3,
                                        1),
                                new WatchSummary.Verdict(
                                        "id-of-billing-db",
                                        "billing-db",
                                        Outcome.ABANDONED,
                                        "billing-db: no answer",
                                        0,
                                        0)),
                        2,
                        List.of(
                                new WatchSummary.Running("a-db", Notifications.NOW.minus(Duration.ofHours(2))),
                                new WatchSummary.Running("b-db", Notifications.NOW.minus(Duration.ofHours(1))))),
                Notifications.NOW);
    }

    public static Message test() {
        return EventBody.test(SETTINGS.origin(), "test-1", Notifications.NOW);
    }

    public static List<Message> all() {
        return List.of(failed(), abandoned(), passed("a-db"), digest(), operator(), summary(), test());
    }

    public static Message verdict(
            String name,
            Outcome outcome,
            Optional<Problem> problem,
            Optional<PreviousVerdict> previous,
            CheckItem... items) {
        List<InstanceReport> instances = items.length == 0
                ? List.of()
                : List.of(new InstanceReport(
                        Optional.of("i-wz91c0000000000"), Optional.of("MYSQL"), Optional.empty(), List.of(items)));
        long passed = Arrays.stream(items).filter(CheckItem::passed).count();
        var verdict = new Verdict(
                "id-of-" + name,
                outcome,
                name + ": " + passed + " of " + items.length + " checks passed",
                Notifications.REF,
                Optional.of("completed"),
                OptionalInt.of(100),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Notifications.NOW,
                instances,
                problem,
                problem.flatMap(Problem::requestId).or(() -> Optional.of("CE500770-42D3-442E-9DDD-156E0F9F3B45")),
                Optional.empty());
        var watch = new WatchFacts(
                "watch-of-" + name,
                name,
                Map.of("env", "prod"),
                "default",
                Notifications.NOW.minus(Duration.ofMinutes(10)),
                17,
                Duration.ofSeconds(192),
                List.of(),
                Optional.of(URI.create("https://wiki.example.com/runbooks/mysql_binlog")));
        return EventBody.verdict(SETTINGS.origin(), verdict, watch, previous);
    }

    /** A message of any type whose texts and lists are of any length; the same for the same source. */
    public static Message random(Random random, int number) {
        return switch (random.nextInt(5)) {
            case 0 ->
                EventBody.digest(
                        SETTINGS.origin(),
                        "digest-" + number,
                        IntStream.range(0, 1 + random.nextInt(60))
                                .mapToObj(i -> randomVerdict(random, "db-" + i))
                                .toList(),
                        Notifications.NOW);
            case 1 ->
                EventBody.operator(
                        SETTINGS.origin(),
                        "operator-" + number,
                        new OperatorEvent(
                                "notifier/ops-" + number,
                                "delivery.dead",
                                OperatorEvent.Severity.values()[random.nextInt(3)],
                                text(random, 400) + 'x',
                                Optional.of(new Problem(
                                        "DEAD",
                                        text(random, 3_000),
                                        Optional.of("REQ-" + number),
                                        Optional.of(text(random, 900)))),
                                Optional.of((long) number)),
                        Notifications.NOW);
            case 2 -> randomSummary(random, number);
            default -> randomVerdict(random, "db-" + number);
        };
    }

    private static Message randomSummary(Random random, int number) {
        List<WatchSummary.Verdict> attention = IntStream.range(0, random.nextInt(60))
                .mapToObj(i -> new WatchSummary.Verdict(
                        "id-" + i, text(random, 150) + i, Outcome.FAILED, text(random, 400) + 'x', 1 + i, i))
                .toList();
        return EventBody.summary(
                SETTINGS.origin(),
                "summary-" + number,
                new WatchSummary(
                        Notifications.NOW,
                        Notifications.NOW,
                        attention.isEmpty() ? Map.of() : Map.of(Outcome.FAILED, (long) attention.size() + number),
                        attention.size() + (attention.isEmpty() ? 0 : number),
                        attention,
                        number,
                        IntStream.range(0, random.nextInt(6))
                                .mapToObj(i -> new WatchSummary.Running(text(random, 200) + 'x', Notifications.NOW))
                                .toList()),
                Notifications.NOW);
    }

    private static Message randomVerdict(Random random, String name) {
        var items = IntStream.range(0, 1 + random.nextInt(30))
                .mapToObj(i -> Notifications.item(
                        random.nextBoolean() ? "MYSQL_BINLOG" : "ITEM_" + i + text(random, 250),
                        random.nextBoolean() ? "FAILED" : "WARNING"))
                .toArray(CheckItem[]::new);
        var previous = new PreviousVerdict(
                Outcome.values()[random.nextInt(8)],
                Instant.ofEpochSecond(Notifications.NOW.getEpochSecond() - random.nextInt(1_000_000)),
                Set.of("ITEM_1"));
        return verdict(
                name,
                random.nextBoolean() ? Outcome.FAILED : Outcome.ERROR,
                Optional.of(new Problem(
                        "PRECHECK_ERROR", text(random, 2_500), Optional.of("REQ-" + name), Optional.empty())),
                Optional.of(previous),
                items);
    }

    private static String text(Random random, int most) {
        int[] alphabet = {'a', 'Z', ' ', '*', '<', '"', '\n', '预', '检', 0x1F600, '_', '@'};
        int[] points = random.ints(random.nextInt(most + 1), 0, alphabet.length)
                .map(i -> alphabet[i])
                .toArray();
        return new String(points, 0, points.length);
    }
}
