package io.github.precheckwatcher.registration.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.StoreFailed;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class DaemonHealthTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    private final FakeClock clock = new FakeClock(NOW);
    private final Map<String, AccountRow> rows = new TreeMap<>();
    private boolean passes = true;
    private boolean dispatch = true;
    private boolean writes = true;
    private boolean reads = true;
    private long watching = 3;

    private final DaemonHealth health = new DaemonHealth(
            check(() -> passes),
            check(() -> dispatch),
            check(() -> writes),
            store(),
            () -> Set.of("default", "overseas"),
            Notifications.faults(clock),
            clock);

    @Test
    void a_daemon_whose_parts_all_work_has_no_trouble() {
        rows.put("default", row("default", AccountState.THROTTLED));
        clock.advance(Duration.ofHours(1));
        assertThat(health.trouble()).isEmpty();
    }

    @Test
    void each_part_that_does_not_work_is_trouble() {
        passes = false;
        assertThat(health.trouble()).contains("no poll pass runs, or what polls say is not recorded");
        passes = true;
        dispatch = false;
        assertThat(health.trouble()).contains("no deliveries are made");
        dispatch = true;
        writes = false;
        assertThat(health.trouble()).contains("the store takes no writes");
        writes = true;
        reads = false;
        assertThat(health.trouble()).contains("the accounts cannot be read from the store");
        reads = true;
        assertThat(health.trouble()).isEmpty();
    }

    @Test
    void an_account_that_cannot_poll_for_ten_minutes_is_trouble_while_watches_wait_for_it() {
        rows.put("default", row("default", AccountState.SUSPENDED));
        clock.advance(Duration.ofMinutes(9));
        assertThat(health.trouble()).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        assertThat(health.trouble()).contains("account default is SUSPENDED (NoPermission), and its watches wait");
        watching = 0;
        assertThat(health.trouble()).isEmpty();
    }

    @Test
    void an_account_that_is_not_configured_any_more_is_none() {
        rows.put("former", row("former", AccountState.UNREACHABLE));
        clock.advance(Duration.ofMinutes(30));
        assertThat(health.trouble()).isEmpty();
    }

    private static AccountRow row(String name, AccountState state) {
        var why = new Problem("NoPermission", "", Optional.empty(), Optional.empty());
        return AccountRow.fresh(name, 1, NOW).withState(state, NOW, Optional.of(why), Optional.empty());
    }

    private static HealthCheck check(java.util.function.BooleanSupplier up) {
        return () -> HealthCheckResponse.named("part").status(up.getAsBoolean()).build();
    }

    private WatchStore store() {
        return (WatchStore) Proxy.newProxyInstance(
                WatchStore.class.getClassLoader(),
                new Class<?>[] {WatchStore.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "accounts" -> {
                        if (!reads) {
                            throw new StoreFailed("down");
                        }
                        yield rows;
                    }
                    case "watching" -> watching;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
