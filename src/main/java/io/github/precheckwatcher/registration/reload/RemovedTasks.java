package io.github.precheckwatcher.registration.reload;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.registration.NodeAgreement;
import io.github.precheckwatcher.registration.TaskRegistration;
import io.github.precheckwatcher.watch.EngineSettings;
import io.github.precheckwatcher.watch.OnRemoval;
import io.github.precheckwatcher.watch.Recorder;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.WatchStore.Unnamed;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What becomes of running watches whose task is gone from the files: watched to the end, or cancelled. On several nodes
 * that waits until the files of all of them agree. Thread safe; blocks on the store.
 */
@ApplicationScoped
public class RemovedTasks {
    private static final Logger LOG = Logger.getLogger(RemovedTasks.class);

    /** With more removed tasks than this each one's line is for DEBUG, and one line counts them. */
    private static final int LINES = 50;

    /** So many are taken from the poll loop at once: they are written before their lease ends. */
    private static final int BATCH = 500;

    private final WatchStore store;
    private final TaskRegistration registration;
    private final NodeAgreement nodes;
    private final Recorder recorder;
    private final Supplier<EngineSettings> settings;
    private final Clock clock;
    /** Whether files were read since the last time that all was settled; guarded by this, as is the one below. */
    private boolean pending = true;

    private List<String> waitsFor = List.of();

    public RemovedTasks(
            WatchStore store,
            TaskRegistration registration,
            NodeAgreement nodes,
            Recorder recorder,
            Supplier<EngineSettings> settings,
            Clock clock) {
        this.store = store;
        this.registration = registration;
        this.nodes = nodes;
        this.recorder = recorder;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * New files are in effect, and their tasks are about to be registered: some may be gone. Other nodes know what is named
     * now before any of it is registered here. Throws what the store throws; may be repeated.
     */
    synchronized void changed() {
        pending = true;
        nodes.differing();
    }

    /** Does what is to be done about removed tasks, once all nodes agree. Throws what the store throws; may be repeated. */
    synchronized void settle() {
        if (!pending || !waitsFor.isEmpty() && !nodes.differing().isEmpty()) {
            return;
        }
        List<Unnamed> removed = store.unnamed(registration.named());
        if (!removed.isEmpty()) {
            List<String> differing = nodes.differing();
            if (!differing.isEmpty()) {
                logWaiting(removed.size(), differing);
                return;
            }
            Map<OnRemoval, List<Unnamed>> byWish = removed.stream().collect(Collectors.groupingBy(Unnamed::onRemoval));
            keep(byWish.getOrDefault(OnRemoval.KEEP, List.of()));
            cancel(byWish.getOrDefault(OnRemoval.CANCEL, List.of()));
        }
        pending = false;
        waitsFor = List.of();
    }

    private void keep(List<Unnamed> removed) {
        Set<String> kept =
                store.keepUnnamed(removed.stream().map(Unnamed::watchId).toList());
        log(removed, kept, "keep", "it is watched to its end");
    }

    private void cancel(List<Unnamed> removed) {
        Set<String> cancelled = new HashSet<>();
        for (int from = 0; from < removed.size(); from += BATCH) {
            List<String> ids = removed.subList(from, Math.min(from + BATCH, removed.size())).stream()
                    .map(Unnamed::watchId)
                    .toList();
            List<Watch> taken =
                    store.takeUnnamed(ids, clock.instant(), settings.get().lease());
            cancelled.addAll(recorder.cancel(taken, Optional.empty()));
        }
        log(removed, cancelled, "cancel", "it is CANCELLED");
    }

    private void logWaiting(int tasks, List<String> differing) {
        if (!differing.equals(waitsFor)) {
            waitsFor = List.copyOf(differing);
            LogLine.of("removed")
                    .with("tasks", tasks)
                    .with("state", "WAITING")
                    .with("nodes", String.join(",", differing))
                    .with("reason", "the files of these nodes name other tasks; a removal counts once all agree")
                    .info(LOG);
        }
    }

    private static void log(List<Unnamed> removed, Set<String> done, String onRemoval, String effect) {
        Map<String, Unnamed> byId = removed.stream().collect(Collectors.toMap(Unnamed::watchId, Function.identity()));
        List<Unnamed> all =
                new ArrayList<>(done.stream().map(byId::get).sorted(byName()).toList());
        boolean each = all.size() <= LINES;
        if (!each) {
            LogLine.of("removed")
                    .with("watches", all.size())
                    .with("on-removal", onRemoval)
                    .with("effect", "no file names them any more; each: " + effect)
                    .info(LOG);
        }
        for (Unnamed watch : all) {
            LogLine line = LogLine.of("removed")
                    .with("watch", watch.name())
                    .with("task", watch.identity().ref().taskId())
                    .with("account", watch.identity().account())
                    .with("on-removal", onRemoval)
                    .with("effect", "no file names it any more; " + effect);
            if (each) {
                line.info(LOG);
            } else {
                line.debug(LOG);
            }
        }
    }

    private static java.util.Comparator<Unnamed> byName() {
        return java.util.Comparator.comparing(Unnamed::name).thenComparing(Unnamed::watchId);
    }
}
