package io.github.precheckwatcher.config;

import io.github.precheckwatcher.config.schema.ConfigTree;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.DurationFormat;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.SourceLocation;
import io.github.precheckwatcher.watch.PollPolicyKind;
import io.github.precheckwatcher.watch.PollSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Lays polling keys over each other: a task's over the defaults of its file over {@code watcher.polling}. */
final class PollingReader {
    private final ConfigTree tree;
    private final Problems problems;

    PollingReader(ConfigTree tree, Problems problems) {
        this.tree = tree;
        this.problems = problems;
    }

    /** The daemon's own settings. When its gaps contradict each other that is reported, and its defaults stand in. */
    static PollSettings daemon(PollingKeys config, ConfigTree tree, Problems problems) {
        boolean contradict = config.maxInterval().compareTo(config.minInterval()) < 0;
        if (contradict) {
            problems.error(
                    tree.location(
                            "watcher.polling.max-interval",
                            tree.location("watcher.polling.min-interval", SourceLocation.whole(""))),
                    gaps(config.minInterval(), config.maxInterval()));
        }
        return new PollSettings(
                config.policy(),
                config.interval(),
                config.minInterval(),
                contradict ? config.minInterval() : config.maxInterval(),
                config.maxConsecutiveErrors());
    }

    /** The settings of a group of keys over others; when its gaps contradict each other that is reported. */
    PollSettings over(PollSettings below, String path) {
        if (!tree.has(path)) {
            return below;
        }
        Duration minInterval = duration(path + ".min-interval").orElse(below.minInterval());
        Duration maxInterval = duration(path + ".max-interval").orElse(below.maxInterval());
        if (maxInterval.compareTo(minInterval) < 0) {
            SourceLocation location = tree.location(
                    path + ".max-interval", tree.location(path + ".min-interval", SourceLocation.whole("")));
            problems.error(location, gaps(minInterval, maxInterval));
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
        return "max-interval (" + DurationFormat.shown(maxInterval) + ") is below min-interval ("
                + DurationFormat.shown(minInterval) + ")";
    }

    private Optional<Duration> duration(String path) {
        return tree.at(path).map(ConfigValue::text).flatMap(DurationFormat::read);
    }

    private <T> Optional<T> value(String path, Function<String, T> read) {
        return tree.at(path).map(ConfigValue::text).map(read);
    }
}
