package io.github.precheckwatcher.simulator.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.cloud.sas.ResultParser;
import io.github.precheckwatcher.cloud.sas.SasCalls;
import io.github.precheckwatcher.precheck.Observation;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.VerdictRule;
import io.github.precheckwatcher.simulator.script.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** What the daemon's own rules say of the answers of a script. */
public final class Asked {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2024-01-02T03:04:05Z");

    private Asked() {}

    /** The outcome of the answer at that time after the first; empty while it runs. */
    public static Optional<Outcome> outcome(PrecheckRef ref, Script script, Duration after) throws Exception {
        PrecheckRun run = new PrecheckRun(ref, script);
        run.next(START);
        JsonNode body = JSON.readTree(run.truth(START.plus(after), "R", true).json());
        Observation observation = new Observation(
                SasCalls.phase(body.path("Description").asText()),
                body.path("Description").asText(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ResultParser.parse(body.get("Result")),
                Optional.of("R"));
        return VerdictRule.outcome(observation);
    }
}
