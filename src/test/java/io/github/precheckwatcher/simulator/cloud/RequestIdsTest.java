package io.github.precheckwatcher.simulator.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
    @Test
    void request_ids_look_like_the_vendors_and_never_repeat() {
        RequestIds ids = new RequestIds();
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < 100_000; i++) {
            String id = ids.next();
            assertThat(seen.add(id)).isTrue();
            if (i % 1000 == 0) {
                assertThat(id).matches("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}");
            }
        }
    }
}
