package io.github.precheckwatcher.notify.dispatch;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.log.StoreFault;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.dispatch.AttemptsUnderWay.Taken;
import io.github.precheckwatcher.notify.outbox.AttemptRule;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.RulesUnderLock;
import io.github.precheckwatcher.notify.text.MessageBodies;
import io.github.precheckwatcher.precheck.ByteBudget;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * The deliveries of one notifier: claims as many as it has free slots, sends them, writes back together what ended
 * meanwhile. Works in turns on worker threads, one turn at a time, so a slow receiver or a long claim holds up no other
 * worker and the fields need no lock. Its methods may be called by any thread and do not block.
 */
final class NotifierWorker {
    private final Notifier notifier;
    private final NotifierSettings settings;
    private final AttemptRule attemptRule;
    private final Outbox outbox;
    private final MessageBodies messageBodies;
    private final Clock clock;
    private final DeliveryMeters meters;
    private final FaultLog faults;
    private final Turns turns;
    private final AttemptsUnderWay attempts;
    private final RulesUnderLock rules;
    private final ClaimTrigger claimTrigger;
    private final AttemptRecorder attemptRecorder;

    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile boolean stopping;
    private volatile boolean abandoning;

    NotifierWorker(
            Notifier notifier,
            NotifierSettings settings,
            FollowUpDeliveries followUps,
            MessageBodies messageBodies,
            Outbox outbox,
            Clock clock,
            RandomGenerator random,
            DeliveryMeters meters,
            FaultLog faults,
            Executor executor) {
        this.notifier = notifier;
        this.settings = settings;
        this.attemptRule =
                new AttemptRule(settings.retry(), settings.rateLimits().rateLimitPause(), random);
        this.outbox = outbox;
        this.messageBodies = messageBodies;
        this.clock = clock;
        this.meters = meters;
        this.faults = faults;
        this.turns = new Turns(this::turn, place("turn"), faults, clock, executor);
        this.attempts = new AttemptsUnderWay(
                new BoundedSending(notifier, settings.transport().timeout()), clock, this::ended);
        this.rules = new NotifierRowRules(settings, followUps);
        this.claimTrigger = new ClaimTrigger(
                settings.rateLimits().digest().isPresent(),
                clock,
                settings.transport().lease());
        this.attemptRecorder = new AttemptRecorder(settings, rules, followUps, outbox, meters, faults);
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
        if (claimTrigger.arrived()) {
            nudge();
        }
    }

    /** Time went by: there may be due deliveries. */
    void tick() {
        claimTrigger.timePassed();
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
            end(attemptRecorder.write());
        } else if (!exchange() && (attemptRecorder.write() || attemptRecorder.onlyRefusedWait()) && !stopping) {
            return fill();
        }
        return !attemptRecorder.broken();
    }

    private Place place(String stage) {
        return Place.notifier(notifier.name(), stage);
    }

    private void end(boolean recorded) {
        if (abandoning) {
            giveBack();
        }
        if (recorded && attempts.count() == 0 || abandoning) {
            stopped.complete(null);
        }
    }

    /** What is lost here comes due again when its lease ends. */
    private void takeEnded() {
        for (Optional<Taken> taken = attempts.take(); taken.isPresent(); taken = attempts.take()) {
            Taken end = taken.get();
            claimTrigger.attempted();
            faults.guard(
                    place("attempt"),
                    () -> attemptRecorder.add(attemptRule.after(end.delivery(), end.result(), end.at())));
        }
    }

    /** Writes back and claims at once; whether it did. */
    private boolean exchange() {
        int free = free();
        if (!claimTrigger.isDue() || free <= 0 || attemptRecorder.waiting() == 0) {
            return false;
        }
        Optional<Outbox.Claimed> claimed = attemptRecorder.writeAndClaim(claimTrigger.claim(free));
        claimed.ifPresentOrElse(taken -> begin(taken, free), claimTrigger::unanswered);
        return claimed.isPresent();
    }

    /** None while what is in flight is too large together. */
    private int free() {
        return attempts.size() >= ByteBudget.DELIVERY_BATCH ? 0 : notifier.slots() - attempts.count();
    }

    /** Whether it could ask for what is due, or the store alone kept it from it. */
    private boolean fill() {
        // what cannot be written back keeps its slot until it can
        int free = free() - attemptRecorder.waiting();
        if (!claimTrigger.isDue() || free <= 0) {
            return true;
        }
        Outbox.Claimed claimed;
        try {
            claimed = claim(free);
        } catch (RuntimeException | Error e) {
            claimTrigger.unanswered();
            return !faults.failed(place("claim"), e);
        }
        begin(claimed, free);
        return true;
    }

    private Outbox.Claimed claim(int free) {
        Outbox.Claim wanted = claimTrigger.claim(free);
        try {
            return outbox.claim(notifier.name(), rules, wanted);
        } catch (RuntimeException e) {
            if (StoreFault.kind(e) != StoreFault.Kind.CONTENT || !wanted.grouping()) {
                throw e;
            }
            faults.store().failed(e); // a digest that the store refuses must not hold its members up
            return outbox.claim(notifier.name(), rules, wanted.unfolded());
        }
    }

    private void begin(Outbox.Claimed claimed, int free) {
        faults.worked(place("claim"));
        claimTrigger.answered(claimed, free);
        if (claimed.deliveries().isEmpty()) {
            faults.store().readable();
            return;
        }
        faults.store().worked();
        claimed.deliveries().forEach(this::send);
        attemptRecorder.storeTakesOthers();
    }

    private void send(Delivery delivery) {
        if (attempts.renew(delivery) || attemptRecorder.renew(delivery)) {
            return;
        }
        if (delivery.isWritten()) {
            attempts.begin(delivery);
        } else {
            messageBodies
                    .write(delivery.message(), settings)
                    .ifPresentOrElse(
                            body -> attempt(delivery, body),
                            () -> attempts.endAtOnce(delivery, AttemptResult.UNWRITTEN));
        }
    }

    /** The body is kept before anybody sees it. Where it cannot be the delivery comes due again when its lease ends. */
    private void attempt(Delivery delivery, String body) {
        try {
            if (outbox.write(delivery, body, rules, clock.instant())) {
                attempts.begin(delivery.written(body));
            }
        } catch (RuntimeException | Error e) {
            faults.failed(place("render"), e);
            if (e instanceof RuntimeException refusal && StoreFault.kind(refusal) == StoreFault.Kind.CONTENT) {
                // no later claim could keep it: in the end its fallback takes over
                attempts.endAtOnce(delivery, AttemptResult.UNWRITTEN);
            }
        }
    }

    /** Called where the attempt ended, an event loop perhaps: only takes note. */
    private void ended(Delivery delivery, AttemptResult result) {
        faults.guard(place("metrics"), () -> meters.attempted(delivery, result));
        nudge();
    }

    private void giveBack() {
        List<Delivery> cancelled = attempts.cancel();
        try {
            if (!cancelled.isEmpty()) {
                outbox.release(cancelled, clock.instant());
            }
        } catch (RuntimeException | Error e) {
            faults.failed(place("release"), e); // they come due again when their lease ends
        }
    }
}
