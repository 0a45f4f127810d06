package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.cloud.PollResponse;
import io.github.precheckwatcher.cloud.PollResult;
import io.github.precheckwatcher.cloud.PrecheckQuery;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.log.OutOfMemory;
import io.github.precheckwatcher.precheck.ByteBudget;
import io.github.precheckwatcher.precheck.Problem;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Sends polls and hands their answers to the {@link RecorderQueue}. Each takes a slot of its account from its sending
 * until its answer is written down, so that a slow store slows the polling. Thread safe.
 */
@ApplicationScoped
public class PollsUnderWay {
    private static final Logger LOG = Logger.getLogger(PollsUnderWay.class);
    /** Polls under way an account: enough for thousands a second at usual latencies, and a bound for a dead network. */
    private static final int SLOTS = 1_000;
    /** The share of the lease that a poll may take at most. */
    private static final double POLL_SHARE = 0.8;

    private final PrecheckQuery query;
    private final RecorderQueue answers;
    private final EngineMetrics metrics;
    private final Clock clock;
    private final Clock monotonic;
    private final Supplier<EngineSettings> settings;
    private final Map<String, AtomicInteger> busy = new ConcurrentHashMap<>();
    /** The bytes of the reports that are answered and not written yet. */
    private final Map<String, AtomicInteger> held = new ConcurrentHashMap<>();

    private final Map<String, AtomicInteger> answered = new ConcurrentHashMap<>();
    private final Map<String, Watch> claimed = new ConcurrentHashMap<>();

    public PollsUnderWay(
            PrecheckQuery query,
            RecorderQueue answers,
            EngineMetrics metrics,
            Supplier<EngineSettings> settings,
            Clock clock,
            @Identifier("monotonic") Clock monotonic) {
        this.query = query;
        this.answers = answers;
        this.metrics = metrics;
        this.clock = clock;
        this.monotonic = monotonic;
        this.settings = settings;
    }

    /**
     * How many further polls of this account may be sent. The first calls of a process are slow: were all claimed calls
     * let in at once, they would leave late and together, and some span of seconds would see more than the budget. So
     * the slots open as answers come, three for the first, and so on. None is free while the reports that are answered
     * and not written yet are too large together.
     */
    int free(String account) {
        if (counter(held, account).get() >= ByteBudget.REPORTS_IN_FLIGHT) {
            return 0;
        }
        return (int) Math.min(SLOTS, 1 + 2L * counter(answered, account).get())
                - slots(account).get();
    }

    /** Whether all slots of this account are open. */
    boolean warm(String account) {
        return 1 + 2L * counter(answered, account).get() >= SLOTS;
    }

    /** How many polls are under way or not written yet. */
    int busy() {
        return busy.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** The watches of those polls. */
    List<Watch> claimed() {
        return List.copyOf(claimed.values());
    }

    /**
     * Sends a poll; never throws for what becomes of it.
     *
     * @param freed runs once its answer is written and its slot is free
     */
    void send(Watch watch, Runnable freed) {
        Duration bound = Duration.ofMillis((long) (settings.get().lease().toMillis() * POLL_SHARE));
        Instant sentAt = clock.instant();
        Instant began = monotonic.instant();
        metrics.sent(Duration.between(watch.dueAt(), sentAt));
        AtomicInteger slots = slots(watch.spec().account());
        slots.incrementAndGet();
        claimed.put(watch.id(), watch);
        AtomicInteger bytes = counter(held, watch.spec().account());
        AtomicInteger mine = new AtomicInteger();
        Runnable recorded = () -> {
            bytes.addAndGet(-mine.get());
            claimed.remove(watch.id(), watch);
            slots.decrementAndGet();
            freed.run();
        };
        Uni.createFrom()
                .deferred(() -> query.query(watch.spec().account(), watch.spec().ref()))
                .ifNoItem()
                .after(bound)
                .recoverWithItem(() -> lost("no answer within " + LogLine.text(bound)))
                .onFailure()
                .recoverWithItem(e -> {
                    OutOfMemory.endIf(e);
                    LOG.debugf(e, "the poll of watch %s failed", watch.spec().name());
                    return lost("the call could not be made: " + e.getClass().getSimpleName());
                })
                .subscribe()
                .with(said -> {
                    PolledWatch answer = new PolledWatch(watch, said, sentAt, clock.instant());
                    counter(answered, watch.spec().account()).updateAndGet(n -> Math.min(n + 1, SLOTS));
                    mine.set(answer.bytes());
                    bytes.addAndGet(mine.get());
                    answers.add(answer, recorded); // first: whatever fails behind it, the slot is given back
                    metrics.answered(answer, Duration.between(began, monotonic.instant()));
                });
    }

    private static PollResponse lost(String message) {
        return PollResponse.of(new PollResult.TransportFailed(
                new Problem(Problem.NETWORK, message, Optional.empty(), Optional.empty())));
    }

    private AtomicInteger slots(String account) {
        return counter(busy, account);
    }

    private static AtomicInteger counter(Map<String, AtomicInteger> counters, String account) {
        return counters.computeIfAbsent(account, k -> new AtomicInteger());
    }
}
