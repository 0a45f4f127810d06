package io.github.precheckwatcher.api.generated;

import io.github.precheckwatcher.api.ApiTestProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Set;

@QuarkusTest
@TestProfile(ApiTestProfile.class)
class GeneratedRequestsTest extends GeneratedRequestsContract {
    @Override
    Set<String> refusedAlways() {
        return Set.of();
    }
}
