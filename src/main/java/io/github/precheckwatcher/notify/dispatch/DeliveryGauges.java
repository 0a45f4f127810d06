package io.github.precheckwatcher.notify.dispatch;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.log.StoreFault;
import io.github.precheckwatcher.notify.CurrentNotifySettings;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The metric {@code precheck_deliveries{notifier,state}}: how many deliveries there are, all nodes' together, looked up
 * now and then because counting is not free.
 */
@ApplicationScoped
public class DeliveryGauges {
    private static final Logger LOG = Logger.getLogger(DeliveryGauges.class);

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final CurrentNotifySettings settings;
    private final Outbox outbox;
    private final FaultLog faults;
    private final MultiGauge deliveries;

    @Inject
    public DeliveryGauges(CurrentNotifySettings settings, Outbox outbox, FaultLog faults, MeterRegistry registry) {
        this.settings = settings;
        this.outbox = outbox;
        this.faults = faults;
        this.deliveries = MultiGauge.builder("precheck.deliveries")
                .description("Deliveries in the outbox by notifier and state")
                .register(registry);
    }

    void schedule(@Observes Ticker ticker) {
        ticker.every(EVERY, this::refresh);
    }

    void refresh() {
        if (faults.store().stopped()) {
            return;
        }
        faults.guard(Place.job("delivery gauges"), this::count);
    }

    private void count() {
        Map<Outbox.Key, Long> counts;
        try {
            counts = outbox.counts();
        } catch (RuntimeException e) {
            if (!(e instanceof StoreFault)) {
                throw e;
            }
            LOG.debug("deliveries not counted", e); // the dispatcher says that the store is away
            return;
        }
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (NotifierSettings notifier : settings.settings().notifiers()) {
            for (Outbox.State state : Outbox.State.values()) {
                long count = counts.getOrDefault(new Outbox.Key(notifier.name(), state), 0L);
                rows.add(MultiGauge.Row.of(Tags.of("notifier", notifier.name(), "state", state.name()), count));
            }
        }
        deliveries.register(rows, true);
    }
}
