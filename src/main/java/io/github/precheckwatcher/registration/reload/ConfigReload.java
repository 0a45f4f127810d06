package io.github.precheckwatcher.registration.reload;

import io.github.precheckwatcher.config.ConfigFiles;
import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.config.schema.ConfigProblem;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.log.StoreFault;
import io.github.precheckwatcher.registration.TaskRegistration;
import io.github.precheckwatcher.registration.reload.ReloadResult.Applied;
import io.github.precheckwatcher.registration.reload.ReloadResult.Refused;
import io.github.precheckwatcher.watch.AccountUpdates;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the files again and puts what they say into effect, all or nothing: settings at one moment, then the tasks. One
 * reload at a time. Thread safe; blocks on files and store.
 */
@ApplicationScoped
public class ConfigReload {
    /** How often files that change while they are read are read once more for who does not wait. */
    private static final int TRIES = 3;

    private static final Place SETTINGS = Place.job("follow new settings");
    private static final Place TASKS = Place.job("register tasks");
    private static final Place ACCOUNTS = Place.job("follow new accounts");
    private static final Place REMOVED = Place.job("removed tasks");
    private static final Place NEWS = Place.job("news of a reload");
    private static final Place READ = Place.job("read the configuration");

    private final CurrentConfig current;
    private final ConfigFiles files;
    private final TaskRegistration registration;
    private final RemovedTasks removed;
    private final AccountUpdates accounts;
    private final ReloadMetric metric;
    private final ReloadNews news;
    private final FaultLog faults;
    private final Clock clock;
    private final FileSettling settling;
    private final ReloadLog log;
    private volatile List<ConfigProblem> mistakes = List.of();
    /** Guarded by this, as is all that follows. */
    private Optional<Instant> refusedSince = Optional.empty();

    private boolean tasksWait;
    private List<String> accountsWait = List.of();

    public ConfigReload(
            CurrentConfig current,
            ConfigFiles files,
            TaskRegistration registration,
            RemovedTasks removed,
            AccountUpdates accounts,
            ReloadMetric metric,
            ReloadNews news,
            FaultLog faults,
            Clock clock) {
        this.current = current;
        this.files = files;
        this.registration = registration;
        this.removed = removed;
        this.accounts = accounts;
        this.metric = metric;
        this.news = news;
        this.faults = faults;
        this.clock = clock;
        this.settling = new FileSettling(current.config().source().version());
        this.log = new ReloadLog(current.config());
    }

    /** Reads the files now, however young their changes are. */
    public synchronized ReloadResult reload(Trigger by) {
        String version = files.version();
        Attempt attempt = read();
        for (int tries = 1; tries < TRIES && !files.version().equals(version); tries++) {
            version = files.version();
            attempt = read();
        }
        return settle(by, version, attempt);
    }

    /** Looks for files that have changed and settled, and reads them; does what earlier reloads had to leave. */
    synchronized void look() {
        if (!current.config().source().reloadInterval().isZero()) {
            lookAtFiles();
        }
        catchUp();
    }

    private void lookAtFiles() {
        String version = files.version();
        if (!settling.isDue(version)) {
            return;
        }
        Attempt attempt = read();
        // what changed while it was read may be half of one version and half of another
        if (settling.isImpatient() || files.version().equals(version)) {
            settle(Trigger.FILES, version, attempt);
        }
    }

    /** What the files that were refused last are refused for; empty: what they say is in effect. */
    public List<ConfigProblem> mistakes() {
        return mistakes;
    }

    /** What reading gave: a configuration, or its mistakes. */
    private record Attempt(Optional<LoadedConfig> loaded, List<ConfigProblem> mistakes) {}

    private Attempt read() {
        try {
            Attempt attempt = new Attempt(Optional.of(files.load(current.config())), List.of());
            faults.worked(READ);
            return attempt;
        } catch (ConfigException e) {
            faults.worked(READ);
            return new Attempt(Optional.empty(), e.problems());
        } catch (RuntimeException | Error e) {
            // what nobody foresaw about a file is a mistake in it, as far as the daemon is concerned
            faults.failed(READ, e);
            return new Attempt(
                    Optional.empty(),
                    List.of(new ConfigProblem(
                            "configuration",
                            java.util.OptionalInt.empty(),
                            "",
                            "cannot be read: " + e.getClass().getSimpleName() + "; the log says more")));
        }
    }

    private ReloadResult settle(Trigger by, String version, Attempt attempt) {
        settling.tried(version, attempt.loaded().isEmpty());
        return attempt.loaded().isPresent() ? apply(by, attempt.loaded().get()) : refuse(by, attempt.mistakes());
    }

    private Refused refuse(Trigger by, List<ConfigProblem> found) {
        boolean isNews = !found.equals(mistakes);
        mistakes = found;
        refusedSince = refusedSince.or(() -> Optional.of(clock.instant()));
        metric.refused();
        if (isNews) {
            log.refused(by, found);
            news.refused(found);
            catchUp();
        }
        return new Refused(found);
    }

    private Applied apply(Trigger by, LoadedConfig loaded) {
        LoadedConfig running = current.config();
        LoadedConfig next = loaded.beside(running);
        ConfigChanges changes = ConfigChanges.between(running, next, loaded.needRestart(running));
        faults.guard(SETTINGS, () -> current.swap(next));
        tasksWait = true;
        List<String> others = new ArrayList<>(accountsWait);
        others.addAll(changes.accounts().changed());
        others.addAll(changes.accounts().removed());
        accountsWait = others;
        mistakes = List.of();
        metric.applied();
        Optional<Duration> refused = refusedSince.map(since -> Duration.between(since, clock.instant()));
        refusedSince = Optional.empty();
        refused.ifPresent(news::recovered);
        catchUp();
        Applied applied = new Applied(changes, tasksWait);
        log.applied(by, applied, refused, next);
        return applied;
    }

    /** What the store does not take now is tried again at the next look; while it is away nothing more is asked of it. */
    private void catchUp() {
        boolean there = !faults.store().stopped();
        if (there && tasksWait) {
            there = tried(TASKS, () -> {
                removed.changed();
                registration.apply(current.config().specs());
                tasksWait = false;
            });
        }
        if (there && !accountsWait.isEmpty()) {
            there = tried(ACCOUNTS, () -> {
                accounts.follow(accountsWait);
                accountsWait = List.of();
            });
        }
        there = there && tried(NEWS, news::post);
        if (there && !tasksWait) {
            tried(REMOVED, removed::settle);
        }
    }

    /** Whether the store may be asked for something else. */
    private boolean tried(Place place, Runnable work) {
        try {
            work.run();
            faults.worked(place);
            return true;
        } catch (RuntimeException | Error e) {
            faults.failed(place, e);
            return !StoreFault.everybody(e);
        }
    }
}
