package io.github.precheckwatcher.registration.reload;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.config.schema.ConfigProblem;
import java.util.List;

/** What became of files that were read again. */
public sealed interface ReloadResult {
    /**
     * They are in effect.
     *
     * @param changes by what they differ from what was in effect
     * @param tasksWait whether the store did not take the tasks: they follow as soon as it does
     */
    record Applied(ConfigChanges changes, boolean tasksWait) implements ReloadResult {
        public Applied {
            requireNonNull(changes, "changes");
        }
    }

    /**
     * They have mistakes; what was in effect still is.
     *
     * @param mistakes all of them, not empty
     */
    record Refused(List<ConfigProblem> mistakes) implements ReloadResult {
        public Refused {
            mistakes = List.copyOf(mistakes);
        }
    }
}
