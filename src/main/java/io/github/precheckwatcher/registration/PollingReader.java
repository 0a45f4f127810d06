package io.github.precheckwatcher.registration;

import io.github.precheckwatcher.watch.PollPolicyKind;
import io.github.precheckwatcher.watch.PollSettings;
import io.github.precheckwatcher.watch.PollingKeys;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Lays polling keys over each other: a task's over the defaults of its file over {@code watcher.polling}. */
final class PollingReader {
    private final Found found;
    private final Problems problems;

    PollingReader(Found found, Problems problems) {
        this.found = found;
        this.problems = problems;
    }

    /** The daemon's own settings. When its gaps contradict each other that is told, and its defaults stand in. */
    static PollSettings daemon(PollingKeys config, Found found, Problems problems) {
        boolean contradict = config.maxGap().compareTo(config.minGap()) < 0;
        if (contradict) {
            problems.error(
                    found.place("watcher.polling.max-gap", found.place("watcher.polling.min-gap", Place.whole(""))),
                    gaps(config.minGap(), config.maxGap()));
        }
        return new PollSettings(
                config.policy(),
                config.interval(),
                config.minGap(),
                contradict ? config.minGap() : config.maxGap(),
                config.maxConsecutiveErrors());
    }

    /** The settings of a group of keys over others; when its gaps contradict each other that is told. */
    PollSettings over(PollSettings below, String path) {
        if (!found.has(path)) {
            return below;
        }
        Duration minGap = duration(path + ".min-gap").orElse(below.minGap());
        Duration maxGap = duration(path + ".max-gap").orElse(below.maxGap());
        if (maxGap.compareTo(minGap) < 0) {
            Place place = found.place(path + ".max-gap", found.place(path + ".min-gap", Place.whole("")));
            problems.error(place, gaps(minGap, maxGap));
            return below;
        }
        return new PollSettings(
                value(path + ".policy", PollPolicyKind::valueOf).orElse(below.policy()),
                duration(path + ".interval").orElse(below.interval()),
                minGap,
                maxGap,
                value(path + ".max-consecutive-errors", Integer::parseInt).orElse(below.maxConsecutiveErrors()));
    }

    private static String gaps(Duration minGap, Duration maxGap) {
        return "max-gap (" + Durations.shown(maxGap) + ") is below min-gap (" + Durations.shown(minGap) + ")";
    }

    private Optional<Duration> duration(String path) {
        return found.at(path).map(Setting::text).flatMap(Durations::read);
    }

    private <T> Optional<T> value(String path, Function<String, T> read) {
        return found.at(path).map(Setting::text).map(read);
    }
}
