package io.github.precheckwatcher.config.upkeep;

import io.github.precheckwatcher.config.notifier.CallReader;
import io.github.precheckwatcher.config.notifier.NotifiersReader;
import io.github.precheckwatcher.config.schema.ConfigTree;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.DurationFormat;
import io.github.precheckwatcher.config.schema.Parsed;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.config.schema.SourceLocation;
import io.github.precheckwatcher.config.schema.TimeZones;
import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.Transport;
import io.github.precheckwatcher.notify.event.MessageType;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads heartbeat and summary, and holds the summary against the notifiers. */
public final class UpkeepReader {
    private static final String HEARTBEAT = "watcher.heartbeat";
    private static final String SUMMARY = "watcher.summary";

    private static final Pattern TIME_OF_DAY = Pattern.compile("[0-9]{2}:[0-9]{2}(:[0-9]{2})?");

    private final ConfigTree tree;
    private final Problems problems;
    private final CallReader calls;

    /** @param calls reads how the heartbeat's receiver is reached */
    public UpkeepReader(ConfigTree tree, Problems problems, CallReader calls) {
        this.tree = tree;
        this.problems = problems;
        this.calls = calls;
    }

    /**
     * Both, as far as they can be used; reports what is wrong.
     *
     * @param proxy the daemon's own
     * @param notifiers who may ask for summaries
     */
    public UpkeepSettings read(
            Optional<HeartbeatConfig> heartbeat, Optional<HttpProxy> proxy, List<NotifierSettings> notifiers) {
        Optional<SummarySettings> summary = tree.has(SUMMARY) ? summary() : Optional.empty();
        warnOfSummary(notifiers);
        return new UpkeepSettings(tree.has(HEARTBEAT) ? heartbeat(heartbeat, proxy) : Optional.empty(), summary);
    }

    /** @param config empty where no key is written, or none rightly */
    private Optional<HeartbeatSettings> heartbeat(Optional<HeartbeatConfig> config, Optional<HttpProxy> proxy) {
        Section section = section(HEARTBEAT);
        Transport transport = calls.read(
                section, "a heartbeat", config.map(HeartbeatConfig::timeout).orElse(Duration.ZERO), proxy);
        config.map(HeartbeatConfig::interval)
                .filter(interval -> interval.compareTo(HeartbeatSettings.LEAST) < 0)
                .ifPresent(often ->
                        section.error("interval", "must be at least " + DurationFormat.shown(HeartbeatSettings.LEAST)));
        return config.filter(written -> section.isRight())
                .map(right -> new HeartbeatSettings(transport, right.interval(), right.method()));
    }

    private Optional<SummarySettings> summary() {
        Section section = section(SUMMARY);
        if (!section.has("at")) {
            section.error("at", "is missing; it is the time of day, as \"08:30\"");
        }
        Optional<LocalTime> at = section.at("at").flatMap(written -> at(section, written));
        Optional<ZoneId> zone = section.has("zone")
                ? section.at("zone").flatMap(written -> zone(section, written))
                : Optional.of(ZoneId.systemDefault());
        return at.flatMap(time -> zone.map(where -> new SummarySettings(time, where)));
    }

    private static Optional<LocalTime> at(Section section, ConfigValue written) {
        try {
            if (TIME_OF_DAY.matcher(written.text()).matches()) {
                return Optional.of(LocalTime.parse(written.text()));
            }
        } catch (DateTimeParseException e) {
            // reported below
        }
        section.error("at", written.shown() + " is no time of day; write it like \"08:30\", from 00:00 to 23:59");
        return Optional.empty();
    }

    private static Optional<ZoneId> zone(Section section, ConfigValue written) {
        Parsed<ZoneId> zone = TimeZones.read(written);
        if (zone instanceof Parsed.Bad<ZoneId> bad) {
            section.error("zone", bad.why());
        }
        return zone instanceof Parsed.Good<ZoneId> good ? Optional.of(good.value()) : Optional.empty();
    }

    /** One of the two alone does nothing. */
    private void warnOfSummary(List<NotifierSettings> notifiers) {
        List<NotifierSettings> asking = notifiers.stream()
                .filter(notifier -> notifier.events().contains(MessageType.SUMMARY))
                .toList();
        if (tree.has(SUMMARY) && asking.isEmpty()) {
            problems.warn(
                    section(SUMMARY).location(), "no notifier has events: [summary], so no summary is sent to anybody");
        } else if (!tree.has(SUMMARY)) {
            asking.forEach(notifier -> problems.warn(
                    section(ConfigTree.below(NotifiersReader.PATH, notifier.name()))
                            .location("events"),
                    "asks for the daily summary, and there is no watcher.summary: { at: \"08:30\" } that makes one"));
        }
    }

    private Section section(String path) {
        return new Section(tree, problems, path, tree.location(path, SourceLocation.whole("")));
    }
}
