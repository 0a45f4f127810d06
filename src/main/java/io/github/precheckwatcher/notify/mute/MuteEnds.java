package io.github.precheckwatcher.notify.mute;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.log.StoreFault;
import io.github.precheckwatcher.notify.CurrentNotifySettings;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.dispatch.Dispatcher;
import io.github.precheckwatcher.notify.dispatch.Ticker;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.event.MuteSummary;
import io.github.precheckwatcher.notify.mute.MuteStore.Form;
import io.github.precheckwatcher.notify.mute.MuteStore.HeldBack;
import io.github.precheckwatcher.notify.route.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Ends mutes whose time is over, and sends on what mutes held back, whoever ended them: each notifier gets one message. On
 * any node, and after a restart too: what is to be done stands in the store. Which time it is goes by the engine's clock, as
 * for the verdicts.
 */
@ApplicationScoped
public class MuteEnds implements MuteStore.Rules {
    private static final Logger LOG = Logger.getLogger(MuteEnds.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Place PLACE = Place.job("mutes");

    private final MuteStore store;
    private final CurrentNotifySettings settings;
    private final Router router;
    private final Runnable written;
    private final Supplier<UUID> ids;
    private final FaultLog faults;
    private final Clock clock;

    @Inject
    public MuteEnds(
            MuteStore store,
            CurrentNotifySettings settings,
            Router router,
            Dispatcher dispatcher,
            Supplier<UUID> ids,
            FaultLog faults,
            Clock clock) {
        this(store, settings, router, dispatcher::wake, ids, faults, clock);
    }

    /** @param written run when deliveries were written */
    MuteEnds(
            MuteStore store,
            CurrentNotifySettings settings,
            Router router,
            Runnable written,
            Supplier<UUID> ids,
            FaultLog faults,
            Clock clock) {
        this.store = requireNonNull(store, "store");
        this.settings = requireNonNull(settings, "settings");
        this.router = requireNonNull(router, "router");
        this.written = requireNonNull(written, "written");
        this.ids = requireNonNull(ids, "ids");
        this.faults = requireNonNull(faults, "faults");
        this.clock = requireNonNull(clock, "clock");
    }

    void schedule(@Observes Ticker ticker) {
        ticker.every(TICK, this::tick);
    }

    void tick() {
        if (!faults.store().stopped()) {
            // what is left is done at the next tick
            faults.guard(
                    PLACE,
                    () -> store.open(clock.instant())
                            .forEach(id -> faults.guard(Place.job("mute " + id), () -> finish(id))));
        }
    }

    private void finish(String id) {
        Instant now = clock.instant();
        store.end(id, now, Optional.empty()).ifPresent(MuteEnds::report);
        if (sendOn(id, now) > 0) {
            written.run();
        }
    }

    /** A message that the store refuses for what is in it must not keep anybody from being notified. */
    private int sendOn(String id, Instant now) {
        try {
            return store.sendOn(id, now, this);
        } catch (RuntimeException e) {
            if (StoreFault.kind(e) != StoreFault.Kind.CONTENT) {
                throw e;
            }
            faults.store().failed(e);
            return store.sendOn(id, now, new EachAlone());
        }
    }

    private static final class EachAlone implements MuteStore.Rules {
        @Override
        public Form form(String notifier) {
            return Form.EACH;
        }

        @Override
        public Optional<NewDelivery> one(String notifier, HeldBack heldBack, Instant now) {
            return Optional.empty();
        }
    }

    private static void report(MuteStore.Entry ended) {
        Mute mute = ended.mute();
        LogLine.of("mute")
                .with("mute", mute.id())
                .with("state", "ENDED")
                .with("after", Duration.between(mute.createdAt(), mute.until()))
                .with("verdicts", ended.verdicts())
                .info(LOG);
    }

    /** A notifier that this node's file does not name, but perhaps another one's, can show verdicts, whatever its kind. */
    @Override
    public Form form(String notifier) {
        Optional<NotifierSettings> known = settings.settings().find(notifier);
        if (known.isEmpty()) {
            return Form.EACH;
        }
        return takesDigests(known.get()) ? (canDieInOne(known.get()) ? Form.ONE : Form.EACH) : Form.LAST;
    }

    /** Whether somebody along its fallbacks takes over what sums up, if it has any. */
    private boolean canDieInOne(NotifierSettings notifier) {
        boolean passedOver = false;
        Optional<NotifierSettings> other = fallback(notifier);
        while (other.isPresent() && !takesDigests(other.get())) {
            passedOver = true;
            other = fallback(other.get());
        }
        return other.isPresent() || !passedOver;
    }

    private Optional<NotifierSettings> fallback(NotifierSettings notifier) {
        return notifier.fallback().flatMap(settings.settings()::find);
    }

    private boolean takesDigests(NotifierSettings notifier) {
        return router.sends(notifier, MessageType.DIGEST, MessageStatus.FAILED);
    }

    @Override
    public Optional<NewDelivery> one(String notifier, HeldBack heldBack, Instant now) {
        Place place = Place.notifier(notifier, "mute");
        try {
            Mute mute = heldBack.mute();
            Message message = EventBody.digest(
                    settings.settings().origin(),
                    ids.get().toString(),
                    new MuteSummary(
                            mute.id(),
                            mute.by(),
                            mute.createdAt(),
                            mute.end().map(Mute.End::at).orElse(now),
                            heldBack.listed(),
                            heldBack.counts()),
                    now);
            faults.worked(place);
            return Optional.of(
                    router.unwritten(message, notifier, settings.settings().find(notifier), now));
        } catch (RuntimeException | Error e) {
            faults.failed(place, e);
            return Optional.empty();
        }
    }
}
