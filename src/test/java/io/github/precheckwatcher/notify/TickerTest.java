package io.github.precheckwatcher.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TickerTest {
    private static final Duration OFTEN = Duration.ofMillis(5);

    private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(4);
    private final Ticker ticker = new Ticker(null, workers);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void stop() {
        ticker.stop();
        workers.shutdownNow();
    }

    @Test
    void work_runs_at_once_and_then_again_and_again() {
        ticker.every(OFTEN, runs::incrementAndGet);

        await().until(() -> runs.get() > 3);
    }

    @Test
    void work_with_a_delay_does_not_run_at_once() {
        ticker.every(Duration.ofHours(1), OFTEN, runs::incrementAndGet);
        AtomicInteger others = new AtomicInteger();
        ticker.every(OFTEN, others::incrementAndGet);

        await().until(() -> others.get() > 3);
        assertThat(runs).hasValue(0);
    }

    @Test
    void work_that_fails_is_logged_and_runs_again() {
        try (LogLines log = LogLines.of(Ticker.class)) {
            ticker.every(OFTEN, () -> {
                if (runs.incrementAndGet() < 3) {
                    throw new IllegalStateException("no luck");
                }
            });

            await().until(() -> runs.get() > 3);
            assertThat(log.lines()).hasSize(2).allMatch(line -> line.startsWith("ERROR a periodic task failed"));
        }
    }

    @Test
    void work_that_still_runs_is_not_begun_again_unless_it_may_overlap() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger overlapping = new AtomicInteger();
        ticker.every(OFTEN, () -> {
            runs.incrementAndGet();
            end.await();
        });
        ticker.overlapping(OFTEN, () -> {
            if (overlapping.incrementAndGet() < 3) {
                end.await();
            }
        });

        await().until(() -> overlapping.get() > 3);
        assertThat(runs).hasValue(1);
        end.countDown();
        await().until(() -> runs.get() > 1);
    }

    @Test
    void a_tick_without_a_worker_is_left_out() {
        AtomicInteger refused = new AtomicInteger();
        var busy = new ScheduledThreadPoolExecutor(1) {
            @Override
            public void execute(Runnable work) {
                if (refused.incrementAndGet() < 3) {
                    throw new RejectedExecutionException("busy");
                }
                work.run();
            }
        };
        Ticker other = new Ticker(null, busy);
        try {
            other.every(OFTEN, runs::incrementAndGet);

            await().until(() -> runs.get() > 0);
        } finally {
            other.stop();
            busy.shutdownNow();
        }
    }

    @Test
    void nothing_runs_after_the_stop() {
        ticker.every(OFTEN, runs::incrementAndGet);
        await().until(() -> runs.get() > 0);

        ticker.stop();
        workers.shutdown();
        await().until(workers::isTerminated);
        int then = runs.get();

        await().during(Duration.ofMillis(50)).until(() -> runs.get() == then);
    }
}
