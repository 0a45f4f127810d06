package io.github.precheckwatcher.config;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.cloud.Accounts;
import io.github.precheckwatcher.cloud.CurrentAccounts;
import io.github.precheckwatcher.notify.CurrentNotifySettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.watch.EngineSettings;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The configuration of this moment: implements the ports of those who ask for a part of it. All parts change together.
 * Thread safe.
 */
public final class CurrentConfig implements CurrentAccounts, CurrentNotifySettings, Supplier<EngineSettings> {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile LoadedConfig config;

    public CurrentConfig(LoadedConfig config) {
        this.config = requireNonNull(config, "config");
    }

    /** All of it; the parts of one answer belong together. */
    public LoadedConfig config() {
        return config;
    }

    /** The engine's part. */
    @Override
    public EngineSettings get() {
        return config.engine();
    }

    @Override
    public Accounts accounts() {
        return config.accounts();
    }

    @Override
    public NotifySettings settings() {
        return config.notifiers();
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(requireNonNull(listener, "listener"));
    }

    /**
     * From now on this one holds: first for whoever asks, then the listeners are run, here, in the order in which they
     * came. What is under way ends by what it began with.
     *
     * @param next its store, data-dir, lease and Quarkus's keys must be as they are: those take effect at a start alone
     * @throws IllegalArgumentException when they are not; then nothing is changed
     * @throws RuntimeException what a listener threw, after all were run
     */
    public synchronized void swap(LoadedConfig next) {
        List<String> fixed = requireNonNull(next, "next").needRestart(config);
        if (!fixed.isEmpty()) {
            throw new IllegalArgumentException("takes effect at a start alone: " + String.join(", ", fixed));
        }
        config = next;
        RuntimeException failed = null;
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
