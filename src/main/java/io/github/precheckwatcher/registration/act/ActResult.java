package io.github.precheckwatcher.registration.act;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.watch.act.Act;
import io.github.precheckwatcher.watch.act.Chosen;
import java.util.Optional;

/**
 * What became of a watch by an act.
 *
 * @param watch as the act found it
 */
public record ActResult(Chosen watch, ActEffect effect) {
    public ActResult {
        requireNonNull(watch, "watch");
        requireNonNull(effect, "effect");
    }

    /** What the act does, or did, to a watch that it finds so. */
    static ActResult of(Act act, Chosen watch) {
        return new ActResult(
                watch,
                switch (act) {
                    case CANCEL -> watch.runs() ? ActEffect.CANCELLED : ActEffect.ENDED;
                    case POLL -> watch.runs() ? (watch.polled() ? ActEffect.POLLING : ActEffect.DUE) : ActEffect.ENDED;
                    case REWATCH -> watch.runs() ? ActEffect.RUNNING : ActEffect.NEW_ROUND;
                });
    }

    /** Why nothing was done; empty: something was. */
    public Optional<String> reason() {
        return switch (effect) {
            case CANCELLED, DUE, NEW_ROUND, FORGOTTEN -> Optional.empty();
            case POLLING -> Optional.of("it is being polled");
            case RUNNING -> Optional.of("it runs");
            case NOT_CANCELLED ->
                Optional.of("its end could not be written: the daemon's log says more; it runs on, try again");
            case NOT_REACHED -> Optional.of("there were more than one request has time for: ask again");
            case ENDED ->
                Optional.of("it has ended" + watch.outcome().map(o -> ": " + o).orElse(""));
        };
    }
}
