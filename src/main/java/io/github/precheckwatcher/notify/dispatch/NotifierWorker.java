package io.github.precheckwatcher.notify.dispatch;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.log.StoreFault;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.outbox.AttemptRule;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.RulesUnderLock;
import io.github.precheckwatcher.notify.text.MessageBodies;
import io.github.precheckwatcher.precheck.ByteBudget;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * The deliveries of one notifier: claims as many as it has free slots, sends them, writes back together what ended
 * meanwhile. Works in turns on worker threads, one turn at a time, so a slow receiver or a long claim holds up no other
 * lane and the fields need no lock. Its methods may be called by any thread and do not block.
 */
final class NotifierWorker {
    private final Notifier notifier;
    private final NotifierSettings settings;
    private final AttemptRule attemptRule;
    private final Outbox outbox;
    private final MessageBodies bodies;
    private final Clock clock;
    private final DeliveryMeters meters;
    private final FaultLog faults;
    private final StoreOutage storeTrouble;
    private final Turns turns;
    private final BoundedSending sending;
    private final RulesUnderLock rules;
    private final ClaimTrigger demand;
    private final AttemptRecorder writeBack;

    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile boolean stopping;
    private volatile boolean abandoning;

    /** Touched in turns alone. */
    private final Map<String, Flight> flights = new HashMap<>();

    NotifierWorker(
            Notifier notifier,
            NotifierSettings settings,
            FollowUpDeliveries successors,
            MessageBodies bodies,
            Outbox outbox,
            Clock clock,
            RandomGenerator random,
            DeliveryMeters meters,
            FaultLog faults,
            Executor executor) {
        this.notifier = notifier;
        this.settings = settings;
        this.attemptRule = new AttemptRule(settings.retry(), settings.pace().rateLimitPause(), random);
        this.outbox = outbox;
        this.bodies = bodies;
        this.clock = clock;
        this.meters = meters;
        this.faults = faults;
        this.storeTrouble = faults.store();
        this.turns = new Turns(this::turn, place("turn"), faults, clock, executor);
        this.sending = new BoundedSending(notifier, settings.transport().timeout());
        this.rules = new NotifierRowRules(settings, successors);
        this.demand = new ClaimTrigger(
                settings.pace().digest().isPresent(),
                clock,
                settings.transport().lease());
        this.writeBack = new AttemptRecorder(settings, rules, successors, outbox, meters, faults);
    }

    String name() {
        return notifier.name();
    }

    /** What it works by. */
    NotifierSettings settings() {
        return settings;
    }

    /** What it sends with. */
    Notifier notifier() {
        return notifier;
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
        turns.ask();
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

    /** Since when it has been asked for turns and could do nothing; empty: it works. */
    Optional<Instant> stuckSince() {
        return turns.stuckSince();
    }

    /** Whether it could do its work, or the store alone keeps it from it. */
    private boolean turn() {
        takeEnded();
        if (stopping) {
            end(writeBack.write());
        } else if (!exchange() && (writeBack.write() || writeBack.onlyRefusedWait()) && !stopping) {
            return fill();
        }
        return !writeBack.broken();
    }

    private Place place(String stage) {
        return Place.notifier(notifier.name(), stage);
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
            follow(end);
        }
    }

    /** What is lost here comes due again when its lease ends. */
    private void follow(Ended end) {
        Flight flight = flights.remove(end.id);
        if (flight != null) {
            demand.attempted();
            faults.guard(place("attempt"), () -> writeBack.add(attemptRule.after(flight.delivery, end.result, end.at)));
        }
    }

    /** Writes back and claims at once; whether it did. */
    private boolean exchange() {
        int free = free();
        if (!demand.isDue() || free <= 0 || writeBack.waiting() == 0) {
            return false;
        }
        Optional<Outbox.Claimed> claimed = writeBack.writeAndClaim(demand.claim(free));
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

    /** Whether it could ask for what is due, or the store alone kept it from it. */
    private boolean fill() {
        // what cannot be written back keeps its slot until it can
        int free = free() - writeBack.waiting();
        if (!demand.isDue() || free <= 0) {
            return true;
        }
        Outbox.Claimed claimed;
        try {
            claimed = claim(free);
        } catch (RuntimeException | Error e) {
            demand.unanswered();
            return !faults.failed(place("claim"), e);
        }
        begin(claimed, free);
        return true;
    }

    private Outbox.Claimed claim(int free) {
        Outbox.Claim wanted = demand.claim(free);
        try {
            return outbox.claim(notifier.name(), rules, wanted);
        } catch (RuntimeException e) {
            if (StoreFault.kind(e) != StoreFault.Kind.CONTENT || !wanted.folding()) {
                throw e;
            }
            storeTrouble.failed(e); // a digest that the store refuses must not hold its members up
            return outbox.claim(notifier.name(), rules, wanted.unfolded());
        }
    }

    private void begin(Outbox.Claimed claimed, int free) {
        faults.worked(place("claim"));
        demand.answered(claimed, free);
        if (claimed.deliveries().isEmpty()) {
            storeTrouble.readable();
            return;
        }
        storeTrouble.worked();
        claimed.deliveries().forEach(this::send);
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
        if (delivery.isWritten()) {
            attempt(delivery);
        } else {
            bodies.write(delivery.message(), settings)
                    .ifPresentOrElse(
                            body -> attempt(delivery, body), () -> endAtOnce(delivery, AttemptResult.UNWRITTEN));
        }
    }

    /** The body is kept before anybody sees it. Where it cannot be the delivery comes due again when its lease ends. */
    private void attempt(Delivery delivery, String body) {
        try {
            if (outbox.write(delivery, body, rules, clock.instant())) {
                attempt(delivery.written(body));
            }
        } catch (RuntimeException | Error e) {
            faults.failed(place("render"), e);
            if (e instanceof RuntimeException refusal && StoreFault.kind(refusal) == StoreFault.Kind.CONTENT) {
                endAtOnce(
                        delivery,
                        AttemptResult.UNWRITTEN); // no later claim could keep it: in the end its fallback takes over
            }
        }
    }

    private void attempt(Delivery delivery) {
        try {
            flights.put(
                    delivery.id(), new Flight(delivery, sending.begin(delivery, result -> ended(delivery, result))));
        } catch (RuntimeException | Error e) {
            endAtOnce(delivery, sending.broke(e));
        }
    }

    private void endAtOnce(Delivery delivery, AttemptResult result) {
        flights.put(delivery.id(), new Flight(delivery, () -> {}));
        ended(delivery, result);
    }

    /** Called where the attempt ended, an event loop perhaps: only takes note. */
    private void ended(Delivery delivery, AttemptResult result) {
        ended.add(new Ended(delivery.id(), result, clock.instant()));
        faults.guard(place("metrics"), () -> meters.attempted(delivery, result));
        nudge();
    }

    private void giveBack() {
        flights.values().forEach(flight -> flight.attempt.cancel());
        try {
            if (!flights.isEmpty()) {
                outbox.release(flights.values().stream().map(Flight::delivery).toList(), clock.instant());
            }
        } catch (RuntimeException | Error e) {
            faults.failed(place("release"), e); // they come due again when their lease ends
        }
        flights.clear();
    }

    private record Flight(Delivery delivery, Cancellable attempt) {}

    private record Ended(String id, AttemptResult result, Instant at) {}
}
