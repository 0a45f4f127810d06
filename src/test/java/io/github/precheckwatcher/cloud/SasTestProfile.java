package io.github.precheckwatcher.cloud;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A Quarkus that holds this package alone: the REST client can be built nowhere else. */
public class SasTestProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>();
        config.put(
                "quarkus.arc.exclude-types",
                "io.github.precheckwatcher.watch.**,io.github.precheckwatcher.store.**,"
                        + "io.github.precheckwatcher.notify.**,io.github.precheckwatcher.registration.**,"
                        + "io.github.precheckwatcher.config.**,io.github.precheckwatcher.log.**,"
                        + "io.github.precheckwatcher.simulator.**,io.github.precheckwatcher.cli.**,"
                        + "io.github.precheckwatcher.api.**");
        config.put("quarkus.datasource.h2.active", "false");
        config.put("quarkus.datasource.postgresql.active", "false");
        config.put("quarkus.flyway.h2.active", "false");
        config.put("quarkus.flyway.postgresql.active", "false");
        config.put("quarkus.management.test-port", "0");
        config.put("quarkus.http.test-port", "0"); // 8081 else, which another run on this machine may hold
        return config;
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(SasTestBeans.class);
    }
}
