package io.github.precheckwatcher.api;

import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.config.schema.ConfigProblem;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.Redaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The configuration in effect, as JSON. */
@Schema(name = "Config", description = "The configuration in effect, without secrets")
public record ConfigView(
        @Schema(description = "Stays the same as long as the files that are in effect hold the same")
        String version,

        @Schema(description = "When files without a mistake were last read")
        Instant readAt,

        @Schema(description = "Whether the files were good when they were last read")
        boolean successful,

        @Schema(description = "What the files were refused for that were read last; empty: they are in effect")
        List<String> mistakes,

        @Schema(description = "How many tasks the files name")
        int tasks,

        @Schema(
                description =
                        "What application.yaml says, by key path; secrets, and what comes from the environment, are"
                                + " ***")
        Map<String, String> values) {
    private static final String HIDDEN = "***";

    static ConfigView of(LoadedConfig config, Instant readAt, boolean successful, List<ConfigProblem> mistakes) {
        Map<String, String> values = new TreeMap<>();
        config.source().values().forEach((key, value) -> values.put(key, shown(value)));
        return new ConfigView(
                config.source().version(),
                readAt,
                successful,
                mistakes.stream().map(ConfigProblem::toString).toList(),
                config.specs().size(),
                values);
    }

    private static String shown(ConfigValue value) {
        return value.hidden() || Redaction.looksSecret(value.text()) ? HIDDEN : value.text();
    }
}
