package io.github.precheckwatcher.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class StoreTroubleTest {
    @Test
    void the_address_of_the_database_is_not_told() {
        var trouble = new StoreTrouble(new HandClock(Fixtures.NOW));
        try (LogLines log = LogLines.of(StoreTrouble.class)) {
            trouble.failed(new IllegalStateException(new SQLException("no URL: jdbc:postgresql://u:hunter2@db/d")));

            assertThat(log.lines()).singleElement().asString().contains("error=\"SQLException: no URL: ***\"");
        }
    }
}
