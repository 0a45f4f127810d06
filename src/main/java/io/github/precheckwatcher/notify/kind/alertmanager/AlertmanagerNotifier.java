package io.github.precheckwatcher.notify.kind.alertmanager;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.precheckwatcher.notify.AlertTimes;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Member;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.alert.Alert;
import io.github.precheckwatcher.notify.alert.AlertKey;
import io.github.precheckwatcher.notify.alert.AlertStore;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.kind.alertmanager.AlertRule.Effect;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Shows an instance's state at the members of an Alertmanager cluster. A verdict's delivery writes the state into the
 * alert store and makes the first sending; {@link #resend} makes the others, because Alertmanager forgets what is not sent
 * again. Sendings may overtake each other on their way, those of other nodes too: each is followed by a look into the
 * alert store, so that what stands there is what every member hears last.
 */
public final class AlertmanagerNotifier implements Notifier {
    /** So many alerts go in one request. */
    private static final int BATCH = 500;

    private static final Logger LOG = Logger.getLogger(AlertmanagerNotifier.class);

    private final NotifierSettings settings;
    private final AlertTimes times;
    private final Vertx vertx;
    private final Clock host;
    private final Clock engine;
    private final Optional<AlertStore> alertStore;
    private final Members members;
    private volatile boolean sending;

    /**
     * @param settings of kind ALERTMANAGER
     * @param context without an alert store samples can be sent, and no verdicts
     */
    AlertmanagerNotifier(NotifierSettings settings, NotifierContext context) {
        this.settings = requireNonNull(settings, "settings");
        this.times = settings.alert();
        this.vertx = context.vertx();
        this.host = context.clock();
        this.engine = context.engine();
        this.alertStore = context.alerts();
        this.members = new Members(settings, context, slots() + 1);
    }

    @Override
    public String name() {
        return settings.name();
    }

    /** One: of two verdicts of an instance the later one is sent later. */
    @Override
    public int slots() {
        return 1;
    }

    /** The alert store is written first: what dies before the sending is sent by {@link #resend}. */
    @Override
    public Uni<AttemptResult> send(Delivery delivery) {
        if (delivery.message().type() == MessageType.TEST) {
            return Uni.createFrom().deferred(() -> post(List.of(sample(delivery)), () -> {}));
        }
        if (delivery.message().type() != MessageType.VERDICT) {
            return failed("an Alertmanager is told verdicts, nothing else");
        }
        if (AlertRule.effect(delivery.message().status()) == Effect.NONE) {
            return Uni.createFrom().item(nothingToSay());
        }
        if (alertStore.isEmpty()) {
            return failed("there is no store that could keep the alert");
        }
        Uni<Optional<Alert>> kept = Uni.createFrom()
                .completionStage(
                        () -> vertx.executeBlocking(() -> keep(delivery), false).toCompletionStage());
        return kept.onItemOrFailure().transformToUni((alert, fault) -> {
            if (fault != null) {
                return failed("the alert could not be kept: " + fault.getClass().getSimpleName());
            }
            return alert.map(firing -> say(List.of(firing)))
                    .orElseGet(() -> Uni.createFrom().item(nothingToSay()));
        });
    }

    /** Whether an earlier {@link #resend} is still under way. */
    boolean sending() {
        return sending;
    }

    /**
     * Takes what is due again from the alert store and sends it, in one request a member. Blocks while it asks the
     * alert store, not while it sends. Throws what the alert store throws.
     *
     * @return whether anything was due
     */
    boolean resend() {
        Instant now = engine.instant();
        List<Alert> due =
                alertStore.orElseThrow().claim(name(), now, alert -> AlertRule.sent(alert, now, times), BATCH);
        if (due.isEmpty()) {
            return false;
        }
        sending = true;
        // what came of it is logged by member; when it is sent next is in the alert store already
        Uni.createFrom()
                .deferred(() -> say(due))
                .onTermination()
                .invoke(() -> sending = false)
                .subscribe()
                .with(result -> {}, fault -> LOG.debugf(fault, "alerts not sent notifier=%s", name()));
        return true;
    }

    @Override
    public List<Member> members() {
        return members.states();
    }

    @Override
    public void close() {
        members.close();
    }

    /** What is to be sent now; empty: nothing, because it says nothing new, or a later verdict was sent already. */
    private Optional<Alert> keep(Delivery delivery) {
        JsonNode labels = AlertBody.read(delivery.body()).path("labels");
        var key = new AlertKey(
                name(),
                labels.path("account").asText(),
                labels.path("region").asText(),
                labels.path("instance").asText());
        var message = delivery.message();
        boolean bad = AlertRule.effect(message.status()) == Effect.FIRES;
        var news = new AlertRule.News(key, message.id(), message.occurredAt(), bad, delivery.body());
        Instant now = engine.instant();
        return alertStore
                .orElseThrow()
                .change(key, kept -> AlertRule.afterVerdict(kept, news, now, times))
                .filter(alert -> alert.messageId().equals(message.id()) && alert.state() != Alert.State.OVER);
    }

    private Uni<AttemptResult> say(List<Alert> alerts) {
        return post(alerts.stream().flatMap(this::sent).toList(), () -> correct(alerts));
    }

    /**
     * Says at once what the alert store says otherwise by now. A store that cannot be read: {@link #resend} is late,
     * not wrong.
     */
    private void correct(List<Alert> said) {
        Uni.createFrom()
                .completionStage(() ->
                        vertx.executeBlocking(() -> overtaken(said), false).toCompletionStage())
                .flatMap(kept -> kept.isEmpty() ? Uni.createFrom().item(nothingToSay()) : say(kept))
                .subscribe()
                .with(result -> {}, fault -> {});
    }

    private List<Alert> overtaken(List<Alert> said) {
        Map<AlertKey, Alert> byKey = said.stream().collect(Collectors.toMap(Alert::key, Function.identity()));
        return alertStore.orElseThrow().find(byKey.keySet()).stream()
                .filter(kept -> AlertRule.overtaken(byKey.get(kept.key()), kept))
                .toList();
    }

    private Uni<AttemptResult> post(List<ObjectNode> alerts, Runnable settled) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        array.addAll(alerts);
        return members.post(array.toString(), settled);
    }

    /** What was shown under other labels goes before it. */
    private Stream<ObjectNode> sent(Alert alert) {
        return Stream.concat(
                alert.former().stream().map(gone -> sent(gone.body(), gone.startsAt(), Optional.of(gone.endsAt()))),
                Stream.of(sent(alert.body(), alert.startsAt(), alert.endsAt())));
    }

    /**
     * With its times. A member compares them with its own clock: when the host's and the engine's differ, an alert that
     * fires must not end by the one that is behind, nor go on after its end by the one that is ahead.
     */
    private ObjectNode sent(String body, Instant began, Optional<Instant> ended) {
        Instant one = host.instant();
        Instant other = engine.instant();
        Instant earlier = one.isBefore(other) ? one : other;
        Instant later = one.isBefore(other) ? other : one;
        Instant endsAt = ended.map(end -> end.isBefore(earlier) ? end : earlier)
                .orElseGet(() -> later.plus(times.expiresAfter()));
        // a start after the end would be refused
        Instant startsAt = began.isBefore(endsAt) ? began : endsAt;
        return timed(body, startsAt, endsAt);
    }

    /** It ends by itself: nobody sends it again. */
    private ObjectNode sample(Delivery delivery) {
        Instant now = host.instant();
        return timed(delivery.body(), now, now.plus(times.expiresAfter()));
    }

    private static ObjectNode timed(String body, Instant startsAt, Instant endsAt) {
        ObjectNode alert = (ObjectNode) AlertBody.read(body);
        alert.put("startsAt", startsAt.toString());
        alert.put("endsAt", endsAt.toString());
        return alert;
    }

    private static AttemptResult nothingToSay() {
        return AttemptResult.NotSent.NOTHING_TO_SEND;
    }

    /** No member was asked: that is no fault of theirs. */
    private static Uni<AttemptResult> failed(String why) {
        return Uni.createFrom().item(new AttemptResult.NotSent(why));
    }
}
