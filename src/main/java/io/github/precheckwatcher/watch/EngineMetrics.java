package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.cloud.PollResult;
import io.github.precheckwatcher.precheck.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The engine's metrics; README.md lists them. No label carries an id or a name of a watch. */
@ApplicationScoped
public class EngineMetrics {
    /** The vendor may invent codes; a label may not grow without bound. */
    private static final int CODES_MAX = 100;

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final MeterRegistry registry;
    private final Timer lag;
    private final Timer duration;
    private final Set<String> codes = ConcurrentHashMap.newKeySet();

    public EngineMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.lag = Timer.builder("precheck.poll.lag")
                .description("from due to sent")
                .publishPercentileHistogram()
                .maximumExpectedValue(Duration.ofMinutes(5))
                .register(registry);
        this.duration = Timer.builder("precheck.poll.duration")
                .description("from sent to answered")
                .publishPercentileHistogram()
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(registry);
    }

    void sent(Duration late) {
        lag.record(late.isNegative() ? Duration.ZERO : late);
    }

    /** @param took how long the poll lasted by a clock that nobody sets: a negative duration is refused here */
    void answered(PolledWatch polled, Duration took) {
        duration.record(took);
        PollResult result = polled.response().result();
        registry.counter(
                        "precheck.polls",
                        "account",
                        polled.watch().spec().account(),
                        "result",
                        result.label(),
                        "code",
                        result instanceof PollResult.Failure failure
                                ? bounded(failure.problem().code())
                                : "none")
                .increment();
    }

    void verdict(Outcome outcome) {
        registry.counter("precheck.verdicts", "outcome", outcome.name()).increment();
    }

    private String bounded(String code) {
        if (codes.contains(code)) {
            return code;
        }
        if (codes.size() >= CODES_MAX || !CODE.matcher(code).matches()) {
            return "other";
        }
        codes.add(code);
        return code;
    }
}
