package io.github.precheckwatcher.watch.policy;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.watch.PollPolicy;
import io.github.precheckwatcher.watch.PollSettings;
import io.github.precheckwatcher.watch.Watch;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * The policies that a watch may name. {@code fixed} obeys its interval to the letter; {@code backoff} begins with it
 * and waits half as long again after each poll, within min-interval and max-interval, with jitter so that watches registered
 * together drift apart.
 */
@ApplicationScoped
public class ConfiguredPolicy implements PollPolicy {
    private static final double GROWTH = 1.5;
    /** A gap is drawn from 90 % to 110 % of the computed one. */
    private static final double JITTER = 0.1;

    private static final int GROWTH_STEPS_MAX = 60;

    private final RandomGenerator random;

    public ConfiguredPolicy(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Duration nextGap(Watch watch, Instant now) {
        PollSettings settings = watch.spec().polling();
        return switch (settings.policy()) {
            case FIXED -> settings.interval();
            case BACKOFF -> backoff(settings, watch.polls());
        };
    }

    @Override
    public String reason(Watch watch) {
        PollSettings settings = watch.spec().polling();
        if (watch.polls() == 0) {
            return "the first poll of its round is made at once";
        }
        return switch (settings.policy()) {
            case FIXED -> LogLine.text(settings.interval()) + " after each poll";
            case BACKOFF ->
                "about " + LogLine.text(Duration.ofSeconds(Math.round(grown(settings, watch.polls())))) + " after poll "
                        + watch.polls() + "; at most " + LogLine.text(settings.maxInterval());
        };
    }

    /** The gap after so many polls without jitter, in seconds. */
    private static double grown(PollSettings settings, int polls) {
        int steps = Math.min(Math.max(0, polls - 1), GROWTH_STEPS_MAX);
        return Math.min(seconds(settings.interval()) * Math.pow(GROWTH, steps), seconds(settings.maxInterval()));
    }

    private Duration backoff(PollSettings settings, int polls) {
        double jittered = grown(settings, polls) * (1 + JITTER * (2 * random.nextDouble() - 1));
        double bounded = Math.max(seconds(settings.minInterval()), Math.min(seconds(settings.maxInterval()), jittered));
        return Duration.ofNanos((long) (bounded * 1e9));
    }

    private static double seconds(Duration d) {
        return d.toNanos() / 1e9;
    }
}
