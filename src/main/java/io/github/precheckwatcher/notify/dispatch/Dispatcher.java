package io.github.precheckwatcher.notify.dispatch;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.CurrentNotifySettings;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.text.MessageBodies;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Makes the deliveries of the outbox, at least once each: one {@link NotifierWorker} a notifier, so that a slow or dead one delays
 * no other. Woken after each commit of a verdict; its own tick finds retries and what a crash left. Thread safe.
 */
@ApplicationScoped
public class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    /** How long a stop waits for attempts in flight, and then for what remains to be given back. */
    private static final Duration STOP = Duration.ofSeconds(10);

    /** So often it asks the workers meanwhile, who try again what they could not write back: no tick does now. */
    private static final int STOP_CALLS = 10;

    private static final Duration GIVE_BACK = Duration.ofSeconds(2);

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Place LOOK = Place.job("dispatch");

    private final Outbox outbox;
    private final Clock clock;
    private final FaultLog faults;
    private final StoreOutage storeOutage;
    private final CurrentNotifySettings settings;
    private final Notifiers notifiers;
    private final Function<NotifierSettings, NotifierWorker> workerOf;
    /** One of a name. Changed while holding this. */
    private final List<NotifierWorker> workers = new CopyOnWriteArrayList<>();
    /** Those that will claim nothing more. */
    private final Set<NotifierWorker> leaving = new HashSet<>();

    private volatile boolean open;
    private volatile boolean stopping;
    private volatile Instant lastTick;

    @Inject
    public Dispatcher(
            CurrentNotifySettings settings,
            Notifiers notifiers,
            FollowUpDeliveries followUps,
            MessageBodies messageBodies,
            Outbox outbox,
            Clock clock,
            RandomGenerator random,
            MeterRegistry registry,
            FaultLog faults,
            ScheduledExecutorService workers) {
        this(settings, notifiers, followUps, messageBodies, outbox, clock, random, registry, faults, (Executor)
                workers);
    }

    Dispatcher(
            CurrentNotifySettings settings,
            Notifiers notifiers,
            FollowUpDeliveries followUps,
            MessageBodies messageBodies,
            Outbox outbox,
            Clock clock,
            RandomGenerator random,
            MeterRegistry registry,
            FaultLog faults,
            Executor workers) {
        this.outbox = outbox;
        this.clock = clock;
        this.faults = faults;
        this.storeOutage = faults.store();
        this.lastTick = clock.instant();
        this.settings = settings;
        this.notifiers = notifiers;
        var meters = new DeliveryMeters(registry);
        this.workerOf = each -> new NotifierWorker(
                notifiers.open(each), each, followUps, messageBodies, outbox, clock, random, meters, faults, workers);
        settings.onChange(this::follow);
        follow();
    }

    /**
     * A notifier that is as it was is left alone. One that is gone or changed claims nothing more and ends its attempts as
     * they began; only then it is closed, and begins anew if it is configured.
     */
    private synchronized void follow() {
        if (stopping) {
            return;
        }
        List<NotifierSettings> wanted = settings.settings().notifiers();
        for (NotifierWorker worker : workers) {
            if (!wanted.contains(worker.settings()) && leaving.add(worker)) {
                worker.stop().thenRun(() -> left(worker));
            }
        }
        begin();
    }

    private synchronized void left(NotifierWorker worker) {
        leaving.remove(worker);
        workers.remove(worker);
        notifiers.close(worker.notifier());
        if (!stopping) {
            begin();
        }
    }

    /** Begins with each notifier that is configured and of whose name no other is at work. */
    private void begin() {
        for (NotifierSettings each : settings.settings().notifiers()) {
            if (workers.stream().noneMatch(worker -> worker.name().equals(each.name()))) {
                NotifierWorker worker = workerOf.apply(each);
                workers.add(worker);
                if (open) {
                    worker.tick();
                }
            }
        }
    }

    /** The daemon has started: from now on ticks are due. */
    public void open() {
        lastTick = clock.instant();
        open = true;
    }

    /** Whether ticks are due. */
    boolean isOpen() {
        return open && !stopping;
    }

    /** When a tick last came to its end, with or without the store's help. */
    Instant lastTick() {
        return lastTick;
    }

    /** Of each notifier whose worker was asked for a turn and could not take one: since when. */
    Map<String, Instant> stuck() {
        return workers.stream()
                .filter(worker -> worker.stuckSince().isPresent())
                .collect(Collectors.toMap(
                        NotifierWorker::name, worker -> worker.stuckSince().orElseGet(clock::instant)));
    }

    /** How many notifiers there are. */
    int size() {
        return workers.size();
    }

    /** There are new deliveries: called after the commit of a verdict, by any thread; does not block. */
    public void wake() {
        if (!stopping) {
            workers.forEach(NotifierWorker::wake);
        }
    }

    void schedule(@Observes Ticker ticker) {
        ticker.every(TICK, this::tick);
    }

    /**
     * Looks for what is due without anybody having said so: retries, ended pauses, leases of dead nodes. While a notifier is
     * paused what waits for it stays due, so each tick asks its rule, which no wrong clock can keep from ending a pause.
     */
    void tick() {
        if (stopping) {
            return;
        }
        try {
            Optional<Instant> next =
                    outbox.nextDue(workers.stream().map(NotifierWorker::name).toList());
            storeOutage.readable();
            faults.worked(LOOK);
            boolean due = next.filter(at -> !at.isAfter(clock.instant())).isPresent();
            workers.forEach(due ? NotifierWorker::tick : NotifierWorker::nudge);
        } catch (RuntimeException | Error e) {
            if (faults.unreadable(LOOK, e)) {
                // each worker finds what is due itself
                workers.forEach(NotifierWorker::tick);
            }
        }
        lastTick = clock.instant();
    }

    /** Graceful stop: claims nothing more, lets attempts in flight end within a bound, gives the rest back. Blocks. */
    public void stop() {
        stop(STOP);
    }

    void stop(Duration patience) {
        synchronized (this) {
            stopping = true;
        }
        storeOutage.stop();
        boolean stopped = false;
        for (int calls = 0; calls < STOP_CALLS && !stopped; calls++) {
            stopped = within(patience.dividedBy(STOP_CALLS), NotifierWorker::stop);
        }
        if (!stopped && !within(GIVE_BACK, NotifierWorker::abandon)) {
            LOG.debug("some deliveries come due again when their lease ends");
        }
    }

    void onStop(@Observes ShutdownEvent stopped) {
        stop();
    }

    private boolean within(Duration bound, Function<NotifierWorker, CompletableFuture<Void>> step) {
        var all = CompletableFuture.allOf(workers.stream().map(step).toArray(CompletableFuture[]::new));
        try {
            all.get(bound.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a worker's stop does not fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
