package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.cloud.PollResult;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.log.StoreFault;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.dispatch.Dispatcher;
import io.github.precheckwatcher.notify.event.PreviousVerdict;
import io.github.precheckwatcher.notify.event.WatchFacts;
import io.github.precheckwatcher.notify.route.Router;
import io.github.precheckwatcher.precheck.Phase;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.watch.account.AccountRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Writes down what polls said: first for the accounts, then for the watches, verdicts and their deliveries in one
 * transaction. Blocks; the {@link RecorderQueue} calls it.
 */
@ApplicationScoped
public class Recorder {
    private static final Logger LOG = Logger.getLogger(Recorder.class);
    private static final int UNHEARD_OF_MAX = 100;
    private static final int UNKEPT_MAX = 1_000;

    private final WatchStore store;
    private final AccountUpdates accounts;
    private final Router router;
    private final Dispatcher dispatcher;
    private final EngineMetrics metrics;
    private final PollRule rule;
    private final Supplier<EngineSettings> settings;
    private final FaultLog faults;
    private final Clock clock;
    private final Set<String> unheardOf = ConcurrentHashMap.newKeySet();
    /** The watches, and whether anything was written of them, that the log names: each once. */
    private final Set<String> unkept = ConcurrentHashMap.newKeySet();

    public Recorder(
            WatchStore store,
            AccountUpdates accounts,
            Router router,
            Dispatcher dispatcher,
            EngineMetrics metrics,
            PollPolicy policy,
            Supplier<EngineSettings> settings,
            Supplier<UUID> ids,
            FaultLog faults,
            Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.router = router;
        this.dispatcher = dispatcher;
        this.metrics = metrics;
        this.rule = new PollRule(policy, ids);
        this.settings = settings;
        this.faults = faults;
        this.clock = clock;
    }

    /**
     * Brings answers to their accounts, in their order, and decides what they mean for their watches. Throws what the
     * store throws; may then be repeated with the same map, but not once it has returned.
     *
     * @param settled by name the accounts that have these answers already; empty at the first try
     */
    List<PollRule.Decision> decide(List<PolledWatch> batch, Map<String, AccountRow> settled) {
        accounts.settle(batch, settled);
        batch.forEach(this::reportUnheardOf);
        List<PollRule.Decision> decisions = new ArrayList<>();
        for (PolledWatch polled : batch) {
            AccountRow account = settled.get(polled.watch().spec().account());
            alone(polled.watch(), "judge", () -> decisions.add(rule.decide(polled, account)));
        }
        return decisions;
    }

    /** A watch that cannot be judged or whose messages cannot be written comes due again when its lease ends. */
    private void alone(Watch watch, String stage, Runnable work) {
        faults.guard(Place.watch(watch.spec().name(), stage), work);
    }

    /**
     * Writes decisions down; may be repeated. What the store refuses for what is in it is written without its words, alone,
     * so that it keeps no other from being written. Throws what the store throws else.
     */
    void write(List<PollRule.Decision> decisions) {
        write(decisions, decision -> writeTogether(List.of(Unkept.later(decision, clock.instant()))));
    }

    /**
     * @param lastResort what is done about one of which the store takes nothing
     * @return the ids of the watches that it ended
     */
    private Set<String> write(List<PollRule.Decision> decisions, Consumer<PollRule.Decision> lastResort) {
        try {
            return writeTogether(decisions);
        } catch (RuntimeException e) {
            if (!Unkept.is(e)) {
                throw e;
            }
            Set<String> ended = new HashSet<>();
            decisions.forEach(decision -> ended.addAll(writeAlone(decision, lastResort)));
            return ended;
        }
    }

    private Set<String> writeAlone(PollRule.Decision decision, Consumer<PollRule.Decision> lastResort) {
        Set<String> ended = new HashSet<>();
        Optional<RuntimeException> refused = refusal(decision, ended);
        if (refused.isEmpty()) {
            return ended;
        }
        boolean kept = refusal(Unkept.withoutWords(decision), ended).isEmpty();
        if (!kept) {
            lastResort.accept(decision);
        }
        Watch watch = decision.watch();
        if (unkept.size() < UNKEPT_MAX && unkept.add(watch.id() + kept)) {
            LogLine.of("unkept")
                    .with("watch", watch.spec().name())
                    .with("task", watch.spec().ref().taskId())
                    .with("error", StoreFault.words(refused.get()))
                    .with("effect", kept ? "written without the cloud's words" : "not written; tried again later")
                    .with("remedy", StoreFault.remedy(refused.get()))
                    .error(LOG);
        }
        return ended;
    }

    /**
     * Why the store does not take this for what is in it; empty when it did take it.
     *
     * @param ended the id of the watch is added if that ended it
     */
    private Optional<RuntimeException> refusal(PollRule.Decision decision, Set<String> ended) {
        try {
            ended.addAll(writeTogether(List.of(decision)));
            return Optional.empty();
        } catch (RuntimeException e) {
            if (!Unkept.is(e)) {
                throw e;
            }
            return Optional.of(e);
        }
    }

    /** @return the ids of the watches that it ended: those whose claim was still ours */
    private Set<String> writeTogether(List<PollRule.Decision> decisions) {
        List<WatchStore.Recheck> goOn = new ArrayList<>();
        List<PollRule.Decision.End> ended = new ArrayList<>();
        for (PollRule.Decision decision : decisions) {
            if (decision instanceof PollRule.Decision.GoOn next) {
                goOn.add(next.recheck());
            } else if (decision instanceof PollRule.Decision.End end) {
                ended.add(end);
            }
        }
        Set<String> written = ended.isEmpty() ? Set.of() : conclude(ended);
        if (!goOn.isEmpty()) {
            store.record(goOn);
        }
        return written;
    }

    /** Ends watches whose deadline came while their account may not or cannot call. */
    void expire(List<Watch> expired, AccountRow account) {
        Instant now = clock.instant();
        List<PollRule.Decision> ends = new ArrayList<>();
        expired.forEach(w -> alone(w, "judge", () -> ends.add(rule.expired(w, account, now))));
        write(ends, left -> LOG.debug("a watch that cannot be ended is found again when its lease is over"));
    }

    /**
     * Ends claimed watches that were withdrawn. One that the store does not take runs on when its lease is over. Blocks;
     * throws what the store throws.
     *
     * @param by who withdrew them; empty: the files
     * @return the ids of those that ended; one that another node has claimed meanwhile is not among them
     */
    public Set<String> cancel(List<Watch> withdrawn, Optional<Requester> by) {
        Instant now = clock.instant();
        List<PollRule.Decision> ends = new ArrayList<>();
        withdrawn.forEach(watch -> alone(watch, "judge", () -> ends.add(rule.cancelled(watch, now, by))));
        return write(ends, left -> LOG.debug("a watch that cannot be ended runs on when its lease is over"));
    }

    private Set<String> conclude(List<PollRule.Decision.End> ended) {
        Map<InstanceKey, PreviousVerdict> last = new HashMap<>(store.lastVerdicts(
                ended.stream().map(end -> InstanceKey.of(end.watch().spec())).toList()));
        List<WatchStore.Conclusion> conclusions = new ArrayList<>();
        Set<String> ignored = new HashSet<>();
        for (PollRule.Decision.End end : ended.stream()
                .sorted(Comparator.comparing(end -> end.verdict().observedAt()))
                .toList()) {
            InstanceKey instance = InstanceKey.of(end.watch().spec());
            boolean ignore = end.alreadyEnded() && settings.get().alreadyEnded() == AlreadyEnded.IGNORE;
            if (ignore) {
                ignored.add(end.verdict().id());
            }
            alone(
                    end.watch(),
                    "conclude",
                    () -> conclusions.add(conclusion(end, ignore, Optional.ofNullable(last.get(instance)))));
            PreviousVerdict.of(end.verdict()).ifPresent(previous -> last.put(instance, previous));
        }
        Set<String> written = store.conclude(conclusions);
        Set<String> watches = new HashSet<>();
        boolean wake = false;
        for (WatchStore.Conclusion conclusion : conclusions) {
            Verdict verdict = conclusion.verdict();
            if (!written.contains(verdict.id())) {
                continue;
            }
            watches.add(conclusion.watch().id());
            metrics.verdict(verdict.outcome());
            if (conclusion.deliveries().isEmpty()) {
                LogLine.of(ignored.contains(verdict.id()) ? "already-ended" : "unrouted")
                        .with("watch", conclusion.watch().spec().name())
                        .with("outcome", verdict.outcome())
                        .with("verdict", verdict.id())
                        .info(LOG);
            }
            wake |= !conclusion.deliveries().isEmpty();
        }
        if (wake) {
            dispatcher.wake();
        }
        return watches;
    }

    /** @param ignore whether nobody is notified */
    private WatchStore.Conclusion conclusion(
            PollRule.Decision.End end, boolean ignore, Optional<PreviousVerdict> previous) {
        Watch watch = end.watch();
        WatchSpec spec = watch.spec();
        WatchFacts facts = new WatchFacts(
                watch.id(),
                spec.name(),
                spec.labels(),
                spec.account(),
                watch.registeredAt(),
                end.polls(),
                took(watch, end.verdict()),
                spec.notifiers(),
                spec.runbook());
        List<NewDelivery> deliveries = ignore ? List.of() : router.route(end.verdict(), facts, previous);
        return new WatchStore.Conclusion(watch, end.verdict(), end.polls(), end.lastSeen(), deliveries, end.by());
    }

    /** Not below zero, by clocks that differ a little. */
    private static Duration took(Watch watch, Verdict verdict) {
        Duration took = Duration.between(watch.roundStartedAt(), verdict.observedAt());
        return took.isNegative() ? Duration.ZERO : took;
    }

    /** A state that nobody documents is logged once a word, however many watches and polls see it. */
    private void reportUnheardOf(PolledWatch polled) {
        if (!(polled.response().result() instanceof PollResult.Observed observed)
                || observed.observation().phase() != Phase.UNHEARD_OF) {
            return;
        }
        String word = observed.observation().rawState();
        if (unheardOf.size() < UNHEARD_OF_MAX && unheardOf.add(word)) {
            LogLine.of("state")
                    .with("state", word)
                    .with("watch", polled.watch().spec().name())
                    .with("task", polled.watch().spec().ref().taskId())
                    .with("request", observed.observation().requestId())
                    .with("reason", "no source documents this state; polling goes on until the deadline")
                    .warn(LOG);
        }
    }
}
