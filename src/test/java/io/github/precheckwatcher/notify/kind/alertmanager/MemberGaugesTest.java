package io.github.precheckwatcher.notify.kind.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.SettingsBuilder;
import io.github.precheckwatcher.notify.Transport;
import io.github.precheckwatcher.notify.dispatch.Notifiers;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemberGaugesTest {
    private final FakeClock clock = new FakeClock(Notifications.NOW);

    @Test
    void each_member_that_was_called_is_up_or_not_by_its_place_in_the_file() {
        Vertx vertx = Vertx.vertx();
        try (FakeAlertmanager one = FakeAlertmanager.started(clock);
                FakeAlertmanager two = FakeAlertmanager.started(clock)) {
            two.answer(500);
            var registry = new SimpleMeterRegistry();
            var settings = settings(List.of(two.url(), one.url(), two.url()));
            var notifiers = new Notifiers(Notifications.settings(settings), vertx, clock, Notifications.faults(clock));
            var gauges = new MemberGauges(notifiers, registry);
            gauges.refresh();
            assertThat(registry.getMeters()).as("none was called yet").isEmpty();

            Notifier am = notifiers.all().get(0);
            Message sample = EventBody.test(Notifications.settings().origin(), "t1", Notifications.NOW);
            String body = new AlertmanagerType().render(sample, settings);
            am.send(new Delivery("d", sample, "am", body, sample.occurredAt(), 0, 1))
                    .await()
                    .atMost(Duration.ofSeconds(20));

            await().until(() -> am.members().size() == 2);
            gauges.refresh();
            assertThat(registry.find("precheck.alertmanager.member.up").gauges())
                    .extracting(
                            gauge -> gauge.getId().getTag("notifier")
                                    + gauge.getId().getTag("member"),
                            Gauge::value)
                    .containsExactlyInAnyOrder(tuple("am1", 0.0), tuple("am2", 1.0));
            am.close();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static NotifierSettings settings(List<URI> members) {
        NotifierSettings s =
                Notifications.notifier("am", NotifierKind.ALERTMANAGER, Optional.empty(), Duration.ofSeconds(5));
        return SettingsBuilder.of(s)
                .transport(new Transport(
                        Secret.fixed(members),
                        Secret.fixed(Map.of()),
                        s.transport().timeout(),
                        false,
                        Optional.empty(),
                        Transport.Tls.DEFAULT))
                .build();
    }
}
