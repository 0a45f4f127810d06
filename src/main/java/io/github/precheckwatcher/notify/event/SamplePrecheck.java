package io.github.precheckwatcher.notify.event;

import io.github.precheckwatcher.precheck.Observation;
import io.github.precheckwatcher.precheck.Phase;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.PrecheckReport;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What every sample says of a precheck that nobody runs; the rules of real ones judge it. */
public final class SamplePrecheck {
    /** The name of its watch, unless it is given one. */
    public static final String WATCH = "sample-db";

    public static final String REGION = "cn-hangzhou";
    public static final String ACCOUNT = "default";
    public static final Optional<String> INSTANCE = Optional.of("i-sample");

    /** From its start to its end. */
    public static final Duration TOOK = Duration.ofSeconds(192);

    private SamplePrecheck() {}

    /** @throws IllegalArgumentException when the region is blank */
    public static PrecheckRef ref(String region) {
        return new PrecheckRef("t-sample", "sample", region);
    }

    /**
     * Its end.
     *
     * @param phase ENDED or BROKEN
     * @param state the raw word for it
     * @param began the vendor's start time
     */
    public static Observation end(
            Phase phase, String state, Instant began, PrecheckReport report, String requestId, Instant now) {
        return new Observation(
                phase,
                state,
                OptionalInt.of(100),
                Optional.of(began),
                Optional.of(now),
                Optional.of(now),
                report,
                Optional.of(requestId));
    }

    /** The watch that followed it. */
    public static WatchFacts watch(
            String id,
            String name,
            Map<String, String> labels,
            String account,
            List<String> notifiers,
            Optional<URI> runbook,
            Instant now) {
        return new WatchFacts(id, name, labels, account, now.minus(TOOK), 17, TOOK, notifiers, runbook);
    }
}
