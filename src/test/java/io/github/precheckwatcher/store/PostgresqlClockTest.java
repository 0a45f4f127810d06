package io.github.precheckwatcher.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.database.StoreConfig;
import io.github.precheckwatcher.store.database.StoreSettings;
import io.github.precheckwatcher.store.watch.BringBackTimes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's clock beside a real server, whose clock is this machine's. */
class PostgresqlClockTest {
    private final Clock right = Clock.systemUTC();

    @ParameterizedTest
    @ValueSource(ints = {-2, 2})
    void the_engine_goes_by_the_servers_clock_whatever_the_hosts_says(int hours) {
        try (Databases.Database database = Databases.postgresql()) {
            Duration wrong = Duration.ofHours(hours);
            Clock host = Clock.offset(right, wrong);
            EngineClock engine = new EngineClock(Clock.offset(right, wrong));
            NotifySettings notifiers = new NotifySettings("test", Optional.empty(), "1", List.of());
            BringBackTimes back = new BringBackTimes(
                    database.transactions(), notifiers, new StoreOutage(new FakeClock(StoredWatches.NOW)), engine);
            StoreSettings settings =
                    new StoreSettings(StoreConfig.Kind.POSTGRESQL, Path.of("data"), Duration.ofDays(30));
            SimpleMeterRegistry meters = new SimpleMeterRegistry();

            new ClockSkew(database.transactions(), settings, host, host, engine, back, meters).begin();

            Instant now = engine.instant();
            assertThat(Duration.between(now, right.instant()).abs()).isLessThan(Duration.ofSeconds(1));
            assertThat(meters.get("precheck.clock.skew").gauge().value())
                    .isBetween(hours * 3600 - 1.0, hours * 3600 + 1.0);
        }
    }
}
