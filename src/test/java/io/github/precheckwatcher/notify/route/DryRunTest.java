package io.github.precheckwatcher.notify.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DryRunTest {
    /** The API's port closes a connection to which nothing was written for 30 s. */
    @ParameterizedTest
    @CsvSource({"PT1S, PT6S", "PT10S, PT15S", "PT20S, PT25S", "PT21S, PT25S", "PT10M, PT25S"})
    void a_sample_is_waited_for_as_a_delivery_but_no_longer_than_the_port_allows(Duration timeout, Duration patience) {
        NotifierSettings its = Notifications.webhook("ops", URI.create("http://127.0.0.1:9/"), timeout);

        assertThat(DryRun.patience(its)).isEqualTo(patience);
    }
}
