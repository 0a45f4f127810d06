package io.github.precheckwatcher.notify.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.LogLines;
import io.quarkus.scheduler.ScheduledExecution;
import io.quarkus.scheduler.Scheduler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Beside a scheduler that runs a job when the test says so; ClockIT tries Quarkus's own under a clock that is set back. */
class TickerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeClock host = new FakeClock(Instant.parse("2026-11-30T08:00:00Z"));
    private final FakeClock monotonic = new FakeClock(Instant.parse("2026-11-30T08:00:00Z"));
    private final Map<String, Consumer<ScheduledExecution>> scheduled = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final Ticker ticker = new Ticker(null, scheduler(), Runnable::run, host, monotonic);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void stop() {
        ticker.stop();
    }

    @Test
    void what_has_no_delay_runs_at_once_and_not_only_at_the_first_tick() {
        List<String> ran = new ArrayList<>();
        ticker.every(Duration.ofSeconds(1), () -> ran.add("now"));
        ticker.overlapping(Duration.ofSeconds(1), () -> ran.add("overlapping"));
        ticker.every(Duration.ofSeconds(5), Duration.ofSeconds(1), () -> ran.add("later"));

        ticker.runAtOnce();

        assertThat(ran).containsExactly("now", "overlapping");
    }

    @Test
    void work_is_run_by_the_scheduler_at_its_interval_and_after_its_delay() {
        ticker.every(SECOND, runs::incrementAndGet);
        ticker.every(Duration.ofMinutes(5), Duration.ofHours(1), runs::incrementAndGet);

        assertThat(calls)
                .containsExactly(
                        "setInterval PT1S",
                        "schedule tick-0",
                        "setInterval PT1H",
                        "setDelayed PT5M",
                        "schedule tick-1");
        tick("tick-0");
        tick("tick-1");
        assertThat(runs).hasValue(2);
    }

    @Test
    void work_that_fails_is_logged_and_runs_again() {
        ticker.every(SECOND, () -> {
            if (runs.incrementAndGet() < 3) {
                throw new IllegalStateException("no luck");
            }
        });
        try (LogLines log = LogLines.of(Ticker.class)) {
            tick("tick-0");
            tick("tick-0");
            tick("tick-0");

            assertThat(log.lines()).hasSize(2).allMatch(line -> line.startsWith("ERROR a periodic task failed"));
        }
    }

    @Test
    void work_that_still_runs_is_not_begun_again_unless_it_may_overlap() {
        AtomicInteger overlapping = new AtomicInteger();
        ticker.every(SECOND, () -> {
            if (runs.incrementAndGet() == 1) {
                tick("tick-0"); // while this one runs
            }
        });
        ticker.overlapping(SECOND, () -> {
            if (overlapping.incrementAndGet() == 1) {
                tick("tick-1");
            }
        });

        tick("tick-0");
        tick("tick-1");

        assertThat(runs).hasValue(1);
        assertThat(overlapping).hasValue(2);
        tick("tick-0");
        assertThat(runs).hasValue(2);
    }

    @Test
    void all_work_is_scheduled_anew_when_the_wall_clock_was_set_back() {
        ticker.every(SECOND, runs::incrementAndGet);
        ticker.every(SECOND, runs::incrementAndGet);
        ticker.look();
        calls.clear();

        pass(Duration.ofSeconds(30));
        host.advance(Duration.ofHours(-2));
        ticker.look();

        assertThat(calls)
                .containsExactly(
                        "unscheduleJob tick-0",
                        "setInterval PT1S",
                        "schedule tick-0",
                        "unscheduleJob tick-1",
                        "setInterval PT1S",
                        "schedule tick-1");
        calls.clear();
        pass(Duration.ofSeconds(30));
        ticker.look();
        assertThat(calls).as("once").isEmpty();
    }

    @Test
    void a_clock_that_is_set_forward_or_slewed_needs_nothing() {
        ticker.every(SECOND, runs::incrementAndGet);
        ticker.look();
        calls.clear();

        host.advance(Duration.ofHours(2));
        ticker.look();
        host.advance(Duration.ofMillis(-400));
        ticker.look();

        assertThat(calls).isEmpty();
    }

    private void pass(Duration time) {
        host.advance(time);
        monotonic.advance(time);
    }

    private void tick(String identity) {
        scheduled.get(identity).accept(null);
    }

    private Scheduler scheduler() {
        return proxy(Scheduler.class, (method, args) -> switch (method) {
            case "newJob" -> definition((String) args[0]);
            case "unscheduleJob" -> {
                calls.add("unscheduleJob " + args[0]);
                scheduled.remove((String) args[0]);
                yield null;
            }
            case "isStarted" -> false;
            default -> null;
        });
    }

    @SuppressWarnings("unchecked")
    private Object definition(String identity) {
        Object[] self = new Object[1];
        List<Consumer<ScheduledExecution>> task = new ArrayList<>();
        self[0] = proxy(Scheduler.JobDefinition.class, (method, args) -> {
            switch (method) {
                case "setTask" -> task.add((Consumer<ScheduledExecution>) args[0]);
                case "schedule" -> {
                    calls.add("schedule " + identity);
                    scheduled.put(identity, task.get(0));
                    return null;
                }
                default -> calls.add(method + " " + args[0]);
            }
            return self[0];
        });
        return self[0];
    }

    private interface Answers {
        Object to(String method, Object[] args);
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) -> answers.to(method.getName(), args)));
    }
}
