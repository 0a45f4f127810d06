package io.github.precheckwatcher.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.config.ConfigFolderBuilder;
import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.store.database.StoreException;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.WatchStore.Registered;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskRegistrationTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Logger LOG = Logger.getLogger(TaskRegistration.class.getName());

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();
    private final List<Object> calls = new ArrayList<>();
    private Registered.Kind kind = Registered.Kind.NEW;

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            Object[] parameters = line.getParameters();
            String text = parameters == null || parameters.length == 0 ? line.getMessage() : parameters[0].toString();
            lines.add(line.getLevel() + " " + text);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        handler.setLevel(Level.ALL);
        LOG.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        LOG.removeHandler(handler);
    }

    @Test
    void a_new_watch_is_registered_now_and_logged_in_one_line() {
        TaskRegistration registration = registration("");

        List<Registered> registered = registration.registerAtStart();

        assertThat(registered).extracting(Registered::watchId).containsExactly("00000000-0000-0000-0000-000000000007");
        assertThat(calls).containsExactly(NOW);
        assertThat(lines).containsExactly("INFO watching watch=orders-db task=t-1 account=default deadline=1h");
    }

    @Test
    void a_watch_that_runs_or_has_ended_is_not_logged_again() {
        TaskRegistration registration = registration("");
        kind = Registered.Kind.RUNNING;
        registration.registerAtStart();
        kind = Registered.Kind.ENDED;
        registration.registerAtStart();

        assertThat(lines).isEmpty();
    }

    @Test
    void more_than_fifty_new_watches_are_reported_in_one_line() {
        StringBuilder more = new StringBuilder();
        for (int i = 2; i <= 51; i++) {
            more.append("  - { task-id: t-%d, instance-uuid: i-1 }\n".formatted(i));
        }

        registration(more.toString()).registerAtStart();

        assertThat(lines).filteredOn(line -> line.startsWith("INFO")).containsExactly("INFO watching watches=51");
    }

    @Test
    void the_warnings_of_the_configuration_are_reported_at_start() {
        ConfigFolderBuilder config = new ConfigFolderBuilder(folder).tasks("tasks: []\n");

        new TaskRegistration(store(), CLOCK, ids(), new CurrentConfig(config.load())).registerAtStart();

        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("WARN config warning=")
                .contains("names no task");
    }

    @Test
    void what_a_file_names_keeps_its_tombstones_and_the_rest_expires_after_the_retention() {
        TaskRegistration registration = registration("");
        LoadedConfig config = new ConfigFolderBuilder(folder).load();
        WatchSpec named = config.specs().get(0);
        registration.apply(List.of(named));
        calls.clear();

        new Expiry(store(), new CurrentConfig(config), registration, new FaultLog(new StoreOutage(CLOCK), CLOCK), CLOCK)
                .expire();

        assertThat(calls)
                .containsExactly(
                        NOW.minus(Duration.ofDays(30)),
                        List.of(named.identity()),
                        Map.of("default", 10.0),
                        Set.of("default"),
                        List.of("log"),
                        NOW.minus(Duration.ofDays(30)));
    }

    @Test
    void a_store_that_fails_while_it_forgets_is_reported_in_one_line_and_asked_again_in_an_hour() {
        TaskRegistration registration = registration("");
        LoadedConfig config = new ConfigFolderBuilder(folder).load();
        StoreException fault = new StoreException("the store failed", new SQLException("disk full", "53100"));
        StoreOutage outage = new StoreOutage(CLOCK);
        Expiry expiry =
                new Expiry(failing(fault), new CurrentConfig(config), registration, new FaultLog(outage, CLOCK), CLOCK);

        try (LogLines log = LogLines.of(StoreOutage.class)) {
            expiry.expire();
            expiry.expire();
            outage.stop();
            expiry.expire();

            assertThat(log.lines()).singleElement().asString().startsWith("ERROR store state=FAILING");
        }
        assertThat(calls).containsExactly("expire", "expire");
    }

    private WatchStore failing(StoreException fault) {
        return (WatchStore) Proxy.newProxyInstance(
                WatchStore.class.getClassLoader(), new Class<?>[] {WatchStore.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    throw fault;
                });
    }

    private TaskRegistration registration(String more) {
        ConfigFolderBuilder config = new ConfigFolderBuilder(folder).tasks("""
                        defaults: { uni-region-id: cn-hangzhou, deadline: 1h }
                        tasks:
                          - { name: orders-db, task-id: t-1, instance-uuid: i-1 }
                        """ + more);
        return new TaskRegistration(store(), CLOCK, ids(), new CurrentConfig(config.load()));
    }

    private static Supplier<UUID> ids() {
        return () -> new UUID(0, 7);
    }

    /** Knows the two calls that registration makes, and answers to no other. */
    private WatchStore store() {
        return (WatchStore) Proxy.newProxyInstance(
                WatchStore.class.getClassLoader(), new Class<?>[] {WatchStore.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "register", "registerAtStart" -> {
                            calls.add(arguments[1]);
                            return register((List<?>) arguments[0], (Supplier<?>) arguments[2]);
                        }
                        case "expire" -> {
                            calls.add(arguments[0]);
                            calls.add(List.copyOf((Collection<?>) arguments[1]));
                            return null;
                        }
                        case "openAccounts" -> {
                            calls.add(arguments[0]);
                            return null;
                        }
                        case "expireNames" -> {
                            calls.add(Set.copyOf((Collection<?>) arguments[0]));
                            calls.add(List.copyOf((Collection<?>) arguments[1]));
                            calls.add(arguments[3]);
                            return null;
                        }
                        default -> throw new AssertionError(method);
                    }
                });
    }

    private List<Registered> register(List<?> specs, Supplier<?> ids) {
        return specs.stream()
                .map(WatchSpec.class::cast)
                .map(spec -> new Registered(spec, ids.get().toString(), kind))
                .toList();
    }
}
