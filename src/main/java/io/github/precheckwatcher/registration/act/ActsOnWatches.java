package io.github.precheckwatcher.registration.act;

import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.registration.BegunRounds;
import io.github.precheckwatcher.store.database.Chunks;
import io.github.precheckwatcher.watch.EngineSettings;
import io.github.precheckwatcher.watch.Recorder;
import io.github.precheckwatcher.watch.Waiter;
import io.github.precheckwatcher.watch.act.Act;
import io.github.precheckwatcher.watch.act.Chosen;
import io.github.precheckwatcher.watch.act.Selection;
import io.github.precheckwatcher.watch.act.WatchActs;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Does to watches what operators ask for, many at a time. Thread safe; blocks on the store and throws what it throws. */
@ApplicationScoped
public class ActsOnWatches {
    private static final Logger LOG = Logger.getLogger(ActsOnWatches.class);

    /** So long further batches are begun: a worker thread is held meanwhile. */
    private static final Duration TIME = Duration.ofSeconds(15);

    private final WatchActs watchActs;
    private final Recorder recorder;
    private final Waiter waiter;
    private final CurrentConfig config;
    private final Supplier<EngineSettings> settings;
    private final Clock clock;
    private final Clock monotonic;

    public ActsOnWatches(
            WatchActs watchActs,
            Recorder recorder,
            Waiter waiter,
            CurrentConfig config,
            Supplier<EngineSettings> settings,
            Clock clock,
            @Identifier("monotonic") Clock monotonic) {
        this.watchActs = watchActs;
        this.recorder = recorder;
        this.waiter = waiter;
        this.config = config;
        this.settings = settings;
        this.clock = clock;
        this.monotonic = monotonic;
    }

    /** What the act would do now; an id that is not there is left out. Changes nothing. */
    public List<ActResult> preview(Act act, Selection selection) {
        return watchActs.choose(selection, clock.instant()).stream()
                .map(watch -> ActResult.of(act, watch))
                .toList();
    }

    /** Does it. An id that is not there is left out; of very many that are to be cancelled some may not be reached. */
    public List<ActResult> perform(Act act, Selection selection, Requester by) {
        List<ActResult> results = switch (act) {
            case CANCEL -> cancel(selection, by);
            case POLL -> poll(selection, by);
            case REWATCH -> rewatch(selection, by);
        };
        List<Chosen> done = results.stream()
                .filter(result -> result.effect().done())
                .map(ActResult::watch)
                .toList();
        log(act.word(), done, by);
        if (act == Act.REWATCH) {
            BegunRounds.log(LOG, done.stream().map(Chosen::spec).toList());
        }
        if (act != Act.CANCEL && !done.isEmpty()) {
            waiter.wake(); // their polls are due
        }
        return results;
    }

    /** Some at a time, so that each is written before the lease ends by which it is taken from the poll loop. */
    private List<ActResult> cancel(Selection selection, Requester by) {
        List<Chosen> chosen = watchActs.choose(selection, clock.instant());
        List<String> running =
                chosen.stream().filter(Chosen::runs).map(Chosen::id).toList();
        Instant end = monotonic.instant().plus(TIME);
        Set<String> reached = new HashSet<>();
        Set<String> cancelled = new HashSet<>();
        for (List<String> some : Chunks.of(running)) {
            if (monotonic.instant().isAfter(end)) {
                break;
            }
            reached.addAll(some);
            cancelled.addAll(recorder.cancel(
                    watchActs.take(some, clock.instant(), settings.get().lease()), Optional.of(by)));
        }
        Map<String, Chosen> left = new HashMap<>();
        List<String> others = chosen.stream()
                .map(Chosen::id)
                .filter(id -> !cancelled.contains(id))
                .toList();
        watchActs.choose(new Selection.ByIds(others), clock.instant()).forEach(watch -> left.put(watch.id(), watch));
        return chosen.stream()
                .filter(watch -> cancelled.contains(watch.id()) || left.containsKey(watch.id()))
                .map(watch -> cancelled.contains(watch.id())
                        ? new ActResult(watch, ActEffect.CANCELLED)
                        : notCancelled(left.get(watch.id()), reached))
                .toList();
    }

    private static ActResult notCancelled(Chosen watch, Set<String> reached) {
        ActEffect runs = reached.contains(watch.id()) ? ActEffect.NOT_CANCELLED : ActEffect.NOT_REACHED;
        return new ActResult(watch, watch.runs() ? runs : ActEffect.ENDED);
    }

    private List<ActResult> poll(Selection selection, Requester by) {
        List<String> ids = watchActs.choose(selection, clock.instant()).stream()
                .map(Chosen::id)
                .toList();
        return watchActs.poll(ids, clock.instant(), by).stream()
                .map(watch -> ActResult.of(Act.POLL, watch))
                .toList();
    }

    private List<ActResult> rewatch(Selection selection, Requester by) {
        return watchActs.rewatch(selection, config.config().specs(), clock.instant(), by).stream()
                .map(watch -> ActResult.of(Act.REWATCH, watch))
                .toList();
    }

    /** One line, which names the watch if there is one alone. */
    static void log(String act, List<Chosen> done, Requester by) {
        if (done.isEmpty()) {
            return;
        }
        LogLine line = LogLine.of(act);
        by.in(
                        done.size() > 1
                                ? line.with("watches", done.size())
                                : line.with("watch", done.get(0).spec().name())
                                        .with("task", done.get(0).spec().ref().taskId()))
                .info(LOG);
    }
}
