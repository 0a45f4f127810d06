package io.github.precheckwatcher.api;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A Quarkus that holds api and notify, over an embedded store that a test fills. */
public class ApiTestProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>();
        config.put(
                "quarkus.arc.exclude-types",
                "io.github.precheckwatcher.watch.**,io.github.precheckwatcher.store.**,"
                        + "io.github.precheckwatcher.cloud.**,io.github.precheckwatcher.registration.**,"
                        + "io.github.precheckwatcher.config.**,"
                        + "io.github.precheckwatcher.simulator.**,io.github.precheckwatcher.cli.**");
        config.put("quarkus.datasource.h2.active", "false");
        config.put("quarkus.datasource.postgresql.active", "false");
        config.put("quarkus.flyway.h2.active", "false");
        config.put("quarkus.flyway.postgresql.active", "false");
        config.put("quarkus.http.test-port", "0");
        config.put("quarkus.management.test-port", "0");
        return config;
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(ApiTestBeans.class);
    }
}
