package io.github.precheckwatcher.registration;

import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.watch.Waiter;
import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.WatchStore.Registered;
import io.github.precheckwatcher.watch.WatchStore.Registered.Kind;
import io.github.precheckwatcher.watch.WatchStore.Requested;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Registers what somebody asks for by a request. Thread safe; blocks on the store. */
@ApplicationScoped
public class RequestRegistration {
    private static final Logger LOG = Logger.getLogger(RequestRegistration.class);
    private static final Set<Kind> BEGINS = Set.of(Kind.NEW, Kind.NEW_ROUND);

    private final WatchStore store;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final CurrentConfig config;
    private final Waiter waiter;

    public RequestRegistration(WatchStore store, Clock clock, Supplier<UUID> ids, CurrentConfig config, Waiter waiter) {
        this.store = store;
        this.clock = clock;
        this.ids = ids;
        this.config = config;
        this.waiter = waiter;
    }

    /**
     * Registers all of it or nothing, and lets the engine look at once for what is due. Throws what the store throws.
     *
     * @param specs of different identities
     */
    public Requested register(List<WatchSpec> specs, Requester by) {
        LoadedConfig now = config.config();
        Set<WatchIdentity> named = now.specs().stream().map(WatchSpec::identity).collect(Collectors.toSet());
        Requested requested = store.request(
                specs,
                clock.instant(),
                () -> ids.get().toString(),
                by,
                named::contains,
                now.requests().most());
        if (requested instanceof Requested.Done done) {
            List<WatchSpec> begun = specs(done, BEGINS);
            List<WatchSpec> changed = specs(done, Set.of(Kind.CHANGED));
            BegunRounds.log(LOG, "watching", begun, by::in);
            BegunRounds.log(LOG, "changed", changed, by::in);
            if (!begun.isEmpty() || !changed.isEmpty()) {
                waiter.wake();
            }
        }
        return requested;
    }

    private static List<WatchSpec> specs(Requested.Done done, Set<Kind> kinds) {
        return done.registered().stream()
                .filter(registered -> kinds.contains(registered.kind()))
                .map(Registered::spec)
                .toList();
    }
}
