package io.github.precheckwatcher.notify.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.StoreFault;
import io.github.precheckwatcher.log.StoreOutage;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.AttemptResult.Gone;
import io.github.precheckwatcher.notify.AttemptResult.Paused;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.FakeNotifier;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.MemoryOutbox;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.StoreFailed;
import io.github.precheckwatcher.notify.outbox.AttemptRule;
import io.github.precheckwatcher.notify.outbox.NotifierRow;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import io.github.precheckwatcher.notify.outbox.RulesUnderLock;
import io.github.precheckwatcher.precheck.Outcome;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {
    private static final AttemptResult DOWN = new Failed(Optional.of(500), "HTTP 500 Internal Server Error");

    private final FakeClock clock = new FakeClock(Notifications.NOW);
    private final MemoryOutbox outbox = new MemoryOutbox();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FakeNotifier ops = new FakeNotifier("ops", 4);
    private LogLines log;

    @BeforeEach
    void listen() {
        log = LogLines.ofAll();
    }

    @AfterEach
    void unlisten() {
        log.close();
    }

    @Test
    void a_wake_after_a_commit_delivers_at_once() {
        owe("ops", 1);
        ops.always(new Delivered(200));
        clock.advance(Duration.ofMillis(40));
        dispatcher(ops).wake();
        assertThat(outbox.state("ops-0")).isEqualTo(State.DELIVERED);
        assertThat(registry.counter("precheck.delivery.attempts", "notifier", "ops", "result", "delivered")
                        .count())
                .isEqualTo(1);
        assertThat(lag("ops").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(40);
    }

    @Test
    void the_lag_is_of_answers_alone_and_known_once_it_is_written_back() {
        for (Outcome outcome : Outcome.values()) {
            outbox.add(
                    Notifications.owed("ops-" + outcome, "event-" + outcome, "ops", outcome.name(), clock.instant()));
        }
        var dispatcher = dispatcher(new FakeNotifier("ops", 20).always(new Delivered(200)));
        outbox.failToWrite(new StoreFailed("disk full"));
        dispatcher.wake();
        assertThat(registry.find("precheck.verdict.lag").timers()).isEmpty();
        outbox.failToWrite(null);
        dispatcher.wake();
        assertThat(outbox.counts()).containsOnly(Map.entry(new Outbox.Key("ops", State.DELIVERED), 8L));
        assertThat(lag("ops").count())
                .as("PASSED, WARNING, FAILED, ERROR, UNKNOWN")
                .isEqualTo(5);
    }

    private Timer lag(String notifier) {
        return registry.get("precheck.verdict.lag").tag("notifier", notifier).timer();
    }

    @Test
    void the_tick_finds_what_a_crash_left_and_asks_nothing_while_nothing_is_due() {
        var dispatcher = dispatcher(ops.always(new Delivered(200)));
        dispatcher.tick();
        assertThat(outbox.claims()).isZero();
        owe("ops", 1);
        dispatcher.tick();
        assertThat(outbox.state("ops-0")).isEqualTo(State.DELIVERED);
    }

    @Test
    void a_failed_delivery_is_tried_again_by_the_schedule_with_the_same_id_and_body() {
        owe("ops", 1);
        var dispatcher = dispatcher(ops.always(DOWN));
        dispatcher.wake();
        for (int wait : List.of(5, 30, 120, 120)) {
            clock.advance(Duration.ofSeconds(wait).minusMillis(1));
            dispatcher.tick();
            int before = ops.sent().size();
            clock.advance(Duration.ofMillis(1));
            dispatcher.tick();
            assertThat(ops.sent()).hasSize(before + 1);
        }
        ops.always(new Delivered(200));
        clock.advance(Duration.ofMinutes(2));
        dispatcher.tick();
        assertThat(outbox.state("ops-0")).isEqualTo(State.DELIVERED);
        assertThat(ops.sent()).hasSize(6);
        assertThat(ops.sent()).extracting(Delivery::eventId).containsOnly("event-0");
        assertThat(ops.sent()).extracting(Delivery::body).containsOnly("{}");
        assertThat(ops.sent()).extracting(Delivery::attempts).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(lag("ops").totalTime(TimeUnit.SECONDS))
                .as("whatever attempt it was")
                .isEqualTo(5 + 30 + 120 + 120 + 120);
    }

    @Test
    void a_delivery_is_not_claimed_twice_while_its_attempt_is_in_flight() {
        owe("ops", 1);
        var dispatcher = dispatcher(ops);
        dispatcher.wake();
        assertThat(outbox.lease("ops-0"))
                .isGreaterThan(Notifications.log("ops").transport().timeout());
        clock.advance(Notifications.log("ops").transport().timeout());
        dispatcher.wake();
        dispatcher.tick();
        assertThat(ops.sent()).hasSize(1);
    }

    @Test
    void no_more_attempts_run_than_there_are_slots_and_each_that_ends_makes_room() {
        owe("ops", 10);
        dispatcher(ops).wake();
        assertThat(ops.inFlight()).isEqualTo(4);
        for (int i = 0; i < 10; i++) {
            ops.end(new Delivered(200));
        }
        assertThat(ops.sent()).hasSize(10);
        assertThat(outbox.counts()).containsOnly(Map.entry(new Outbox.Key("ops", State.DELIVERED), 10L));
    }

    @Test
    void once_nothing_was_left_an_ended_attempt_asks_no_more() {
        owe("ops", 2);
        dispatcher(ops).wake();
        int claims = outbox.claims();
        ops.end(new Delivered(200));
        ops.end(new Delivered(200));
        assertThat(outbox.claims()).isEqualTo(claims);
    }

    @Test
    void a_slow_notifier_delays_no_other() {
        var fast = new FakeNotifier("fast", 2).always(new Delivered(200));
        owe("ops", 20);
        owe("fast", 20);
        dispatcher(ops, fast).wake();
        assertThat(ops.inFlight()).isEqualTo(4);
        assertThat(fast.sent()).hasSize(20);
    }

    @Test
    void a_body_that_the_store_refuses_for_what_is_in_it_is_a_failed_attempt() {
        NewDelivery whole = Notifications.owed("ops-0", "event-0", "ops", "WARNING", clock.instant());
        outbox.add(new NewDelivery(
                whole.id(), whole.message(), "ops", NewDelivery.UNWRITTEN, whole.since(), whole.dueAt(), ""));
        outbox.failToWrite(new StoreFailed("no such text", StoreFault.Kind.CONTENT), 1);

        dispatcher(ops).wake();

        assertThat(ops.sent()).isEmpty();
        assertThat(outbox.attempts("ops-0")).hasSize(1).allSatisfy(attempt -> {
            assertThat(attempt.state()).isEqualTo(State.PENDING);
            assertThat(attempt.counted()).isTrue();
            assertThat(attempt.error()).contains(AttemptResult.UNWRITTEN.error());
        });
        clock.advance(Duration.ofSeconds(10));
        dispatcher(ops).tick();
        assertThat(ops.sent()).as("kept this time").hasSize(1);
    }

    @Test
    void a_claim_that_hangs_delays_no_other_notifier_and_no_caller() {
        var hang = new CountDownLatch(1);
        var slow = new Outbox() {
            @Override
            public Claimed claim(String notifier, RulesUnderLock rules, Claim claim) {
                if (notifier.equals("ops")) {
                    try {
                        hang.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                return outbox.claim(notifier, rules, claim);
            }

            @Override
            public void record(String notifier, RulesUnderLock rules, Attempts attempts) {
                outbox.record(notifier, rules, attempts);
            }

            @Override
            public Claimed recordAndClaim(String notifier, RulesUnderLock rules, Attempts attempts, Claim claim) {
                return outbox.recordAndClaim(notifier, rules, attempts, claim);
            }

            @Override
            public boolean write(Delivery delivery, String body, RulesUnderLock rules, Instant now) {
                return outbox.write(delivery, body, rules, now);
            }

            @Override
            public void post(List<NewDelivery> deliveries) {
                outbox.post(deliveries);
            }

            @Override
            public void release(Collection<Delivery> deliveries, Instant now) {
                outbox.release(deliveries, now);
            }

            @Override
            public Optional<Instant> nextDue(Collection<String> notifiers) {
                return outbox.nextDue(notifiers);
            }

            @Override
            public Map<String, Integer> markUnknownDead(
                    Collection<String> configured, Instant occurredBefore, Instant now) {
                return outbox.markUnknownDead(configured, occurredBefore, now);
            }

            @Override
            public Map<String, Integer> unknown(Collection<String> configured, Instant occurredBefore, Instant now) {
                return outbox.unknown(configured, occurredBefore, now);
            }

            @Override
            public Map<Key, Long> counts() {
                return outbox.counts();
            }
        };
        owe("ops", 1);
        owe("fast", 1);
        ExecutorService workers = Executors.newCachedThreadPool();
        try {
            var fast = new FakeNotifier("fast", 2).always(new Delivered(200));
            dispatcher(slow, workers, ops.always(new Delivered(200)), fast).wake();
            await().until(() -> outbox.state("fast-0") == State.DELIVERED);
            assertThat(outbox.state("ops-0")).isEqualTo(State.PENDING);
            hang.countDown();
            await().until(() -> outbox.state("ops-0") == State.DELIVERED);
        } finally {
            hang.countDown();
            workers.shutdownNow();
        }
    }

    @Test
    void what_ended_meanwhile_is_written_back_together() {
        Queue<Runnable> turns = new ArrayDeque<>();
        owe("ops", 3);
        dispatcher(outbox, turns::add, ops).wake();
        turns.remove().run();
        for (int i = 0; i < 3; i++) {
            ops.end(new Delivered(200));
        }
        assertThat(turns).hasSize(1);
        turns.remove().run();
        assertThat(outbox.batches()).extracting(List::size).containsExactly(3);
    }

    @Test
    void while_more_is_due_a_write_back_and_the_next_claim_are_one_act() {
        Queue<Runnable> turns = new ArrayDeque<>();
        owe("ops", 9);
        dispatcher(outbox, turns::add, ops).wake();
        for (int rounds = 0; rounds < 3; rounds++) {
            turns.remove().run();
            int sent = ops.sent().size();
            for (int ends = 4 * rounds; ends < sent; ends++) {
                ops.end(new Delivered(200));
            }
        }
        turns.remove().run();
        assertThat(outbox.counts()).containsOnly(Map.entry(new Outbox.Key("ops", State.DELIVERED), 9L));
        assertThat(outbox.batches()).extracting(List::size).containsExactly(4, 4, 1);
        assertThat(outbox.together()).isEqualTo(2);
        assertThat(outbox.claims()).isEqualTo(3);
    }

    @Test
    void a_receiver_that_asks_to_wait_is_left_alone_and_no_attempt_counted() {
        owe("ops", 1);
        var dispatcher = dispatcher(ops.always(new Paused(429, Optional.of(Duration.ofSeconds(60)))));
        dispatcher.wake();
        owe("ops", 2);
        clock.advance(Duration.ofSeconds(59));
        dispatcher.wake();
        dispatcher.tick();
        assertThat(ops.sent()).hasSize(1);
        ops.always(new Delivered(200));
        clock.advance(Duration.ofSeconds(1));
        dispatcher.tick();
        assertThat(outbox.state("ops-0")).isEqualTo(State.DELIVERED);
        assertThat(ops.sent().get(1).attempts()).isZero();
    }

    @Test
    void new_deliveries_of_a_notifier_that_is_paused_or_down_cost_the_store_no_claim_each() {
        for (AttemptResult result : List.of(new Paused(429, Optional.of(Duration.ofMinutes(5))), DOWN)) {
            var slow = new FakeNotifier("slow-" + result.getClass().getSimpleName(), 4);
            var dispatcher = dispatcher(slow.always(result));
            for (int seconds = 0; seconds < 20; seconds++) {
                owe(slow.name(), 1);
                dispatcher.wake();
                clock.advance(Duration.ofSeconds(1));
                dispatcher.tick();
            }
            dispatcher.wake();
            int before = outbox.claims();
            for (int wakes = 0; wakes < 100; wakes++) {
                owe(slow.name(), 1);
                dispatcher.wake();
            }
            assertThat(outbox.claims()).as("%s", result).isEqualTo(before);
            slow.always(new Delivered(200));
            clock.advance(Duration.ofMinutes(5));
            dispatcher.tick();
            dispatcher.tick();
            assertThat(outbox.counts())
                    .as("%s", result)
                    .containsEntry(new Outbox.Key(slow.name(), State.DELIVERED), 120L);
        }
    }

    @Test
    void a_notifier_that_is_down_is_not_back_when_there_was_nothing_to_send() {
        owe("ops", 1);
        var dispatcher = dispatcher(ops.always(DOWN));
        for (int seconds = 0; outbox.row("ops").downSince().isEmpty(); seconds++) {
            assertThat(seconds).isLessThan(60);
            owe("ops", 1);
            clock.advance(Duration.ofSeconds(1));
            dispatcher.tick();
        }
        Optional<Instant> since = outbox.row("ops").downSince();
        List<String> said = log.lines();

        ops.always(AttemptResult.NotSent.NOTHING_TO_SEND);
        clock.advance(Duration.ofSeconds(30));
        String nothing =
                "ops-" + outbox.counts().values().stream().mapToLong(n -> n).sum();
        owe("ops", 1);
        for (int ticks = 0; outbox.state(nothing) != State.DELIVERED; ticks++) {
            assertThat(ticks).isLessThan(60);
            clock.advance(Duration.ofSeconds(1));
            dispatcher.tick();
        }

        assertThat(outbox.row("ops").downSince()).isEqualTo(since);
        assertThat(outbox.delivery(nothing).attempts()).isZero();
        assertThat(log.lines()).isEqualTo(said);
        assertThat(registry.counter("precheck.delivery.attempts", "notifier", "ops", "result", "not_sent")
                        .count())
                .isPositive();
        assertThat(registry.find("precheck.verdict.lag").timers()).isEmpty();

        ops.always(new Delivered(200));
        owe("ops", 1);
        clock.advance(Duration.ofSeconds(1));
        dispatcher.tick();
        assertThat(outbox.row("ops").downSince())
                .as("the next one is the probe")
                .isEmpty();
    }

    @Test
    void what_could_not_be_sent_is_logged_once_and_not_as_the_receivers_failure() {
        owe("ops", 1);
        var dispatcher = dispatcher(ops.always(new AttemptResult.NotSent("the alert could not be kept")));
        for (int seconds = 0; seconds < 200; seconds++) {
            dispatcher.tick();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(ops.sent()).hasSizeGreaterThan(2);
        assertThat(outbox.row("ops")).isEqualTo(NotifierRow.fresh("ops"));
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN delivery notifier=ops state=NOT_SENT event=event-0"
                        + " error=\"the alert could not be kept\"");
    }

    @Test
    void a_receiver_that_names_no_time_is_asked_again_in_a_second_and_the_remedy_names_rate_limit() {
        NotifierSettings hook = Notifications.webhook("ops", URI.create("http://127.0.0.1:9/"), Duration.ofSeconds(5));
        for (NotifierSettings each : List.of(hook, Notifications.log("ops"))) {
            var outage = new DeliveryOutage(each);
            outage.note(List.of(new AttemptRule(Notifications.RETRY, Duration.ofMinutes(1), () -> 0)
                    .after(Notifications.delivery("ops", "e"), new Paused(429, Optional.empty()), clock.instant())));
        }
        assertThat(log.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .endsWith(" remedy=\"nothing: how fast it takes messages is found; if you know it,"
                                        + " set watcher.notifiers.ops.rate-limit\""),
                        line -> assertThat(line).endsWith(" remedy=\"nothing: how fast it takes messages is found\""));
    }

    @Test
    void a_delivery_that_a_backlog_kept_from_any_attempt_gets_one_before_it_dies() {
        owe("ops", 1);
        clock.advance(Duration.ofDays(10));
        dispatcher(ops.always(DOWN)).wake();
        assertThat(ops.sent()).hasSize(1);
        assertThat(outbox.state("ops-0")).isEqualTo(State.DEAD);
    }

    @Test
    void a_receiver_that_is_gone_ends_each_delivery_when_it_comes() {
        var dispatcher = dispatcher(ops.always(new Gone(410)));
        for (int seconds = 0; seconds < 30; seconds++) {
            owe("ops", 3);
            dispatcher.wake();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(outbox.counts()).containsOnly(Map.entry(new Outbox.Key("ops", State.DEAD), 90L));
    }

    @Test
    void one_recipient_that_is_put_off_keeps_no_other_delivery_waiting_and_is_named_at_the_end() {
        owe("ops", 8);
        var dispatcher = dispatcher(ops.always(putOff(AttemptResult.Sign.TOOK)));
        dispatcher.wake();
        ops.always(putOff(AttemptResult.Sign.NOTHING));
        for (int i = 0; i < 6; i++) {
            clock.advance(Duration.ofMinutes(3));
            dispatcher.tick();
        }
        assertThat(ops.sent())
                .last()
                .satisfies(sent -> assertThat(sent.progress()).contains("{noted}"));
        assertThat(log.lines()).isEmpty();

        ops.always(new Delivered(200));
        outbox.add(Notifications.owed("ops-new", "event-new", "ops", "FAILED", clock.instant()));
        dispatcher.wake();
        assertThat(outbox.state("ops-new")).as("the notifier is not down").isEqualTo(State.DELIVERED);

        ops.always(putOff(AttemptResult.Sign.NOTHING));
        clock.advance(Notifications.log("ops").retry().maxAge());
        dispatcher.tick();
        assertThat(outbox.counts()).containsOnly(Map.entry(new Outbox.Key("ops", State.DELIVERED), 9L));
        assertThat(log.lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("WARN delivery notifier=ops state=PARTIAL event=")
                        .endsWith(" error=\"not taken for b\" remedy=wait"));
        assertThat(registry.counter("precheck.delivery.attempts", "notifier", "ops", "result", "partial")
                        .count())
                .isPositive();
    }

    private static AttemptResult putOff(AttemptResult.Sign sign) {
        return new AttemptResult.Partial(
                Optional.of(250), "not taken for b", Optional.of("wait"), sign, true, "{noted}");
    }

    @Test
    void a_dead_notifier_makes_one_error_line_and_one_when_it_is_back() {
        owe("ops", 3);
        var dispatcher = dispatcher(ops.always(new Gone(410)));
        dispatcher.wake();
        clock.advance(Duration.ofMinutes(3));
        owe("ops", 4);
        ops.always(new Delivered(200));
        dispatcher.wake();
        assertThat(log.lines())
                .containsExactly(
                        "ERROR delivery notifier=ops state=DEAD count=3 event=event-0"
                                + " error=\"HTTP 410: the receiver wants no more of it\""
                                + " remedy=\"check watcher.notifiers.ops.url; what is DEAD stays in the store\"",
                        "INFO delivery notifier=ops state=OK was=DEAD for=3m failed=3 dead=3");
    }

    @Test
    void a_failing_notifier_is_logged_when_it_starts_when_the_error_changes_and_when_it_ends() {
        owe("ops", 3);
        var dispatcher = dispatcher(ops.always(DOWN));
        dispatcher.wake();
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofMinutes(3));
            dispatcher.tick();
        }
        ops.always(new Failed(Optional.empty(), "connection refused"));
        clock.advance(Duration.ofMinutes(5));
        dispatcher.tick();
        ops.always(new Delivered(200));
        clock.advance(Duration.ofMinutes(5));
        dispatcher.tick();
        assertThat(log.lines()).hasSize(3);
        assertThat(log.lines().get(0))
                .startsWith("WARN delivery notifier=ops state=FAILING event=event-0 attempts=1"
                        + " error=\"HTTP 500 Internal Server Error\" retry=2026-11-24T08:15:35Z remedy=");
        assertThat(log.lines().get(1)).contains("state=FAILING").contains("error=\"connection refused\"");
        assertThat(log.lines().get(2))
                .isEqualTo("INFO delivery notifier=ops state=OK was=FAILING for=25m failed=10 dead=0");
    }

    @Test
    void a_notifier_that_fails_now_and_then_does_not_fill_the_log() {
        var dispatcher = dispatcher(ops);
        for (int i = 0; i < 50; i++) {
            owe("ops", 2);
            dispatcher.wake();
            ops.end(DOWN);
            ops.end(new Delivered(200));
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(log.lines()).hasSize(2);
    }

    @Test
    void when_the_store_is_away_it_is_said_once_and_nothing_is_lost() {
        owe("ops", 2);
        var dispatcher = dispatcher(ops);
        dispatcher.wake();
        outbox.fail(new StoreFailed("connection to the database\nlost"));
        ops.end(new Delivered(200));
        dispatcher.wake();
        dispatcher.tick();
        dispatcher.tick();
        clock.advance(Duration.ofSeconds(90));
        outbox.fail(null);
        dispatcher.tick();
        ops.end(new Delivered(200));
        assertThat(outbox.counts()).containsOnly(Map.entry(new Outbox.Key("ops", State.DELIVERED), 2L));
        assertThat(ops.sent())
                .as("an attempt that could not be written back is not made again")
                .hasSize(2);
        assertThat(log.lines())
                .containsExactly(
                        "ERROR store state=FAILING"
                                + " error=\"StoreFailed: connection to the database lost\""
                                + " remedy=\"see that the database is up and its disk has room; watches and deliveries"
                                + " wait and go on by themselves\"",
                        "INFO store state=OK was=FAILING for=1m30s");
    }

    @Test
    void a_notifier_that_breaks_is_a_failed_attempt() {
        owe("ops", 1);
        Notifier broken = new Notifier() {
            @Override
            public String name() {
                return "ops";
            }

            @Override
            public Uni<AttemptResult> send(Delivery delivery) {
                throw new IllegalStateException("secret");
            }
        };
        dispatcher(broken).wake();
        assertThat(outbox.attempts("ops-0"))
                .extracting(a -> a.error().orElseThrow())
                .containsExactly("the notifier broke: IllegalStateException");
        assertThat(log.lines()).noneMatch(line -> line.contains("secret"));
    }

    @Test
    void a_full_disk_is_reported_once_though_the_store_can_be_read() {
        owe("ops", 2);
        var dispatcher = dispatcher(ops);
        dispatcher.wake();
        outbox.failToWrite(new StoreFailed("disk full"));
        ops.end(new Delivered(200));
        for (int i = 0; i < 10; i++) {
            dispatcher.tick();
            dispatcher.wake();
            clock.advance(Duration.ofSeconds(1));
        }
        outbox.failToWrite(null);
        dispatcher.tick();
        clock.advance(Duration.ofSeconds(5));
        dispatcher.tick();
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0)).startsWith("ERROR store state=FAILING");
        assertThat(log.lines().get(1)).startsWith("INFO store state=OK was=FAILING for=15s");
    }

    @Test
    void a_store_that_could_not_be_read_is_well_once_it_can_be() {
        var dispatcher = dispatcher(ops);
        outbox.fail(new StoreFailed("away"));
        dispatcher.tick();
        outbox.fail(null);
        clock.advance(Duration.ofSeconds(5));
        dispatcher.tick();
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(1)).startsWith("INFO store state=OK");
    }

    @Test
    void an_attempt_that_the_store_refuses_does_not_keep_the_others_from_being_written() {
        owe("ops", 4);
        outbox.refuse("event-1");
        var dispatcher = dispatcher(ops.always(new Delivered(200)));
        for (int i = 0; i < 5; i++) {
            dispatcher.wake();
        }
        assertThat(outbox.counts())
                .containsOnly(
                        Map.entry(new Outbox.Key("ops", State.DELIVERED), 3L),
                        Map.entry(new Outbox.Key("ops", State.PENDING), 1L));
        assertThat(log.lines())
                .anyMatch(line -> line.startsWith("WARN delivery notifier=ops state=UNRECORDED event=event-1"));
        assertThat(ops.sent()).as("until its lease ends it is not made again").hasSize(4);
        owe("ops", 3);
        dispatcher.wake();
        assertThat(outbox.counts()).containsEntry(new Outbox.Key("ops", State.DELIVERED), 6L);
    }

    @Test
    void an_attempt_that_the_store_refuses_does_not_block_its_worker_even_alone() {
        owe("ops", 1);
        outbox.refuse("event-0");
        var dispatcher = dispatcher(ops.always(new Delivered(200)));
        for (int i = 0; i < 5; i++) {
            dispatcher.wake();
        }
        owe("ops", 2);
        dispatcher.wake();
        assertThat(outbox.counts()).containsEntry(new Outbox.Key("ops", State.DELIVERED), 2L);
    }

    @Test
    void what_was_delivered_is_not_made_again_though_its_lease_ended_before_it_could_be_written() {
        owe("ops", 3);
        var dispatcher = refusedUntilTheClaimOfTheNextTurn();
        clock.advance(outbox.lease("ops-0"));
        dispatcher.wake();
        assertThat(ops.sent()).hasSize(3);
        assertThat(outbox.counts()).containsOnly(Map.entry(new Outbox.Key("ops", State.DELIVERED), 3L));
        assertThat(log.lines()).noneMatch(line -> line.contains("UNRECORDED"));
    }

    @Test
    void what_was_delivered_is_written_when_the_store_comes_back_within_a_turn() {
        owe("ops", 3);
        var dispatcher = refusedUntilTheClaimOfTheNextTurn();
        owe("ops", 1);
        dispatcher.wake();
        assertThat(ops.sent()).hasSize(4);
        assertThat(outbox.counts()).containsOnly(Map.entry(new Outbox.Key("ops", State.DELIVERED), 4L));
        assertThat(log.lines()).noneMatch(line -> line.contains("UNRECORDED"));
    }

    @Test
    void what_is_refused_under_its_next_claim_too_is_given_up_and_made_again_when_that_ends() {
        owe("ops", 1);
        outbox.refuse("event-0");
        var dispatcher = dispatcher(ops.always(new Delivered(200)));
        for (int i = 0; i < 5; i++) {
            dispatcher.wake();
        }
        clock.advance(outbox.lease("ops-0"));
        dispatcher.wake();
        assertThat(ops.sent()).hasSize(1);
        assertThat(log.lines()).filteredOn(line -> line.contains("UNRECORDED")).hasSize(1);
        clock.advance(outbox.lease("ops-0"));
        dispatcher.wake();
        assertThat(ops.sent()).hasSize(2);
    }

    /** The next turn's first write-back fails as those before did, what comes after does not. */
    private Dispatcher refusedUntilTheClaimOfTheNextTurn() {
        outbox.failToWrite(new StoreFailed("disk full"), 3 + 3 + 1);
        var dispatcher = dispatcher(ops.always(new Delivered(200)));
        for (int i = 0; i < 6; i++) {
            dispatcher.wake();
        }
        assertThat(outbox.counts()).containsOnly(Map.entry(new Outbox.Key("ops", State.PENDING), 3L));
        return dispatcher;
    }

    @Test
    void an_error_in_a_turn_does_not_end_the_worker() {
        owe("ops", 1);
        var dispatcher = dispatcher(ops.always(new Delivered(200)));
        outbox.breakDown(new StackOverflowError("deep"));
        dispatcher.wake();
        outbox.breakDown(null);
        dispatcher.wake();
        assertThat(outbox.state("ops-0")).isEqualTo(State.DELIVERED);
        assertThat(log.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("ERROR fault notifier=ops stage=claim state=FAILING"
                                        + " error=StackOverflowError at="),
                        line -> assertThat(line)
                                .isEqualTo("INFO fault notifier=ops stage=claim state=OK was=FAILING for=0s"));
    }

    @Test
    void an_error_in_a_claim_does_not_keep_what_was_delivered_from_being_written() {
        owe("one", 2);
        var one = new FakeNotifier("one", 1);
        dispatcher(one).wake();
        outbox.breakDown(new StackOverflowError("deep"));
        one.end(new Delivered(200));
        assertThat(outbox.state("one-0")).isEqualTo(State.DELIVERED);
        assertThat(one.sent()).hasSize(1);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .contains("ERROR fault notifier=one stage=claim state=FAILING error=StackOverflowError");
    }

    @Test
    void an_executor_that_breaks_does_not_end_the_worker() {
        owe("ops", 1);
        var broken = new AtomicBoolean(true);
        var dispatcher = dispatcher(
                outbox,
                turn -> {
                    if (broken.get()) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    turn.run();
                },
                ops.always(new Delivered(200)));
        assertThatThrownBy(dispatcher::wake).isInstanceOf(OutOfMemoryError.class);
        broken.set(false);
        dispatcher.wake();
        assertThat(outbox.state("ops-0")).isEqualTo(State.DELIVERED);
    }

    @Test
    void once_stopping_nothing_is_asked_and_no_failure_of_the_store_is_reported() {
        owe("ops", 2);
        var outage = new StoreOutage(clock);
        var dispatcher = new Dispatcher(
                settings(ops),
                Notifications.open(settings(ops), ops),
                Notifications.followUps(settings(ops)),
                Notifications.messageBodies(clock),
                outbox,
                clock,
                () -> 0,
                registry,
                new FaultLog(outage, clock),
                Runnable::run);
        dispatcher.wake();
        outbox.fail(new StoreFailed("the pool is closed"));
        dispatcher.stop(Duration.ofMillis(1));
        dispatcher.tick();
        new DeliveryGauges(settings(ops), outbox, new FaultLog(outage, clock), registry).refresh();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void a_stop_amid_a_write_back_is_no_time_to_claim() {
        owe("one", 2);
        var one = new FakeNotifier("one", 1);
        var dispatcher = dispatcher(one);
        dispatcher.wake();
        outbox.failToWrite(new StoreFailed("not together"), 1);
        outbox.amidNextWrite(() -> dispatcher.stop(Duration.ofMillis(1)));
        one.end(new Delivered(200));
        assertThat(outbox.state("one-0")).isEqualTo(State.DELIVERED);
        assertThat(one.sent()).hasSize(1);
    }

    @Test
    void a_stop_waits_for_attempts_in_flight_and_claims_nothing_more() {
        owe("ops", 6);
        ExecutorService workers = Executors.newCachedThreadPool();
        try {
            var turns = new AtomicInteger();
            var dispatcher = dispatcher(
                    outbox,
                    turn -> workers.execute(() -> {
                        turn.run();
                        turns.incrementAndGet();
                    }),
                    ops);
            dispatcher.wake();
            await().until(() -> ops.inFlight() == 4 && turns.get() == 1);
            var stopping = workers.submit(() -> dispatcher.stop(Duration.ofMinutes(1)));
            // an attempt that ends before the worker knows of the stop may still be followed by a claim
            await().until(() -> turns.get() == 2);
            for (int i = 0; i < 4; i++) {
                assertThat(stopping).isNotDone();
                ops.end(new Delivered(200));
            }
            await().until(stopping::isDone);
            dispatcher.wake();
            dispatcher.tick();
            assertThat(ops.sent()).hasSize(4);
            assertThat(outbox.counts())
                    .containsEntry(new Outbox.Key("ops", State.DELIVERED), 4L)
                    .containsEntry(new Outbox.Key("ops", State.PENDING), 2L);
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void a_stop_tries_again_to_write_back_what_ended() {
        owe("ops", 1);
        var dispatcher = dispatcher(ops);
        dispatcher.wake();
        outbox.failToWrite(new StoreFailed("away for a moment"), 4);
        ops.end(new Delivered(200));
        dispatcher.stop(Duration.ofMillis(10));
        assertThat(outbox.state("ops-0")).isEqualTo(State.DELIVERED);
    }

    @Test
    void a_stop_whose_patience_ends_gives_back_what_is_still_in_flight() {
        owe("ops", 2);
        var dispatcher = dispatcher(ops);
        dispatcher.wake();
        clock.advance(Duration.ofSeconds(3));
        dispatcher.stop(Duration.ofMillis(1));
        assertThat(outbox.dueAt("ops-0")).isEqualTo(clock.instant());
        assertThat(outbox.dueAt("ops-1")).isEqualTo(clock.instant());
        assertThat(ops.cancelled()).isEqualTo(2);
    }

    @Test
    void deliveries_are_counted_by_notifier_and_state() {
        owe("ops", 3);
        dispatcher(ops.always(new Delivered(200))).wake();
        new DeliveryGauges(settings(ops), outbox, Notifications.faults(clock), registry).refresh();
        assertThat(registry.get("precheck.deliveries")
                        .tags("notifier", "ops", "state", "DELIVERED")
                        .gauge()
                        .value())
                .isEqualTo(3);
        assertThat(registry.get("precheck.deliveries")
                        .tags("notifier", "ops", "state", "DEAD")
                        .gauge()
                        .value())
                .isZero();
    }

    private void owe(String notifier, int count) {
        long before = outbox.counts().entrySet().stream()
                .filter(entry -> entry.getKey().notifier().equals(notifier))
                .mapToLong(Map.Entry::getValue)
                .sum();
        for (long i = before; i < before + count; i++) {
            outbox.add(Notifications.owed(notifier + "-" + i, "event-" + i, notifier, "WARNING", clock.instant()));
        }
    }

    private Dispatcher dispatcher(Notifier... notifiers) {
        return dispatcher(outbox, Runnable::run, notifiers);
    }

    private Dispatcher dispatcher(Outbox from, Executor workers, Notifier... notifiers) {
        return new Dispatcher(
                settings(notifiers),
                Notifications.open(settings(notifiers), notifiers),
                Notifications.followUps(settings(notifiers)),
                Notifications.messageBodies(clock),
                from,
                clock,
                () -> 0,
                registry,
                Notifications.faults(clock),
                workers);
    }

    private static NotifySettings settings(Notifier... notifiers) {
        return Notifications.settings(
                Arrays.stream(notifiers).map(n -> Notifications.log(n.name())).toArray(NotifierSettings[]::new));
    }
}
