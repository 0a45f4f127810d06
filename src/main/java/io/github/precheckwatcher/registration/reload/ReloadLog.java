package io.github.precheckwatcher.registration.reload;

import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.config.schema.ConfigProblem;
import io.github.precheckwatcher.log.LogLine;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** The log's lines about files that were read again. Not thread safe. */
final class ReloadLog {
    private static final Logger LOG = Logger.getLogger(ReloadLog.class);

    /** More names than this are counted. */
    private static final int NAMES = 10;

    /** More mistakes than this are counted. */
    private static final int MISTAKES = 100;

    private static final String EVENT = "reload";

    private Set<String> warned;
    private List<String> restart = List.of();

    /** @param running what the start has logged the warnings of */
    ReloadLog(LoadedConfig running) {
        this.warned = warnings(running);
    }

    void applied(Trigger by, ReloadResult.Applied applied, Optional<Duration> wasRefused, LoadedConfig next) {
        ConfigChanges changes = applied.changes();
        Optional<String> nothing = Optional.of("nothing").filter(word -> changes.none());
        LogLine.of(EVENT)
                .with("state", "OK")
                .with("by", by.word())
                .with("was", wasRefused.map(lasted -> "REFUSED"))
                .with("for", wasRefused)
                .with("changed", nothing)
                .with("tasks-added", count(changes.tasks().added()))
                .with("tasks-changed", count(changes.tasks().changed()))
                .with("tasks-removed", count(changes.tasks().removed()))
                .with("notifiers-added", names(changes.notifiers().added()))
                .with("notifiers-changed", names(changes.notifiers().changed()))
                .with("notifiers-removed", names(changes.notifiers().removed()))
                .with("accounts-added", names(changes.accounts().added()))
                .with("accounts-changed", names(changes.accounts().changed()))
                .with("accounts-removed", names(changes.accounts().removed()))
                .with("keys", names(changes.keys()))
                .with(
                        "waiting",
                        Optional.of("the tasks follow when the store works").filter(words -> applied.tasksWait()))
                .info(LOG);
        logRestart(changes.restart());
        Set<String> now = warnings(next);
        next.warnings().stream()
                .map(ConfigProblem::toString)
                .filter(warning -> !warned.contains(warning))
                .forEach(
                        warning -> LogLine.of("config").with("warning", warning).warn(LOG));
        warned = now;
    }

    private void logRestart(List<String> keys) {
        if (!keys.isEmpty() && !keys.equals(restart)) {
            LogLine.of("config")
                    .with(
                            "warning",
                            "changed keys take effect at the next start alone; until then the values of the last"
                                    + " start hold")
                    .with("keys", names(keys))
                    .warn(LOG);
        }
        restart = keys;
    }

    void refused(Trigger by, List<ConfigProblem> mistakes) {
        mistakes.stream()
                .limit(MISTAKES)
                .forEach(mistake ->
                        LogLine.of("config").with("error", mistake.toString()).error(LOG));
        LogLine.of(EVENT)
                .with("state", "REFUSED")
                .with("by", by.word())
                .with("mistakes", mistakes.size())
                .with("effect", "what was in effect stays in effect")
                .with("remedy", "correct the files; they are read again when they change")
                .error(LOG);
    }

    private static Set<String> warnings(LoadedConfig config) {
        Set<String> warnings = new HashSet<>();
        config.warnings().forEach(warning -> warnings.add(warning.toString()));
        return warnings;
    }

    private static Optional<Integer> count(List<String> names) {
        return Optional.of(names.size()).filter(count -> count > 0);
    }

    private static Optional<String> names(List<String> names) {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String first = String.join(",", names.subList(0, Math.min(NAMES, names.size())));
        return Optional.of(names.size() > NAMES ? first + " and " + (names.size() - NAMES) + " more" : first);
    }
}
