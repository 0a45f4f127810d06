package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What README's first command shows. */
class DemoIT {
    @Test
    void the_demo_shows_eight_verdicts_and_eight_verified_webhooks_and_ends_by_itself() {
        try (Program demo = Program.start(Path.of("."), Map.of(), Map.of(), World.SECRETS, "demo")) {
            int code = demo.awaitEnd(Duration.ofSeconds(120));

            assertThat(code).as(demo.text()).isZero();
            assertThat(demo.count(" INFO  verdict watch=")).isEqualTo(8);
            assertThat(demo.count("^webhook id=.* signature=verified")).isEqualTo(8);
            for (String outcome :
                    List.of("PASSED", "WARNING", "FAILED", "ERROR", "UNKNOWN", "TIMED_OUT", "ABANDONED")) {
                assertThat(demo.count("verdict watch=.* outcome=" + outcome))
                        .as(outcome)
                        .isPositive();
            }
            assertThat(demo.text()).contains("8 of 8 prechecks have their verdict");
        }
    }
}
