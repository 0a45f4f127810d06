package io.github.precheckwatcher.log;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Where the program catches what nobody foresaw. Whoever works for one notifier, account or watch catches all that is
 * thrown there, so that it hits that one alone, and reports it here; here it is logged once: when it starts, when it
 * changes and when it ends. What the store throws is {@link StoreOutage}'s. Errors of the virtual machine itself, but
 * for a stack that ran over, are thrown on: nobody can go on after them. Thread safe.
 */
@ApplicationScoped
public class FaultLog {
    private static final Logger LOG = Logger.getLogger(FaultLog.class);

    /** A fault that comes and goes is logged at most so often. */
    private static final Duration QUIET = Duration.ofMinutes(10);

    /** One mistake of ours can hit every watch there is: what is beyond this is not logged. */
    private static final int PLACES = 100;

    private static final String OURS = "io.github.precheckwatcher.";

    private final StoreOutage store;
    private final Clock clock;
    private final Map<Place, Fault> faults = new ConcurrentHashMap<>();
    private final Map<Place, Episode> episodes = new HashMap<>();

    public FaultLog(StoreOutage store, Clock clock) {
        this.store = requireNonNull(store, "store");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Where it is logged that the store fails. */
    public StoreOutage store() {
        return store;
    }

    /**
     * Work failed, perhaps because the store could not be written.
     *
     * @return whether the program itself is at fault, and not the store
     * @throws VirtualMachineError when the fault is one that nobody can go on after
     */
    public boolean failed(Place place, Throwable fault) {
        return failed(place, fault, store::failed);
    }

    /** As {@link #failed}, where the store was only to be read. */
    public boolean unreadable(Place place, Throwable fault) {
        return failed(place, fault, store::unreadable);
    }

    private boolean failed(Place place, Throwable fault, Consumer<RuntimeException> storeFails) {
        OutOfMemory.endIf(fault);
        Optional<RuntimeException> known = storeFault(fault);
        known.ifPresentOrElse(storeFails, () -> broke(place, fault));
        return known.isEmpty();
    }

    /**
     * As {@link #failed}, for work on many things at once that is then done for each alone: a fault of ours is logged
     * there, with what it hits.
     */
    public boolean failedTogether(Place place, Throwable fault) {
        OutOfMemory.endIf(fault);
        if (storeFault(fault).isPresent()) {
            return failed(place, fault);
        }
        if (isFatal(fault)) {
            throw (VirtualMachineError) fault;
        }
        LOG.debugf(fault, "fault %s", place);
        return true;
    }

    /** Work was done: whatever kept it from being done before is over. Costs nothing while nothing fails. */
    public void worked(Place place) {
        if (!faults.isEmpty() && faults.containsKey(place)) {
            over(place);
        }
    }

    /** Does a piece of work that no other depends on; what it throws is logged here. */
    public void guard(Place place, Runnable work) {
        try {
            work.run();
            worked(place);
        } catch (RuntimeException | Error e) {
            failed(place, e);
        }
    }

    /** What fails now of one notifier, the oldest first. */
    public List<Fault> ofNotifier(String name) {
        return faults.values().stream()
                .filter(fault -> fault.place().what().equals(Place.NOTIFIER)
                        && fault.place().name().equals(name))
                .sorted(java.util.Comparator.comparing(Fault::since))
                .toList();
    }

    /** What nobody can go on after. */
    public static boolean isFatal(Throwable fault) {
        return fault instanceof VirtualMachineError && !(fault instanceof StackOverflowError);
    }

    private static Optional<RuntimeException> storeFault(Throwable fault) {
        return fault instanceof StoreFault && fault instanceof RuntimeException known
                ? Optional.of(known)
                : Optional.empty();
    }

    private void broke(Place place, Throwable fault) {
        if (isFatal(fault)) {
            throw (VirtualMachineError) fault;
        }
        LOG.debugf(fault, "fault %s", place);
        if (!store.stopped()) {
            note(place, fault);
        }
    }

    private synchronized void note(Place place, Throwable fault) {
        Instant now = clock.instant();
        String error = words(fault);
        Fault before = faults.get(place);
        if (before == null ? faults.size() >= PLACES : before.error().equals(error)) {
            return;
        }
        boolean news = isNews(place, error, now);
        faults.put(
                place,
                new Fault(
                        place,
                        before == null ? now : before.since(),
                        error,
                        news || before != null && before.logged()));
        if (news) {
            line(place, "FAILING")
                    .with("error", error)
                    .with("at", at(fault))
                    .with("remedy", "all else goes on and this is tried again; if it lasts, report it with this line")
                    .error(LOG);
        }
    }

    private boolean isNews(Place place, String error, Instant now) {
        episodes.values().removeIf(episode -> episode.isForgotten(now));
        return (episodes.size() < PLACES || episodes.containsKey(place))
                && episodes.computeIfAbsent(place, p -> new Episode(QUIET)).occurs(error, now);
    }

    private synchronized void over(Place place) {
        faults.remove(place);
        Optional<Duration> lasted =
                Optional.ofNullable(episodes.get(place)).flatMap(episode -> episode.end(clock.instant()));
        if (lasted.isPresent() && !store.stopped()) {
            line(place, "OK").with("was", "FAILING").with("for", lasted).info(LOG);
        }
    }

    private static LogLine line(Place place, String state) {
        LogLine line = LogLine.of("fault");
        return (place.name().isEmpty() ? line : line.with(place.what(), place.name()))
                .with("stage", place.stage())
                .with("state", state);
    }

    /** Without its message, which may hold a secret. */
    private static String words(Throwable fault) {
        Throwable cause = fault.getCause();
        return fault.getClass().getSimpleName()
                + (cause == null ? "" : " of " + cause.getClass().getSimpleName());
    }

    /** Where in our code, as {@code NotifierWorker.fill:185}. */
    private static Optional<String> at(Throwable fault) {
        return java.util.Arrays.stream(fault.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .findFirst()
                .map(frame ->
                        frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1) + "."
                                + frame.getMethodName() + ":" + frame.getLineNumber());
    }

    /**
     * What work fails: whose, and which piece of it.
     *
     * @param what {@code notifier}, {@code account}, {@code watch} or {@code job}
     * @param name its name; empty: there is one alone
     * @param stage as {@code claim}
     */
    public record Place(String what, String name, String stage) {
        private static final String NOTIFIER = "notifier";

        public Place {
            requireNonNull(what, "what");
            requireNonNull(name, "name");
            requireNonNull(stage, "stage");
        }

        /** A stage of one notifier's work. */
        public static Place notifier(String name, String stage) {
            return new Place(NOTIFIER, name, stage);
        }

        /** A stage of one account's work. */
        public static Place account(String name, String stage) {
            return new Place("account", name, stage);
        }

        /** A stage of one watch's work. */
        public static Place watch(String name, String stage) {
            return new Place("watch", name, stage);
        }

        /** Work that is nobody's in particular. */
        public static Place job(String stage) {
            return new Place("job", "", stage);
        }
    }

    /**
     * What fails now.
     *
     * @param since since when
     * @param error which exception it is, without its message
     * @param logged whether the log says so
     */
    public record Fault(Place place, Instant since, String error, boolean logged) {}
}
