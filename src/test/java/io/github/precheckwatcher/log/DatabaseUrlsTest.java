package io.github.precheckwatcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.Notifications;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Unable to parse URL jdbc:postgresql://u:hunter2@db/d",
                "Unable to parse URL jdbc:postgresql://u:hun ter2\nhunter2@db/d",
                "Unable to parse URL \"JDBC:PostgreSQL:hunter2\" of hunter2",
                "Unable to parse URL postgresql://u:hunter2@db/d",
                "Unable to parse URL postgres://u:hunter2@db/d",
                "Unable to parse URL jdbc:h2:file:/a b;USER=u;PASSWORD=hunter2",
                "Unable to parse URL jdbc:other:u/hunter2@db"
            })
    void an_address_that_may_hold_a_password_is_cut_out(String text) {
        assertThat(DatabaseUrls.hidden(text)).isEqualTo("Unable to parse URL ***");
    }

    @Test
    void other_words_stay() {
        String text = "FATAL: password authentication failed for user \"postgres\"; see jdbc:h2:file:/data";

        assertThat(DatabaseUrls.hidden(text)).isEqualTo(text);
    }

    @Test
    void a_failing_store_is_reported_without_it() {
        try (LogLines log = LogLines.of(StoreOutage.class)) {
            new StoreOutage(new FakeClock(Notifications.NOW))
                    .failed(new IllegalStateException(new SQLException("no URL: jdbc:postgresql://u:hunter2@db/d")));

            assertThat(log.lines()).singleElement().asString().contains("error=\"SQLException: no URL: ***\"");
        }
    }
}
