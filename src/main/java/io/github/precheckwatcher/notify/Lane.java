package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.precheck.ByteBudget;
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
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * The deliveries of one notifier: claims as many as it has free slots, sends them, writes back together what ended
 * meanwhile. Works in turns on worker threads, one turn at a time, so a slow receiver or a long claim holds up no other
 * lane and the fields need no lock. Its methods may be called by any thread and do not block.
 */
final class Lane {
    private static final Logger LOG = Logger.getLogger(Lane.class);

    private final Notifier notifier;
    private final AttemptRule attemptRule;
    private final Outbox outbox;
    private final Clock clock;
    private final DeliveryMeters meters;
    private final StoreTrouble storeTrouble;
    private final Executor executor;
    private final BoundedSending sending;
    private final Demand demand;
    private final WriteBack writeBack;

    private final AtomicInteger signals = new AtomicInteger();
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
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
        this.attemptRule = new AttemptRule(settings.retry(), settings.pace().rateLimitPause(), random);
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
        this.storeTrouble = storeTrouble;
        this.executor = executor;
        var rule = new NotifierRule(settings);
        Duration timeout = settings.transport().timeout();
        this.sending = new BoundedSending(notifier, timeout);
        this.demand = new Demand(rule, successors.folding(settings), clock, timeout);
        this.writeBack = new WriteBack(settings, rule, successors, outbox, meters, storeTrouble);
    }

    /** There are new deliveries. A notifier that is paused or down is not asked about each: the next tick finds them. */
    void wake() {
        if (demand.arrived()) {
            nudge();
        }
    }

    /** Time went by: there may be due deliveries. */
    void tick() {
        demand.timePassed();
        nudge();
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
            OutOfMemory.endIf(e);
            LOG.errorf(e, "delivery notifier=%s state=BROKEN", notifier.name());
        } finally {
            if (!over) {
                signals.set(0);
            }
        }
    }

    private void turn() {
        takeEnded();
        if (stopping) {
            end(writeBack.write());
        } else if (!exchange() && (writeBack.write() || writeBack.onlyRefusedWait()) && !stopping) {
            fill();
        }
    }

    private void end(boolean recorded) {
        if (abandoning) {
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
            demand.attempted();
            writeBack.add(attemptRule.after(flight.delivery, end.result, end.at));
        }
    }

    /** Writes back and claims at once; whether it did. */
    private boolean exchange() {
        int free = free();
        if (!demand.isDue() || free <= 0 || writeBack.waiting() == 0) {
            return false;
        }
        Optional<List<Delivery>> claimed = writeBack.writeAndClaim(demand.claim(free));
        claimed.ifPresentOrElse(taken -> begin(taken, free), demand::unanswered);
        return claimed.isPresent();
    }

    /** None while what is in flight is too large together. */
    private int free() {
        long bytes = flights.values().stream()
                .mapToLong(flight -> flight.delivery().body().length())
                .sum();
        return bytes >= ByteBudget.DELIVERY_BATCH ? 0 : notifier.slots() - flights.size();
    }

    private void fill() {
        // what cannot be written back keeps its slot until it can
        int free = free() - writeBack.waiting();
        if (!demand.isDue() || free <= 0) {
            return;
        }
        List<Delivery> claimed;
        try {
            claimed = outbox.claim(notifier.name(), demand.claim(free));
        } catch (RuntimeException e) {
            demand.unanswered();
            storeTrouble.failed(e);
            return;
        }
        begin(claimed, free);
    }

    private void begin(List<Delivery> claimed, int free) {
        demand.answered(claimed, free);
        if (claimed.isEmpty()) {
            storeTrouble.readable();
            return;
        }
        storeTrouble.worked();
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
