package io.github.precheckwatcher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.cloud.PollResponse;
import io.github.precheckwatcher.cloud.PollResult;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.precheck.Prechecks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the engine does about exceptions and errors that nobody foresaw. */
class EngineFaultsTest {
    private static final PollResponse PASSED = PollResponse.of(
            new PollResult.Observed(Prechecks.completed(Prechecks.mssql("PASSED", "PASSED", "PASSED", "PASSED"))));

    /** Where each look moves the clock on, what was begun gets time to end between two. */
    private static final Duration LOOK = Duration.ofMillis(100);

    @TempDir
    Path dir;

    private FakeEngine fake;
    private LogLines log;

    @BeforeEach
    void open() {
        log = LogLines.ofAll();
        fake = new FakeEngine(
                dir,
                Map.of("default", 1_000.0, "second", 1_000.0),
                Notifications.log("faulty"),
                Notifications.log("healthy"));
        fake.cloud = ref -> PASSED;
    }

    @AfterEach
    void close() throws InterruptedException {
        fake.pass.close(Duration.ofSeconds(5));
        fake.engine.stop();
        fake.close();
        log.close();
    }

    static Stream<Throwable> faults() {
        return Stream.of(
                new IllegalStateException("a bug"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/example/Gone"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_notifier_whose_messages_cannot_be_written_keeps_no_verdict_from_being_recorded(Throwable fault)
            throws InterruptedException {
        var real = fake.kinds;
        fake.kinds = (message, notifier) -> {
            if (notifier.name().equals("faulty")) {
                throwAny(fault);
            }
            return real.apply(message, notifier);
        };
        WatchSpec spec = Watches.spec(1);
        fake.register(spec);

        fake.step();

        assertThat(fake.ended(List.of(spec))).hasSize(1);
        assertThat(fake.delivered("healthy")).hasSize(1);
        assertThat(fake.delivered("faulty")).as("it is owed").hasSize(1);
        assertThat(fault(log.lines()))
                .singleElement()
                .asString()
                .contains("notifier=faulty stage=render state=FAILING");
        assertThat(fake.faults.ofNotifier("faulty")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_watch_whose_verdict_cannot_be_written_hits_no_other_and_is_recorded_once_it_can(Throwable fault)
            throws InterruptedException {
        fake.fault = fault;
        fake.strikes = (method, args) -> method.equals("conclude")
                && names(args).contains(Watches.spec(2).name());
        fake.register(Watches.spec(9));
        fake.step(); // a first answer, and there is more than one slot
        List<WatchSpec> specs = List.of(Watches.spec(1), Watches.spec(2), Watches.spec(3));
        fake.register(specs.toArray(WatchSpec[]::new));
        fake.advance(Duration.ofSeconds(1));

        fake.step();
        for (int i = 0; i < 3; i++) {
            fake.clock.advance(FakeEngine.LEASE);
            fake.step();
        }

        assertThat(fake.ended(specs)).as("those that can be").hasSize(2);
        assertThat(fake.loop.busy()).isZero();
        assertThat(fault(log.lines()))
                .singleElement()
                .asString()
                .contains("watch=" + Watches.spec(2).name() + " stage=record state=FAILING");
        assertThat(log.lines()).noneMatch(line -> line.contains(" store "));

        fake.strikes = (method, args) -> false;
        fake.clock.advance(FakeEngine.LEASE);
        fake.step();
        assertThat(fake.ended(specs)).hasSize(3);
        assertThat(fault(log.lines())).hasSize(2).last().asString().contains("stage=record state=OK was=FAILING");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void an_account_that_cannot_be_claimed_hits_no_other_and_liveness_goes_red_when_none_can(Throwable fault)
            throws InterruptedException {
        fake.fault = fault;
        fake.strikes = (method, args) -> method.equals("claim") && args[0].equals("default");
        WatchSpec spec = second(1);
        fake.register(spec);
        TickLiveness liveness = new TickLiveness(fake.pass, fake.engine, fake.monotonic);
        fake.engine.start();
        Thread passes = new Thread(this::pass);
        passes.start();
        await().until(() -> fake.ended(List.of(spec)).size() == 1);
        assertThat(fault(log.lines())).singleElement().asString().contains("account=default stage=claim state=FAILING");
        fake.advance(Duration.ofMinutes(2));
        await().until(() -> liveness.call().getStatus() == Status.UP);

        fake.strikes = (method, args) -> method.equals("claim");
        await().pollDelay(LOOK).pollInterval(LOOK).until(() -> {
            fake.advance(Duration.ofSeconds(10));
            return liveness.call().getStatus() == Status.DOWN;
        });

        fake.strikes = (method, args) -> false;
        await().pollDelay(LOOK).pollInterval(LOOK).until(() -> {
            fake.advance(Duration.ofSeconds(1));
            return liveness.call().getStatus() == Status.UP;
        });
        await().until(() -> fault(log.lines()).size() == 4);
        assertThat(fault(log.lines()))
                .as("each account once, and its end")
                .hasSize(4)
                .doesNotHaveDuplicates();
        fake.pass.close(Duration.ofSeconds(5));
        passes.join();
    }

    @Test
    void a_recorder_that_died_turns_liveness_red() throws InterruptedException {
        fake.fault = new InternalError("the virtual machine is broken");
        fake.fail("conclude", 1);
        TickLiveness liveness = new TickLiveness(fake.pass, fake.engine, fake.monotonic);
        fake.engine.start();
        assertThat(liveness.call().getStatus()).isEqualTo(Status.UP);

        fake.register(Watches.spec(1));
        fake.loop.step();

        await().dontCatchUncaughtExceptions().until(() -> liveness.call().getStatus() == Status.DOWN);
    }

    private void pass() {
        try {
            fake.pass.tick();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static WatchSpec second(int n) {
        WatchSpec spec = Watches.spec(n);
        return new WatchSpec(
                spec.name(),
                spec.ref(),
                "second",
                spec.labels(),
                spec.runbook(),
                spec.notifiers(),
                spec.deadline(),
                spec.polling());
    }

    private static List<String> names(Object[] args) {
        return ((Collection<?>) args[0])
                .stream()
                        .map(c -> ((WatchStore.Conclusion) c).watch().spec().name())
                        .toList();
    }

    private static List<String> fault(List<String> lines) {
        return lines.stream().filter(line -> line.contains(" fault ")).toList();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void throwAny(Throwable any) throws E {
        throw (E) any;
    }
}
