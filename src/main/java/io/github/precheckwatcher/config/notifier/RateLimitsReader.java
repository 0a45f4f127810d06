package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.config.notifier.NotifiersConfig.DigestConfig;
import io.github.precheckwatcher.config.notifier.NotifiersConfig.NotifierConfig;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.DurationFormat;
import io.github.precheckwatcher.config.schema.Limits;
import io.github.precheckwatcher.config.schema.Parsed;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.notify.DigestSettings;
import io.github.precheckwatcher.notify.RateLimit;
import io.github.precheckwatcher.notify.RateLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how fast a notifier may be called, over what its kind has by default. */
final class RateLimitsReader {
    private static final Pattern LIMIT = Pattern.compile("([0-9]{1,9})\\s*/\\s*(\\S+)");

    private RateLimitsReader() {}

    static RateLimits read(Section section, NotifierConfig config, RateLimits byDefault) {
        return new RateLimits(
                section.has("rate-limit") ? limits(section) : byDefault.limits(),
                config.rateLimitPause().orElse(byDefault.rateLimitPause()),
                section.has("digest") ? Optional.of(digest(section, config.digest())) : byDefault.digest());
    }

    private static List<RateLimit> limits(Section section) {
        section.refuseEmpty("rate-limit", "names no limit; leave the key out for the kind's own");
        if (section.size("rate-limit") > Limits.LIMITS) {
            section.error("rate-limit", "has more than " + Limits.LIMITS + " limits");
        }
        List<RateLimit> limits = new ArrayList<>();
        for (ConfigValue written : section.list("rate-limit")) {
            Parsed<RateLimit> parsed = limit(written);
            if (parsed instanceof Parsed.Good<RateLimit> good) {
                limits.add(good.value());
            } else if (parsed instanceof Parsed.Bad<RateLimit> bad) {
                section.problems().error(written.location(), bad.why());
            }
        }
        return limits;
    }

    private static Parsed<RateLimit> limit(ConfigValue written) {
        Matcher parts = LIMIT.matcher(written.text());
        Optional<Duration> span = parts.matches() ? DurationFormat.read(parts.group(2)) : Optional.empty();
        if (span.isEmpty()) {
            return new Parsed.Bad<>(
                    written.shown() + " is no limit; write it N/T, at most N messages in any span of T, like 15/1m");
        }
        int messages = Integer.parseInt(parts.group(1));
        Limits.Range count = Limits.LIMIT_MESSAGES;
        if (messages < count.least() || messages > count.most()) {
            return new Parsed.Bad<>("the messages of a limit must be from " + count.shown());
        }
        Limits.Span length = Limits.LIMIT_SPAN;
        return span.get().compareTo(length.least()) < 0 || span.get().compareTo(length.most()) > 0
                ? new Parsed.Bad<>("the span of a limit must be from " + length.shown())
                : new Parsed.Good<>(new RateLimit(messages, span.get()));
    }

    private static DigestSettings digest(Section section, DigestConfig config) {
        section.refuseEmpty("digest.group-by", "names no label; leave the key out for one group");
        List<String> labels = new ArrayList<>();
        for (ConfigValue label : section.list("digest.group-by")) {
            if (!Limits.isLabelName(label.text())) {
                section.problems().error(label.location(), label.shown() + " is no label's name");
            } else if (labels.contains(label.text())) {
                section.problems().error(label.location(), label.shown() + " stands here twice");
            } else {
                labels.add(label.text());
            }
        }
        if (section.has("digest.group-by") && !section.has("digest.group-wait")) {
            section.error(
                    "digest.group-by", "needs group-wait beside it: how long a first message waits for its group");
        }
        return new DigestSettings(config.after(), labels, config.groupWait());
    }
}
