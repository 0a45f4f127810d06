package io.github.precheckwatcher.notify.dispatch;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempted;
import io.github.precheckwatcher.precheck.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/**
 * The metrics of attempts: {@code precheck_delivery_attempts_total{notifier,result}}, result one of delivered, partial,
 * paused, gone, failed and not_sent; and {@code precheck_verdict_lag_seconds{notifier}}, from the answer that ended a watch to its receipt,
 * at whatever attempt. Thread safe.
 */
final class DeliveryMeters {
    private static final Duration[] BUCKETS = LongStream.of(
                    5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 3_600_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;

    DeliveryMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void attempted(Delivery delivery, AttemptResult result) {
        registry.counter("precheck.delivery.attempts", "notifier", delivery.notifier(), "result", word(result))
                .increment();
    }

    /** To be called once the attempt is written back. */
    void recorded(Attempted attempted) {
        Delivery delivery = attempted.delivery();
        if (attempted.state() != Outbox.State.DELIVERED
                || !attempted.sent()
                || !delivery.message()
                        .status()
                        .outcome()
                        .map(Outcome::isAnswered)
                        .orElse(false)) {
            return;
        }
        Duration took = Duration.between(delivery.message().occurredAt(), attempted.at());
        Timer.builder("precheck.verdict.lag")
                .description("From the answer that ended a watch to its receipt by a notifier")
                .tag("notifier", delivery.notifier())
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(took.isNegative() ? Duration.ZERO : took);
    }

    private static String word(AttemptResult result) {
        if (result instanceof AttemptResult.Delivered) {
            return "delivered";
        }
        if (result instanceof AttemptResult.Paused) {
            return "paused";
        }
        if (result instanceof AttemptResult.Partial) {
            return "partial";
        }
        if (result instanceof AttemptResult.NotSent) {
            return "not_sent";
        }
        return result instanceof AttemptResult.Gone ? "gone" : "failed";
    }
}
