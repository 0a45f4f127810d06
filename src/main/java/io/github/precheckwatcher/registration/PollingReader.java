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
        boolean contradict = config.maxInterval().compareTo(config.minInterval()) < 0;
        if (contradict) {
            problems.error(
                    found.place(
                            "watcher.polling.max-interval",
                            found.place("watcher.polling.min-interval", Place.whole(""))),
                    gaps(config.minInterval(), config.maxInterval()));
        }
        return new PollSettings(
                config.policy(),
                config.interval(),
                config.minInterval(),
                contradict ? config.minInterval() : config.maxInterval(),
                config.maxConsecutiveErrors());
    }

    /** The settings of a group of keys over others; when its gaps contradict each other that is told. */
    PollSettings over(PollSettings below, String path) {
        if (!found.has(path)) {
            return below;
        }
        Duration minInterval = duration(path + ".min-interval").orElse(below.minInterval());
        Duration maxInterval = duration(path + ".max-interval").orElse(below.maxInterval());
        if (maxInterval.compareTo(minInterval) < 0) {
            Place place = found.place(path + ".max-interval", found.place(path + ".min-interval", Place.whole("")));
            problems.error(place, gaps(minInterval, maxInterval));
            return below;
        }
        return new PollSettings(
                value(path + ".policy", PollPolicyKind::valueOf).orElse(below.policy()),
                duration(path + ".interval").orElse(below.interval()),
                minInterval,
                maxInterval,
                value(path + ".max-consecutive-errors", Integer::parseInt).orElse(below.maxConsecutiveErrors()));
    }

    private static String gaps(Duration minInterval, Duration maxInterval) {
        return "max-interval (" + Durations.shown(maxInterval) + ") is below min-interval ("
                + Durations.shown(minInterval) + ")";
    }

    private Optional<Duration> duration(String path) {
        return found.at(path).map(Setting::text).flatMap(Durations::read);
    }

    private <T> Optional<T> value(String path, Function<String, T> read) {
        return found.at(path).map(Setting::text).map(read);
    }
}
