package io.github.precheckwatcher.notify.dispatch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/**
 * The attempts of one notifier from their beginning until somebody takes what came of them. Not thread safe: a
 * {@link NotifierWorker} owns it; the attempts themselves end on any thread.
 */
final class AttemptsUnderWay {
    private final BoundedSending sending;
    private final Clock clock;
    private final BiConsumer<Delivery, AttemptResult> onEnd;

    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final Map<String, Flight> flights = new HashMap<>();

    /** @param onEnd hears of each end where the attempt ended, an event loop perhaps; does not block or throw */
    AttemptsUnderWay(BoundedSending sending, Clock clock, BiConsumer<Delivery, AttemptResult> onEnd) {
        this.sending = requireNonNull(sending, "sending");
        this.clock = requireNonNull(clock, "clock");
        this.onEnd = requireNonNull(onEnd, "onEnd");
    }

    void begin(Delivery delivery) {
        try {
            flights.put(
                    delivery.id(), new Flight(delivery, sending.begin(delivery, result -> ended(delivery, result))));
        } catch (RuntimeException | Error e) {
            endAtOnce(delivery, sending.broke(e));
        }
    }

    /** An attempt that ends with this before anything is sent. */
    void endAtOnce(Delivery delivery, AttemptResult result) {
        flights.put(delivery.id(), new Flight(delivery, () -> {}));
        ended(delivery, result);
    }

    /**
     * A claim took a delivery whose attempt is under way still, its lease being over, as on a machine that slept: the
     * attempt goes on under the new claim.
     *
     * @return whether there is such an attempt, so that none is to be made
     */
    boolean renew(Delivery claimed) {
        return flights.computeIfPresent(claimed.id(), (id, flying) -> new Flight(claimed, flying.attempt)) != null;
    }

    /** Takes one that ended, under its last claim; empty: none has ended since. */
    Optional<Taken> take() {
        for (Ended end = ended.poll(); end != null; end = ended.poll()) {
            Flight flight = flights.remove(end.id);
            if (flight != null) {
                return Optional.of(new Taken(flight.delivery, end.result, end.at));
            }
        }
        return Optional.empty();
    }

    int count() {
        return flights.size();
    }

    /** How large the bodies are together, in characters. */
    long size() {
        return flights.values().stream()
                .mapToLong(flight -> flight.delivery.body().length())
                .sum();
    }

    /** Ends all where they stand, and nothing comes of them; whose they were. */
    List<Delivery> cancel() {
        List<Delivery> cancelled =
                flights.values().stream().map(Flight::delivery).toList();
        flights.values().forEach(flight -> flight.attempt.cancel());
        flights.clear();
        return cancelled;
    }

    private void ended(Delivery delivery, AttemptResult result) {
        ended.add(new Ended(delivery.id(), result, clock.instant()));
        onEnd.accept(delivery, result);
    }

    /** What came of an attempt, and when it ended. */
    record Taken(Delivery delivery, AttemptResult result, Instant at) {}

    private record Flight(Delivery delivery, Cancellable attempt) {}

    private record Ended(String id, AttemptResult result, Instant at) {}
}
