package io.github.precheckwatcher.notify;

import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * The deliveries of one notifier: claims as many as it has free slots, sends them, writes back together what ended
 * meanwhile. Works in turns on worker threads, one turn at a time, so a slow receiver or a long claim holds up no other
 * lane and the fields need no lock. Its methods may be called by any thread and do not block.
 */
final class Lane {
    private static final Logger LOG = Logger.getLogger(Lane.class);

    /** How much longer a claim lasts than its attempt may: time enough to write back even when the store is slow. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(30);

    private final Notifier notifier;
    private final NotifierSettings settings;
    private final NotifierRule rule;
    private final RetrySchedule retry;
    private final Optional<Folding> folding;
    private final Outbox outbox;
    private final Clock clock;
    private final RandomGenerator random;
    private final DeliveryMeters meters;
    private final StoreTrouble storeTrouble;
    private final Executor executor;
    private final BoundedSending sending;
    private final WriteBack writeBack;

    private final AtomicInteger signals = new AtomicInteger();
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile boolean due;
    /** The last claim was let take nothing new: no wake changes that, time or what comes of an attempt may. */
    private volatile boolean heldUp;

    private volatile boolean stopping;
    private volatile boolean abandoning;

    /** Touched in turns alone. */
    private final Map<String, Flight> flights = new HashMap<>();

    Lane(
            Notifier notifier,
            NotifierSettings settings,
            Successors successors,
            Outbox outbox,
            Clock clock,
            RandomGenerator random,
            DeliveryMeters meters,
            StoreTrouble storeTrouble,
            Executor executor) {
        this.notifier = notifier;
        this.settings = settings;
        this.rule = new NotifierRule(settings);
        // a ban is the platform's own and lasts as long as it lasts
        this.retry = settings.retry().pausingAtLeast(settings.pace().ban());
        this.folding = successors.folding(settings);
        this.outbox = outbox;
        this.clock = clock;
        this.random = random;
        this.meters = meters;
        this.storeTrouble = storeTrouble;
        this.executor = executor;
        this.sending = new BoundedSending(notifier, settings.transport().timeout());
        this.writeBack = new WriteBack(settings, rule, successors, outbox, meters, storeTrouble);
    }

    /** There are new deliveries. A notifier that is paused or down is not asked about each: the next tick finds them. */
    void wake() {
        if (!heldUp) {
            due = true;
            nudge();
        }
    }

    /** Time went by: there may be due deliveries. */
    void tick() {
        heldUp = false;
        wake();
    }

    /** Takes a turn: whatever the last one could not do is tried again. */
    void nudge() {
        if (signals.getAndIncrement() != 0) {
            return;
        }
        boolean taken = false;
        try {
            executor.execute(this::turns);
            taken = true;
        } catch (RejectedExecutionException e) {
            LOG.debug("no worker for a turn", e);
        } finally {
            if (!taken) {
                signals.set(0);
            }
        }
    }

    /** Claims no more; done when the attempts in flight are written back. Said again it tries that again. */
    CompletableFuture<Void> stop() {
        stopping = true;
        nudge();
        return stopped;
    }

    /** After {@link #stop}: ends the attempts in flight and gives their deliveries back. */
    CompletableFuture<Void> abandon() {
        abandoning = true;
        nudge();
        return stopped;
    }

    /** Whatever a turn throws, memory at its end included, the next wake or tick finds the lane ready for another. */
    private void turns() {
        boolean over = false;
        try {
            int seen;
            do {
                seen = signals.get();
                turn();
            } while (signals.addAndGet(-seen) != 0);
            over = true;
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "delivery notifier=%s state=BROKEN", notifier.name());
        } finally {
            if (!over) {
                signals.set(0);
            }
        }
    }

    private void turn() {
        takeEnded();
        boolean recorded = writeBack.write();
        if (!stopping) {
            if (due && (recorded || writeBack.onlyRefusedWait())) {
                fill();
            }
        } else if (abandoning) {
            giveBack();
            stopped.complete(null);
        } else if (recorded && flights.isEmpty()) {
            stopped.complete(null);
        }
    }

    private void takeEnded() {
        for (Ended end = ended.poll(); end != null; end = ended.poll()) {
            Flight flight = flights.remove(end.id);
            if (flight == null) {
                continue;
            }
            heldUp = false;
            writeBack.add(AttemptRule.after(flight.delivery, end.result, retry, end.at, random));
        }
    }

    private void fill() {
        // what cannot be written back keeps its slot until it can
        int free = notifier.slots() - flights.size() - writeBack.waiting();
        if (free <= 0) {
            return;
        }
        due = false;
        var allowed = new AtomicReference<Allowance>();
        List<Delivery> claimed;
        try {
            claimed = outbox.claim(
                    notifier.name(),
                    (row, at) -> allowed.updateAndGet(before -> rule.admit(row, at, free)),
                    folding,
                    clock.instant(),
                    settings.transport().timeout().plus(LEASE_MARGIN));
        } catch (RuntimeException e) {
            due = true;
            storeTrouble.failed(e);
            return;
        }
        if (claimed.isEmpty()) {
            heldUp = !allowed.get().takesNew();
            storeTrouble.readable();
            return;
        }
        storeTrouble.worked();
        if (claimed.size() == free) {
            due = true;
        }
        claimed.forEach(this::send);
        writeBack.storeTakesOthers();
    }

    private void send(Delivery delivery) {
        // a machine that slept finds its leases over and its attempts still in flight: they go on under the new claim
        Flight flying = flights.get(delivery.id());
        if (flying != null) {
            flights.put(delivery.id(), new Flight(delivery, flying.attempt));
            return;
        }
        if (writeBack.renew(delivery)) {
            return;
        }
        try {
            flights.put(
                    delivery.id(), new Flight(delivery, sending.begin(delivery, result -> ended(delivery, result))));
        } catch (RuntimeException e) {
            flights.put(delivery.id(), new Flight(delivery, () -> {}));
            ended(delivery, sending.broke(e));
        }
    }

    /** Called where the attempt ended, an event loop perhaps: only takes note. */
    private void ended(Delivery delivery, AttemptResult result) {
        Instant at = clock.instant();
        meters.attempted(delivery, result);
        ended.add(new Ended(delivery.id(), result, at));
        nudge();
    }

    private void giveBack() {
        flights.values().forEach(flight -> flight.attempt.cancel());
        try {
            if (!flights.isEmpty()) {
                outbox.release(flights.values().stream().map(Flight::delivery).toList(), clock.instant());
            }
        } catch (RuntimeException e) {
            storeTrouble.failed(e); // they come due again when their lease ends
        }
        flights.clear();
    }

    private record Flight(Delivery delivery, Cancellable attempt) {}

    private record Ended(String id, AttemptResult result, Instant at) {}
}
