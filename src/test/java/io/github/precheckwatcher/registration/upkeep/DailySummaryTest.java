package io.github.precheckwatcher.registration.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.config.upkeep.SummarySettings;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifySettings;
import io.github.precheckwatcher.notify.SettingsBuilder;
import io.github.precheckwatcher.notify.WebhookSchema;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.event.WatchSummary;
import io.github.precheckwatcher.notify.route.Router;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.watch.summary.SummaryMark;
import io.github.precheckwatcher.watch.summary.SummaryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Summaries on a virtual clock: nodes that are killed, clocks that are set, settings that change. */
class DailySummaryTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final FakeClock clock = new FakeClock(Instant.parse("2026-11-24T06:00:00Z"));
    private final FakeClock monotonic = new FakeClock(Instant.EPOCH);
    private final MemoryStore store = new MemoryStore();
    private Optional<SummarySettings> settings = Optional.of(new SummarySettings(LocalTime.of(8, 30), BERLIN));
    private NotifySettings notifiers = Notifications.settings(
            SettingsBuilder.of(Notifications.log("log"))
                    .events(MessageType.SUMMARY)
                    .build(),
            Notifications.log("other"));
    private int woken;

    @Test
    void a_summary_goes_once_a_day_to_those_who_ask_for_it_and_the_dispatcher_is_woken() {
        DailySummary node = node();

        pass(Duration.ofHours(48), node);

        assertThat(store.days()).containsExactly("2026-11-24", "2026-11-25");
        assertThat(store.written).extracting(NewDelivery::notifier).containsOnly("log");
        assertThat(store.written).allSatisfy(delivery -> WebhookSchema.assertValid(delivery.body()));
        assertThat(store.sentAt.get(0)).isEqualTo("2026-11-24T07:30:00Z");
        assertThat(woken).isEqualTo(2);
    }

    @Test
    void without_the_setting_the_store_is_left_alone() {
        settings = Optional.empty();

        pass(Duration.ofHours(48), node());

        assertThat(store.calls).isZero();
    }

    @Test
    void a_day_that_nobody_asked_for_is_not_made_up_for() {
        DailySummary node = node();
        NotifySettings asking = notifiers;
        notifiers = Notifications.settings(Notifications.log("log"));
        pass(Duration.ofHours(24), node);
        notifiers = asking;
        pass(Duration.ofHours(24), node);

        assertThat(store.days()).containsExactly("2026-11-25");
    }

    /** Each node is a process of its own; one tick in ten it is killed, before or after the commit too, and started anew. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "Europe/Berlin, 2026-03-20T12:00:00Z, 2026-03-21, 2026-04-05",
        "Europe/Berlin, 2026-10-15T12:00:00Z, 2026-10-16, 2026-10-31",
        "Asia/Shanghai, 2026-03-20T12:00:00Z, 2026-03-21, 2026-04-05",
    })
    void nodes_that_are_killed_at_any_moment_send_one_summary_a_day_and_count_each_entry_once(
            String zone, String from, LocalDate first, LocalDate last) {
        settings = Optional.of(new SummarySettings(LocalTime.of(8, 30), ZoneId.of(zone)));
        clock.advance(Duration.between(clock.instant(), Instant.parse(from)));
        Random random = new Random(22);
        List<DailySummary> nodes = new ArrayList<>(List.of(node(), node()));
        Instant end = last.atTime(20, 0).atZone(ZoneId.of(zone)).toInstant();
        pass(Duration.ofMinutes(2), nodes.get(0));

        while (clock.instant().isBefore(end)) {
            store.entries += random.nextInt(3);
            for (int i = 0; i < nodes.size(); i++) {
                store.failBefore = random.nextInt(10) == 0;
                store.failAfter = random.nextInt(10) == 0;
                nodes.get(i).tick();
                if (random.nextInt(10) == 0) {
                    nodes.set(i, node());
                }
            }
            advance(Duration.ofSeconds(20 + random.nextInt(60)));
        }

        assertThat(store.days())
                .containsExactlyElementsOf(first.datesUntil(last.plusDays(1))
                        .map(LocalDate::toString)
                        .toList());
        assertThat(store.counted).isEqualTo(store.mark.entry());
    }

    @Test
    void a_clock_that_is_set_back_or_ahead_makes_none_twice_and_loses_none() {
        DailySummary node = node();
        pass(Duration.ofHours(2), node); // the 24th's is sent at 08:30
        clock.advance(Duration.ofHours(-3));
        pass(Duration.ofHours(6), node);
        clock.advance(Duration.ofHours(2));
        pass(Duration.ofHours(40), node);

        assertThat(store.days()).containsExactly("2026-11-24", "2026-11-25");
    }

    @Test
    void after_a_clock_that_was_a_month_ahead_summaries_go_on_and_what_ended_is_counted_once() {
        DailySummary node = node();
        pass(Duration.ofMinutes(2), node);
        store.entries = 10;
        clock.advance(Duration.ofDays(30));
        pass(Duration.ofMinutes(5), node);
        assertThat(store.counted).isEqualTo(10);
        clock.advance(Duration.ofDays(-30));
        store.entries = 15;

        pass(Duration.ofHours(48), node());

        assertThat(store.days()).startsWith("2026-12-23").endsWith("2026-11-24", "2026-11-25");
        assertThat(store.counted).isEqualTo(15);
    }

    @Test
    void what_was_missed_is_made_up_for_once_and_says_since_when_it_counts() {
        pass(Duration.ofHours(2), node());
        store.entries = 4;
        advance(Duration.ofHours(80));

        pass(Duration.ofMinutes(5), node());

        assertThat(store.days()).containsExactly("2026-11-24", "2026-11-27");
        assertThat(Event.of(store.written.get(1).message()).daily().since())
                .contains(Instant.parse("2026-11-24T07:30:00Z"));
        assertThat(store.counted).isEqualTo(4);
    }

    @Test
    void a_changed_time_or_zone_makes_none_twice() {
        DailySummary node = node();
        pass(Duration.ofHours(2), node);
        settings = Optional.of(new SummarySettings(LocalTime.of(20, 0), BERLIN));
        pass(Duration.ofHours(20), node);
        settings = Optional.of(new SummarySettings(LocalTime.of(12, 0), ZoneId.of("Asia/Shanghai")));
        pass(Duration.ofHours(25), node);

        assertThat(store.days()).containsExactly("2026-11-24", "2026-11-25", "2026-11-26");
    }

    @Test
    void what_may_still_come_to_be_seen_before_an_entry_that_is_seen_is_not_passed_over() {
        pass(Duration.ofMinutes(2), node());
        advance(Duration.ofMinutes(88));
        DailySummary node = node();
        store.entries = 7;
        node.tick(); // due: notes the newest entry, and does not count yet
        store.entries = 9;

        assertThat(store.written).isEmpty();
        pass(Duration.ofSeconds(31), node);

        assertThat(store.mark.entry())
                .as("counted up to what was noted half a minute before")
                .isEqualTo(7);
    }

    private DailySummary node() {
        Router router = Notifications.router(() -> notifiers, UUID::randomUUID);
        return new DailySummary(
                store, () -> settings, router, () -> woken++, Notifications.faults(clock), clock, monotonic);
    }

    /** The ticks of so long a time. */
    private void pass(Duration span, DailySummary node) {
        for (Duration gone = Duration.ZERO; gone.compareTo(span) < 0; gone = gone.plusSeconds(10)) {
            node.tick();
            advance(Duration.ofSeconds(10));
        }
    }

    private void advance(Duration by) {
        clock.advance(by);
        monotonic.advance(by);
    }

    /** The row, and a history that is but a number; fails before or after a commit when told to. */
    private final class MemoryStore implements SummaryStore {
        private final List<NewDelivery> written = new ArrayList<>();
        private final List<String> sentFor = new ArrayList<>();
        private final List<String> sentAt = new ArrayList<>();
        private SummaryMark mark;
        private long entries;
        private long counted;
        private long reading;
        private int calls;
        private boolean failBefore;
        private boolean failAfter;

        private List<String> days() {
            return sentFor;
        }

        @Override
        public Optional<SummaryMark> mark() {
            calls++;
            return Optional.ofNullable(mark);
        }

        @Override
        public void begin(SummaryMark first) {
            if (mark == null) {
                mark = first;
                counted = first.entry();
            }
        }

        @Override
        public long newestEntry() {
            return entries;
        }

        @Override
        public WatchSummary read(SummaryMark last, long newest, Instant until, int attention, int oldest) {
            reading = newest - last.entry();
            return new WatchSummary(
                    last.until(),
                    until,
                    reading == 0 ? Map.of() : Map.of(Outcome.PASSED, reading),
                    0,
                    List.of(),
                    2,
                    IntStream.range(0, 2)
                            .mapToObj(i -> new WatchSummary.Running("db-" + i, until))
                            .toList());
        }

        @Override
        public boolean advance(long version, SummaryMark next, List<NewDelivery> deliveries) {
            if (failBefore) {
                throw new IllegalStateException("killed before the commit");
            }
            if (mark.version() != version) {
                return false;
            }
            mark = new SummaryMark(version + 1, next.day(), next.zone(), next.dueAt(), next.until(), next.entry());
            if (!deliveries.isEmpty()) {
                written.addAll(deliveries);
                sentFor.add(next.day().toString());
                sentAt.add(clock.instant().toString());
                counted += reading;
            }
            if (failAfter) {
                throw new IllegalStateException("killed after the commit");
            }
            return true;
        }
    }
}
