package io.github.precheckwatcher.api.generated;

import io.github.precheckwatcher.api.ApiTestProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.Set;

@QuarkusTest
@TestProfile(GeneratedRequestsOnPostgresqlTest.Postgresql.class)
class GeneratedRequestsOnPostgresqlTest extends GeneratedRequestsContract {
    @Override
    Set<String> refusedAlways() {
        return Set.of("backup"); // pg_dump's work
    }

    /** The same over the other database. */
    public static class Postgresql extends ApiTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = super.getConfigOverrides();
            config.put("api-test.database", "postgresql");
            return config;
        }
    }
}
