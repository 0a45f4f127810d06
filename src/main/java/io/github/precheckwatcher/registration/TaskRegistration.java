package io.github.precheckwatcher.registration;

import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.WatchStore.Registered;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Registers what the tasks file names, and remembers what it names. Thread safe; blocks on the store. */
@ApplicationScoped
public class TaskRegistration {
    /** With more new watches than this each one's line is for DEBUG, and one line counts them. */
    private static final int LINES = 50;

    private static final Logger LOG = Logger.getLogger(TaskRegistration.class);

    private final WatchStore store;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final CurrentConfig config;
    private volatile List<WatchSpec> named = List.of();

    public TaskRegistration(WatchStore store, Clock clock, Supplier<UUID> ids, CurrentConfig config) {
        this.store = store;
        this.clock = clock;
        this.ids = ids;
        this.config = config;
    }

    /** Registers the tasks that were loaded at start, and logs the configuration's warnings. After the migrations. */
    public List<Registered> registerAtStart() {
        LoadedConfig loaded = config.config();
        loaded.warnings()
                .forEach(warning ->
                        LogLine.of("config").with("warning", warning.toString()).warn(LOG));
        return registered(
                loaded.specs(),
                store.registerAtStart(
                        loaded.specs(), clock.instant(), () -> ids.get().toString()));
    }

    /**
     * Registers a file's tasks; what ran already is changed to what the file now says.
     *
     * @return in the order of {@code specs}, what became of each
     */
    public List<Registered> apply(List<WatchSpec> specs) {
        return registered(
                specs, store.register(specs, clock.instant(), () -> ids.get().toString()));
    }

    private List<Registered> registered(List<WatchSpec> specs, List<Registered> registered) {
        named = List.copyOf(specs);
        logBegun(registered.stream().filter(TaskRegistration::begins).toList());
        return registered;
    }

    /** What the file names now: as long as it does, an ended watch's identity is kept. */
    public List<WatchIdentity> named() {
        return named.stream().map(WatchSpec::identity).toList();
    }

    private static boolean begins(Registered registered) {
        return switch (registered.kind()) {
            case NEW, NEW_ROUND -> true;
            case RUNNING, ENDED, REFUSED -> false;
        };
    }

    private static void logBegun(List<Registered> begun) {
        boolean each = begun.size() <= LINES;
        if (!each) {
            LogLine.of("watching").with("watches", begun.size()).info(LOG);
        }
        for (Registered watch : begun) {
            LogLine line = LogLine.of("watching")
                    .with("watch", watch.spec().name())
                    .with("task", watch.spec().ref().taskId())
                    .with("account", watch.spec().account())
                    .with("deadline", watch.spec().deadline());
            if (each) {
                line.info(LOG);
            } else {
                line.debug(LOG);
            }
        }
    }
}
