package io.github.precheckwatcher.log;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something that goes wrong for a while, as the log shows it: a line when it begins, a line for each further cause, and a
 * line when it ends; never a line for each occurrence. It says what is to be logged; its owner writes the lines. Thread
 * safe.
 */
public final class Episode {
    /** A cause beyond this is not logged: texts from outside may be different each time. */
    private static final int MOST_CAUSES = 50;

    private final Duration quiet;

    /** When each cause was logged last. */
    private final Map<String, Instant> causes = new HashMap<>();

    private Optional<Instant> since = Optional.empty();
    private boolean logged;

    /**
     * @param quiet >= 0; a cause that was logged so short a while ago is not logged again, although the episode ended
     *     meanwhile: for what comes and goes
     */
    public Episode(Duration quiet) {
        this.quiet = requireNonNull(quiet, "quiet");
    }

    /** It goes on, or begins. */
    public synchronized void begin(Instant now) {
        if (since.isEmpty()) {
            since = Optional.of(now);
        }
    }

    /**
     * It goes on, or begins, for this reason.
     *
     * @return whether that is to be logged
     */
    public synchronized boolean occurs(String cause, Instant now) {
        begin(now);
        boolean news = isNews(cause, now);
        logged |= news;
        return news;
    }

    /** Its owner logs it for a reason of its own. */
    public synchronized void logged() {
        logged = true;
    }

    /**
     * Whether a cause is to be logged now: it was not in this episode, nor a short while ago. It counts as logged from now
     * on. Begins nothing.
     */
    public synchronized boolean isNews(String cause, Instant now) {
        Instant last = causes.get(cause);
        boolean known = last == null
                ? causes.size() >= MOST_CAUSES
                : logged && since.filter(begun -> !last.isBefore(begun)).isPresent() || isRecent(last, now);
        if (!known) {
            causes.put(cause, now);
        }
        return !known;
    }

    /** A clock that was set back is no reason for silence. */
    private boolean isRecent(Instant last, Instant now) {
        return Duration.between(last, now).abs().compareTo(quiet) < 0;
    }

    /**
     * It is over.
     *
     * @return how long it lasted, if the log says that it began
     */
    public synchronized Optional<Duration> end(Instant now) {
        Optional<Duration> lasted = since.filter(begun -> logged).map(begun -> Duration.between(begun, now));
        since = Optional.empty();
        logged = false;
        causes.values().removeIf(last -> !isRecent(last, now));
        return lasted;
    }

    /** Since when it goes on; empty: it does not. */
    public synchronized Optional<Instant> since() {
        return since;
    }

    /** Whether it is over, and all that was logged is so long ago that it may be logged again. */
    public synchronized boolean isForgotten(Instant now) {
        return since.isEmpty() && causes.values().stream().noneMatch(last -> isRecent(last, now));
    }
}
