package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.dispatch.FollowUpDeliveries;
import io.github.precheckwatcher.notify.dispatch.Notifiers;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.event.WatchFacts;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.notify.route.Router;
import io.github.precheckwatcher.notify.text.MessageBodies;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.InstanceReport;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.Verdict;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Values that tests of delivery start from. */
public final class Notifications {
    public static final Instant NOW = Instant.parse("2026-11-24T08:15:30.123Z");
    public static final PrecheckRef REF =
            new PrecheckRef("t-000bc9nqwxsbyvod0001", "ebc895506c6911ed800000163e0e0001", "cn-hangzhou");
    /** A template of the notifier {@code ops}. */
    public static OwnTemplate template(String text) {
        return new OwnTemplate(text, "watcher.notifiers.ops.template-file");
    }

    public static final RetrySchedule RETRY = new RetrySchedule(
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2)),
            Duration.ofHours(72),
            Duration.ofMinutes(15));

    /** A secret of tests alone. */
    public static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    static {
        // two workers that are the first to use Mutiny's context at once break each other; Quarkus sets it up at start
        Uni.createFrom().deferred(() -> Uni.createFrom().voidItem()).await().indefinitely();
    }

    private Notifications() {}

    public static CheckItem item(String name, String result) {
        return new CheckItem(name, Optional.ofNullable(result));
    }

    public static InstanceReport instance(CheckItem... items) {
        return new InstanceReport(
                Optional.of("i-wz91c0000000000"),
                Optional.of("MSSQL"),
                Optional.of(Instant.ofEpochSecond(1_657_524_396)),
                List.of(items));
    }

    /** The documented example: three of four checks passed. */
    public static Verdict warning() {
        return verdict(
                Outcome.WARNING,
                List.of(instance(
                        item("OSS_INTERNAL_ENDPOINT_CONNECTIVITY", "PASSED"),
                        item("SERVICE_CONNECTIVITY", "PASSED"),
                        item("SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE", "WARNING"),
                        item("SQL_SERVER_DB_NOT_ONLINE", "PASSED"))),
                Optional.empty(),
                Optional.empty());
    }

    public static Verdict verdict(
            Outcome outcome, List<InstanceReport> instances, Optional<Problem> problem, Optional<String> raw) {
        return new Verdict(
                "0d3f9a5e-0000-4000-8000-000000000001",
                outcome,
                "orders-db: " + outcome,
                REF,
                Optional.of("completed"),
                OptionalInt.of(100),
                Optional.of(Instant.ofEpochSecond(1_660_448_660)),
                Optional.of(Instant.ofEpochSecond(1_671_084_106)),
                Optional.of(Instant.ofEpochSecond(1_657_524_396)),
                NOW,
                instances,
                problem,
                Optional.of("CE500770-42D3-442E-9DDD-156E0F9F3B45"),
                raw);
    }

    /** The verdict under another id and time. */
    public static Verdict identified(Verdict v, String id, Instant observedAt) {
        return changed(v, id, v.summary(), observedAt);
    }

    /** The verdict with another summary. */
    public static Verdict summed(Verdict v, String summary) {
        return changed(v, v.id(), summary, v.observedAt());
    }

    private static Verdict changed(Verdict v, String id, String summary, Instant observedAt) {
        return new Verdict(
                id,
                v.outcome(),
                summary,
                v.ref(),
                v.state(),
                v.progress(),
                v.createdTime(),
                v.updatedTime(),
                v.completedTime(),
                observedAt,
                v.instances(),
                v.problem(),
                v.requestId(),
                v.rawResult());
    }

    public static Problem problem(String code) {
        return new Problem(code, "what happened", Optional.of("REQ-1"), Optional.of("what to do"));
    }

    public static WatchFacts watch(Map<String, String> labels, String... notifiers) {
        return new WatchFacts(
                "0d3f9a5e-0000-4000-8000-00000000000a",
                "orders-db",
                labels,
                "default",
                NOW.minus(Duration.ofMinutes(10)),
                17,
                Duration.ofSeconds(192),
                List.of(notifiers),
                Optional.empty());
    }

    /** The watch with a page of the operator's own. */
    public static WatchFacts withRunbook(WatchFacts watch, String runbook) {
        return new WatchFacts(
                watch.id(),
                watch.name(),
                watch.labels(),
                watch.account(),
                watch.registeredAt(),
                watch.polls(),
                watch.took(),
                watch.notifiers(),
                Optional.of(URI.create(runbook)));
    }

    public static NotifierSettings log(String name) {
        return notifier(name, NotifierKind.LOG, Optional.empty(), Duration.ofSeconds(10));
    }

    public static NotifierSettings webhook(String name, URI url, Duration timeout) {
        return notifier(name, NotifierKind.WEBHOOK, Optional.of(url), timeout);
    }

    public static NotifierSettings notifier(String name, NotifierKind kind, Optional<URI> url, Duration timeout) {
        return new NotifierSettings(
                name,
                kind.type(),
                transport(url, timeout),
                Secret.fixed(List.of()),
                Secret.fixed(Optional.empty()),
                List.of(),
                RETRY,
                Routing.DEFAULT,
                Set.of(),
                Optional.empty(),
                new Wording(
                        Language.EN,
                        ZoneOffset.UTC,
                        Optional.empty(),
                        "application/json",
                        Optional.empty(),
                        Mentions.NONE),
                kind.type().rateLimits(),
                AlertTimes.DEFAULT,
                List.of());
    }

    /** The notifier with signing secrets. */
    public static NotifierSettings signed(NotifierSettings s, SigningSecret... secrets) {
        return SettingsBuilder.of(s).secrets(secrets).build();
    }

    /** The notifier with another transport. */
    public static NotifierSettings through(NotifierSettings s, Transport transport) {
        return SettingsBuilder.of(s).transport(transport).build();
    }

    /** The notifier with another routing. */
    public static NotifierSettings routed(NotifierSettings s, Routing routing) {
        return SettingsBuilder.of(s).routing(routing).build();
    }

    /** The notifier with other rate limits. */
    public static NotifierSettings paced(NotifierSettings s, RateLimits rateLimits) {
        return SettingsBuilder.of(s).rateLimits(rateLimits).build();
    }

    /** The notifier with a robot's secret and another wording. */
    public static NotifierSettings robot(NotifierSettings s, Secret<Optional<String>> secret, Wording wording) {
        return SettingsBuilder.of(s).robotSecret(secret).wording(wording).build();
    }

    /** The notifier with another that takes over. */
    public static NotifierSettings fallingBack(NotifierSettings s, String fallback) {
        return SettingsBuilder.of(s).fallback(fallback).build();
    }

    /** The notifier that hears news of the daemon itself. */
    public static NotifierSettings listening(NotifierSettings s) {
        return SettingsBuilder.of(s).events(MessageType.OPERATOR).build();
    }

    /** The notifier on another schedule. */
    public static NotifierSettings retrying(NotifierSettings s, RetrySchedule retry) {
        return SettingsBuilder.of(s).retry(retry).build();
    }

    /** A delivery of a message that matters to nobody, due at once. */
    public static NewDelivery owed(String id, String eventId, String notifier, String outcome, Instant at) {
        Message message =
                new Message(eventId, MessageType.VERDICT, "orders-db", MessageStatus.valueOf(outcome), at, "{}");
        return new NewDelivery(id, message, notifier, "{}", at, at, "");
    }

    public static Transport transport(Optional<URI> url, Duration timeout) {
        return new Transport(
                Secret.fixed(url.stream().toList()),
                Secret.fixed(Map.of()),
                timeout,
                false,
                Optional.empty(),
                Transport.Tls.DEFAULT);
    }

    public static NotifySettings settings(NotifierSettings... notifiers) {
        return new NotifySettings("test", Optional.empty(), "0.1.0", List.of(notifiers));
    }

    public static FollowUpDeliveries followUps(CurrentNotifySettings settings) {
        var numbers = new AtomicLong(1_000);
        Supplier<UUID> ids = () -> new UUID(0, numbers.incrementAndGet());
        FaultLog faults = faults(Clock.fixed(NOW, ZoneOffset.UTC));
        return new FollowUpDeliveries(
                settings, new Router(settings, new MessageBodies(faults), faults, ids), faults, ids);
    }

    /** These notifiers, open by the settings of their names. */
    public static Notifiers open(CurrentNotifySettings settings, Notifier... notifiers) {
        return new Notifiers(
                settings,
                faults(Clock.fixed(NOW, ZoneOffset.UTC)),
                null,
                (its, wiring) -> Stream.of(notifiers)
                        .filter(notifier -> notifier.name().equals(its.name()))
                        .findFirst()
                        .orElseThrow());
    }

    /** Where faults are logged. */
    public static FaultLog faults(Clock clock) {
        return new FaultLog(new StoreOutage(clock), clock);
    }

    /** A router whose faults nobody reads. */
    public static Router router(CurrentNotifySettings settings, Supplier<UUID> ids) {
        FaultLog faults = faults(Clock.fixed(NOW, ZoneOffset.UTC));
        return new Router(settings, new MessageBodies(faults), faults, ids);
    }

    /** As a router writes them. */
    public static MessageBodies messageBodies(Clock clock) {
        return new MessageBodies(faults(clock));
    }

    /** A verdict as a message. */
    public static Message message(Verdict verdict, WatchFacts watch) {
        return EventBody.verdict(settings().origin(), verdict, watch, Optional.empty());
    }

    /** The message of {@link #warning} under another id. */
    public static Message message(String eventId) {
        Message message = message(warning(), watch(Map.of()));
        return new Message(
                eventId,
                message.type(),
                message.subject(),
                message.status(),
                message.occurredAt(),
                message.event().replace(message.id(), eventId));
    }

    public static Delivery delivery(String notifier, String eventId) {
        Message message = message(eventId);
        return new Delivery("d-" + eventId, message, notifier, message.event(), NOW, 0, 1);
    }
}
