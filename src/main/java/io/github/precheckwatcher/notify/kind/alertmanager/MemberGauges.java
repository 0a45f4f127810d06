package io.github.precheckwatcher.notify.kind.alertmanager;

import io.github.precheckwatcher.notify.Member;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.dispatch.Notifiers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/**
 * The metric {@code precheck_alertmanager_member_up{notifier,member}}: 1 for a member that took what this node last sent
 * it, 0 for one that did not; none for one that was not called yet.
 */
@ApplicationScoped
public class MemberGauges {
    private final Notifiers notifiers;
    private final MultiGauge members;

    @Inject
    public MemberGauges(Notifiers notifiers, MeterRegistry registry) {
        this.notifiers = notifiers;
        this.members = MultiGauge.builder("precheck.alertmanager.member.up")
                .description("Whether a member of an Alertmanager cluster took what it was last sent")
                .register(registry);
    }

    @Scheduled(every = "5s", identity = "member-gauges", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refresh() {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (Notifier notifier : notifiers.all()) {
            for (Member member : notifier.itself().members()) {
                rows.add(MultiGauge.Row.of(
                        Tags.of("notifier", notifier.name(), "member", Integer.toString(member.place())),
                        member.up() ? 1 : 0));
            }
        }
        members.register(rows, true);
    }
}
