package io.github.precheckwatcher.api;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.watch.EngineSettings;
import io.github.precheckwatcher.watch.WatchStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The accounts that a filter can name: those that are configured here, and those that the store knows. Blocks. */
@ApplicationScoped
public class KnownAccounts {
    private final WatchStore store;
    private final Supplier<EngineSettings> settings;

    KnownAccounts(WatchStore store, Supplier<EngineSettings> settings) {
        this.store = requireNonNull(store, "store");
        this.settings = requireNonNull(settings, "settings");
    }

    /** @throws RequestProblem 400 when no watch can have this account */
    public void require(String account) {
        TreeSet<String> known = new TreeSet<>(settings.get().callsPerSecond().keySet());
        known.addAll(store.accounts().keySet());
        if (!known.contains(account)) {
            throw RequestProblem.bad("there is no account " + account + "; known are " + String.join(", ", known));
        }
    }
}
