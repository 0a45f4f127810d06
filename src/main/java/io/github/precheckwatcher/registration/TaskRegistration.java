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
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Registers what the files name, and remembers what they name. Thread safe; blocks on the store. */
@ApplicationScoped
public class TaskRegistration {
    private static final Logger LOG = Logger.getLogger(TaskRegistration.class);

    private final WatchStore store;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final CurrentConfig config;
    private volatile List<WatchSpec> named = List.of();
    /** What the store has of the files; guarded by this. */
    private Map<WatchIdentity, WatchSpec> registered = Map.of();

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
        return apply(loaded.specs(), store::registerAtStart);
    }

    /**
     * Registers the files' tasks: those that are not registered as they are already. What ran is changed to what the files
     * now say. Throws what the store throws, and may then be repeated.
     *
     * @param specs all that the files name
     * @return in the order of {@code specs}, what became of those that are new or changed
     */
    public List<Registered> apply(List<WatchSpec> specs) {
        return apply(specs, store::register);
    }

    private synchronized List<Registered> apply(List<WatchSpec> specs, Register register) {
        named = List.copyOf(specs);
        Map<WatchIdentity, WatchSpec> wanted =
                specs.stream().collect(Collectors.toMap(WatchSpec::identity, Function.identity(), (a, b) -> b));
        List<WatchSpec> others = specs.stream()
                .filter(spec -> !spec.equals(registered.get(spec.identity())))
                .toList();
        Map<WatchIdentity, WatchSpec> untouched = new HashMap<>(registered);
        others.forEach(spec -> untouched.remove(spec.identity()));
        registered = untouched; // whatever is written of the others when this fails
        List<Registered> became = others.isEmpty()
                ? List.of()
                : register.register(others, clock.instant(), () -> ids.get().toString());
        registered = wanted;
        BegunRounds.log(
                LOG,
                became.stream()
                        .filter(TaskRegistration::begins)
                        .map(Registered::spec)
                        .toList());
        return became;
    }

    /** What the store does with specifications, at the start or later. */
    @FunctionalInterface
    private interface Register {
        List<Registered> register(List<WatchSpec> specs, Instant now, Supplier<String> ids);
    }

    /** What the files name now: as long as they do, an ended watch's identity is kept. */
    public List<WatchIdentity> named() {
        return named.stream().map(WatchSpec::identity).toList();
    }

    private static boolean begins(Registered registered) {
        return switch (registered.kind()) {
            case NEW, NEW_ROUND -> true;
            case RUNNING, CHANGED, ENDED, IN_FILES, REFUSED -> false;
        };
    }
}
