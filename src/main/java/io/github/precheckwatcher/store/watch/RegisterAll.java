package io.github.precheckwatcher.store.watch;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.log.StoreFault;
import io.github.precheckwatcher.store.database.Chunks;
import io.github.precheckwatcher.store.database.StoreException;
import io.github.precheckwatcher.store.database.Transactions;
import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore.Registered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Registers any number of watches, many in a transaction, always in the same order so that nodes do not wait for each
 * other in a circle.
 */
final class RegisterAll {
    static final Comparator<WatchSpec> BY_IDENTITY = comparing(
                    (WatchSpec s) -> s.ref().taskId())
            .thenComparing(s -> s.ref().instanceUuid())
            .thenComparing(s -> s.ref().uniRegionId())
            .thenComparing(WatchSpec::account);

    private static final Logger LOG = Logger.getLogger(RegisterAll.class);

    /** What is asked for twice in one list runs already at the second time. */
    private static final Set<Registered.Kind> AGAIN =
            Set.of(Registered.Kind.NEW, Registered.Kind.NEW_ROUND, Registered.Kind.RUNNING);

    private final Transactions transactions;
    private final RegisterWatches registerWatches;

    RegisterAll(Transactions transactions, RegisterWatches registerWatches) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.registerWatches = requireNonNull(registerWatches, "registerWatches");
    }

    /**
     * As {@link io.github.precheckwatcher.watch.WatchStore#register}.
     *
     * @param firstStart whether new watches are of the first start
     */
    List<Registered> register(List<WatchSpec> specs, Instant now, Supplier<String> ids, boolean firstStart) {
        Map<WatchIdentity, WatchSpec> wanted = new LinkedHashMap<>();
        specs.stream().map(WatchRows::kept).forEach(spec -> wanted.put(spec.identity(), spec));
        List<WatchSpec> ordered = wanted.values().stream().sorted(BY_IDENTITY).toList();
        Map<WatchIdentity, Registered> became = new HashMap<>();
        for (List<WatchSpec> chunk : Chunks.of(ordered)) {
            became.putAll(registerTogetherOrAlone(chunk, now, ids, firstStart));
        }
        List<Registered> results = new ArrayList<>();
        Set<WatchIdentity> seen = new HashSet<>();
        for (WatchSpec spec : specs) {
            WatchIdentity identity = WatchRows.kept(spec).identity();
            Registered registered = became.get(identity);
            boolean again = !seen.add(identity) && AGAIN.contains(registered.kind());
            Registered.Kind kind = again ? Registered.Kind.RUNNING : registered.kind();
            results.add(new Registered(spec, registered.watchId(), kind));
        }
        return results;
    }

    /** One that the database refuses for what is in it must not keep the others from being watched. */
    private Map<WatchIdentity, Registered> registerTogetherOrAlone(
            List<WatchSpec> specs, Instant now, Supplier<String> ids, boolean firstStart) {
        try {
            return transactions.run(c -> registerWatches.register(c, specs, now, ids, firstStart));
        } catch (StoreException e) {
            if (e.kind() != StoreFault.Kind.CONTENT) {
                throw e;
            }
            if (specs.size() == 1) {
                WatchSpec refused = specs.get(0);
                LogLine.of("watching")
                        .with("watch", refused.name())
                        .with("state", "REFUSED")
                        .with("error", StoreFault.words(e))
                        .with("remedy", "the database does not take this task; change what it refuses, or report it")
                        .error(LOG);
                return Map.of(refused.identity(), new Registered(refused, "", Registered.Kind.REFUSED));
            }
            Map<WatchIdentity, Registered> became = new HashMap<>();
            specs.forEach(spec -> became.putAll(registerTogetherOrAlone(List.of(spec), now, ids, firstStart)));
            return became;
        }
    }
}
