package io.github.precheckwatcher.notify.kind.wecom;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.AttemptResult.Paused;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.FutureTime;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.http.HttpNotifier;
import io.github.precheckwatcher.notify.http.HttpNotifier.Signer;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Posts to a group's robot. Where everybody is called, a second message does that after the first has reported: when it
 * fails, the delivery is done all the same, for sending it again would send the first one twice.
 */
final class WecomNotifier implements Notifier {
    private static final Logger LOG = Logger.getLogger(WecomNotifier.class);

    private final NotifierSettings settings;
    private final HttpNotifier poster;
    private final Clock clock;

    /** Until then the platform takes no more, as its answer to a second message said. */
    private volatile Instant bannedUntil = Instant.MIN;

    /** Whether the log knows that calling everybody fails. */
    private final AtomicBoolean reported = new AtomicBoolean();

    /** @param settings of kind WECOM */
    WecomNotifier(NotifierSettings settings, NotifierContext context) {
        this.settings = requireNonNull(settings, "settings");
        this.clock = context.engine();
        this.poster = new HttpNotifier(settings, context, slots(), HttpNotifier.JSON, WecomCodes.ANSWERS, Signer.NONE);
    }

    @Override
    public String name() {
        return settings.name();
    }

    /** One: people read the messages in the order that they come in. */
    @Override
    public int slots() {
        return 1;
    }

    @Override
    public Uni<AttemptResult> send(Delivery delivery) {
        return Uni.createFrom().deferred(() -> {
            Instant now = clock.instant();
            if (FutureTime.holds(bannedUntil, now, settings.longestPause())) {
                return Uni.createFrom().item(banned(Duration.between(now, bannedUntil)));
            }
            List<String> messages = WecomBody.messages(delivery.body());
            Uni<AttemptResult> first = poster.post(delivery.eventId(), messages.get(0));
            return messages.size() == 1 ? first : thenCall(delivery, first, messages.get(1));
        });
    }

    @Override
    public void close() {
        poster.close();
    }

    /** Both within the notifier's timeout: who is cut off after the first message has it. */
    private Uni<AttemptResult> thenCall(Delivery delivery, Uni<AttemptResult> first, String call) {
        var delivered = new AtomicReference<AttemptResult>();
        Duration timeout = settings.transport().timeout();
        return first.onItem()
                .transformToUni(result -> {
                    if (!(result instanceof Delivered)) {
                        return Uni.createFrom().item(result);
                    }
                    delivered.set(result);
                    return poster.post(delivery.eventId(), call).map(second -> {
                        note(delivery, second);
                        return result;
                    });
                })
                .ifNoItem()
                .after(timeout)
                .recoverWithItem(() -> {
                    var late = new Failed(Optional.empty(), "no answer in time");
                    if (delivered.get() == null) {
                        return late;
                    }
                    note(delivery, late);
                    return delivered.get();
                });
    }

    /** The first delivery after it carries the pause into the store, where every node sees it. */
    private static AttemptResult banned(Duration rest) {
        return new Paused(
                200,
                Optional.of(rest),
                Optional.of("the platform took no message that calls everybody: too many in a minute"));
    }

    private void note(Delivery delivery, AttemptResult second) {
        if (second instanceof Paused paused) {
            Duration rest = settings.retry().pause(paused, settings.rateLimits().rateLimitPause(), 1);
            bannedUntil = clock.instant().plus(rest);
        }
        if (second instanceof Delivered) {
            reported.set(false);
        } else if (reported.compareAndSet(false, true)) {
            LogLine.of("mention")
                    .with("notifier", name())
                    .with("who", "all")
                    .with("event", delivery.eventId())
                    .with("error", words(second))
                    .with("remedy", "none for this one: it was told without calling everybody")
                    .warn(LOG);
        }
    }

    private static String words(AttemptResult result) {
        if (result instanceof Failed failed) {
            return failed.error();
        }
        return result instanceof Paused paused ? paused.words() : "HTTP 410";
    }
}
