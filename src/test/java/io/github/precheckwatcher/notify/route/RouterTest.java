package io.github.precheckwatcher.notify.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.RandomVerdicts;
import io.github.precheckwatcher.notify.Routing;
import io.github.precheckwatcher.notify.WebhookSchema;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.WatchFacts;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Verdict;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouterTest {
    private static final Map<String, String> PROD = Map.of("env", "prod");

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void by_default_every_outcome_but_cancelled_is_reported(Outcome outcome) {
        assertThat(names(router(hook("ops")), verdict(outcome), Notifications.watch(PROD)))
                .hasSize(outcome == Outcome.CANCELLED ? 0 : 1);
    }

    @Test
    void outcomes_narrow_and_can_ask_for_cancelled() {
        var router = router(
                when(hook("bad"), EnumSet.of(Outcome.FAILED, Outcome.ERROR)),
                when(hook("gone"), EnumSet.of(Outcome.CANCELLED)));
        assertThat(names(router, verdict(Outcome.FAILED), Notifications.watch(PROD)))
                .containsExactly("bad");
        assertThat(names(router, verdict(Outcome.CANCELLED), Notifications.watch(PROD)))
                .containsExactly("gone");
        assertThat(names(router, verdict(Outcome.UNKNOWN), Notifications.watch(PROD)))
                .isEmpty();
    }

    @Test
    void all_matchers_must_hold() {
        var router = router(when(hook("ops"), Routing.DEFAULT.outcomes(), "env=\"prod\"", "team!~\"x|y\""));
        assertThat(names(router, Notifications.warning(), Notifications.watch(PROD)))
                .containsExactly("ops");
        assertThat(names(router, Notifications.warning(), Notifications.watch(Map.of("env", "prod", "team", "x"))))
                .isEmpty();
        assertThat(names(router, Notifications.warning(), Notifications.watch(Map.of())))
                .isEmpty();
    }

    @Test
    void a_watch_that_names_notifiers_goes_to_those_alone_once_each_and_by_their_when() {
        var router = router(Notifications.log("log"), hook("ops"), when(hook("bad"), EnumSet.of(Outcome.FAILED)));
        assertThat(names(router, Notifications.warning(), Notifications.watch(PROD)))
                .containsExactly("log", "ops");
        assertThat(names(router, Notifications.warning(), Notifications.watch(PROD, "ops", "ops", "bad", "unheard-of")))
                .containsExactly("ops");
    }

    @Test
    void a_delivery_carries_the_verdicts_id_and_time_and_an_id_of_its_own() {
        var deliveries = router(hook("a"), hook("b"))
                .route(Notifications.warning(), Notifications.watch(PROD), Optional.empty());
        assertThat(deliveries).extracting(NewDelivery::id).doesNotHaveDuplicates();
        assertThat(deliveries).allSatisfy(delivery -> {
            assertThat(delivery.message().id())
                    .isEqualTo(Notifications.warning().id());
            assertThat(delivery.message().status()).isEqualTo(MessageStatus.WARNING);
            assertThat(delivery.since()).isEqualTo(Notifications.NOW);
            WebhookSchema.assertValid(delivery.body());
        });
        assertThat(deliveries)
                .extracting(NewDelivery::body)
                .containsOnly(deliveries.get(0).body());
    }

    private static NotifierSettings hook(String name) {
        return Notifications.webhook(name, URI.create("http://127.0.0.1:1/"), Duration.ofSeconds(1));
    }

    private static NotifierSettings when(NotifierSettings s, Set<Outcome> outcomes, String... match) {
        List<LabelMatcher> matchers =
                Arrays.stream(match).map(LabelMatcher::parse).toList();
        return Notifications.routed(s, new Routing(outcomes, Set.of(), Set.of(), matchers, false));
    }

    private static Router router(NotifierSettings... notifiers) {
        var ids = new AtomicLong();
        return Notifications.router(Notifications.settings(notifiers), () -> new UUID(0, ids.incrementAndGet()));
    }

    private static Verdict verdict(Outcome outcome) {
        return new RandomVerdicts(outcome.ordinal()).verdict(outcome);
    }

    /** Whatever is routed to a webhook here is held against the schema too. */
    private static List<String> names(Router router, Verdict verdict, WatchFacts watch) {
        List<NewDelivery> deliveries = router.route(verdict, watch, Optional.empty());
        deliveries.stream()
                .filter(delivery -> !delivery.notifier().equals("log"))
                .map(NewDelivery::body)
                .forEach(WebhookSchema::assertValid);
        return deliveries.stream().map(NewDelivery::notifier).toList();
    }
}
