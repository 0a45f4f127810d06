package io.github.precheckwatcher.registration.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.config.upkeep.SummarySettings;
import io.github.precheckwatcher.watch.summary.SummaryMark;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which day's summary is due, on a virtual clock that goes by minutes. */
class SummaryScheduleTest {
    @ParameterizedTest(name = "{0} {1} on {2}")
    @CsvSource({
        // a day like others
        "Asia/Shanghai, 08:30, 2026-11-24, 2026-11-24T00:30:00Z",
        "Europe/Berlin, 08:30, 2026-03-28, 2026-03-28T07:30:00Z",
        // the clocks of Berlin went forward, or back, in the night
        "Europe/Berlin, 08:30, 2026-03-29, 2026-03-29T06:30:00Z",
        "Europe/Berlin, 08:30, 2026-10-25, 2026-10-25T07:30:00Z",
        // 02:30 is not there: an hour later; twice: the first
        "Europe/Berlin, 02:30, 2026-03-29, 2026-03-29T01:30:00Z",
        "Europe/Berlin, 02:30, 2026-10-25, 2026-10-25T00:30:00Z",
        // so late that an hour later is the next day
        "America/Nuuk, 23:30, 2026-03-28, 2026-03-29T01:30:00Z",
        // midnight is not there
        "Asia/Beirut, 00:00, 2026-03-29, 2026-03-28T22:00:00Z",
        // half an hour forward and back
        "Australia/Lord_Howe, 02:15, 2026-10-04, 2026-10-03T15:45:00Z",
        "Australia/Lord_Howe, 01:45, 2026-04-05, 2026-04-04T14:45:00Z",
    })
    void a_days_summary_is_due_once_at_its_time(String zone, String at, String day, String due) {
        SummarySchedule schedule = schedule(zone, at);
        Instant from = Instant.parse(due).minus(Duration.ofHours(20));

        List<Sent> sent = run(schedule, mark(schedule, from), from, Duration.ofHours(40));

        assertThat(sent).contains(new Sent(LocalDate.parse(day), Instant.parse(due)));
        assertThat(sent).extracting(Sent::day).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0} {1} in {2}")
    @CsvSource({
        "Europe/Berlin, 08:30, 2026, 365",
        "Europe/Berlin, 02:30, 2026, 365",
        "Europe/Berlin, 00:00, 2026, 365",
        "Asia/Shanghai, 08:30, 2026, 365",
        "America/Nuuk, 23:30, 2026, 365",
        "Australia/Lord_Howe, 02:15, 2024, 366",
        // 30 December did not exist
        "Pacific/Apia, 08:30, 2011, 364",
    })
    void each_day_of_a_year_has_one_summary(String zone, String at, int year, int days) {
        SummarySchedule schedule = schedule(zone, at);
        Instant from = schedule.dueAt(LocalDate.of(year, 1, 1)).minusSeconds(60);
        Instant to = schedule.dueAt(LocalDate.of(year + 1, 1, 1)).minusSeconds(60);

        List<Sent> sent = run(schedule, mark(schedule, from), from, Duration.between(from, to));

        assertThat(sent).hasSize(days);
        assertThat(sent).extracting(Sent::day).doesNotHaveDuplicates();
    }

    @Test
    void the_first_summary_comes_at_the_next_time_not_at_once() {
        SummarySchedule schedule = schedule("Asia/Shanghai", "08:30");
        Instant now = Instant.parse("2026-11-24T01:00:00Z"); // 09:00

        assertThat(schedule.due(mark(schedule, now), now)).isEmpty();
        assertThat(schedule.due(
                        mark(schedule, now), now.plus(Duration.ofHours(23).plusMinutes(30))))
                .contains(LocalDate.parse("2026-11-25"));
    }

    @Test
    void of_days_that_were_missed_only_the_last_is_made_up_for() {
        SummarySchedule schedule = schedule("Asia/Shanghai", "08:30");
        SummaryMark mark = mark(schedule, Instant.parse("2026-11-20T01:00:00Z"));
        Instant back = Instant.parse("2026-11-24T06:00:00Z"); // 14:00

        assertThat(run(schedule, mark, back, Duration.ofHours(24)))
                .containsExactly(
                        new Sent(LocalDate.parse("2026-11-24"), back),
                        new Sent(LocalDate.parse("2026-11-25"), Instant.parse("2026-11-25T00:30:00Z")));
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @CsvSource({"08:30, 09:00", "08:30, 20:00", "08:30, 07:00", "20:00, 08:30"})
    void another_time_of_day_makes_no_second_summary_of_a_day(String before, String after) {
        SummarySchedule old = schedule("Asia/Shanghai", before);
        Instant sent = old.dueAt(LocalDate.parse("2026-11-24"));
        SummarySchedule changed = schedule("Asia/Shanghai", after);

        List<Sent> next = run(changed, old.done(sent, 0), sent.plusSeconds(60), Duration.ofHours(60));

        assertThat(next)
                .extracting(Sent::day)
                .containsExactly(LocalDate.parse("2026-11-25"), LocalDate.parse("2026-11-26"));
    }

    @Test
    void an_earlier_time_that_has_passed_already_is_made_up_for() {
        SummarySchedule old = schedule("Asia/Shanghai", "20:00");
        SummaryMark mark = mark(old, Instant.parse("2026-11-24T01:00:00Z")); // 09:00, so the 23rd is done
        Instant now = Instant.parse("2026-11-24T02:00:00Z");

        assertThat(run(schedule("Asia/Shanghai", "08:30"), mark, now, Duration.ofHours(12)))
                .containsExactly(new Sent(LocalDate.parse("2026-11-24"), now));
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @CsvSource({
        "Asia/Shanghai, America/Los_Angeles, 2026-11-24",
        "America/Los_Angeles, Asia/Shanghai, 2026-11-26",
        "Asia/Shanghai, Europe/Berlin, 2026-11-25",
        "Europe/Berlin, Asia/Shanghai, 2026-11-25",
    })
    void another_zone_makes_no_second_summary_of_a_day_in_its_calendar(String before, String after, String next) {
        SummarySchedule old = schedule(before, "08:30");
        Instant sent = old.dueAt(LocalDate.parse("2026-11-24"));
        SummarySchedule changed = schedule(after, "08:30");
        LocalDate sentOn = sent.atZone(ZoneId.of(after)).toLocalDate();

        List<Sent> all = run(changed, old.done(sent, 0), sent.plusSeconds(60), Duration.ofDays(3));

        assertThat(all.get(0).day()).isEqualTo(LocalDate.parse(next)).isAfter(sentOn);
        assertThat(all).extracting(Sent::day).doesNotHaveDuplicates();
    }

    @Test
    void another_zone_before_the_first_summary_loses_no_day() {
        SummarySchedule old = schedule("Asia/Shanghai", "08:30");
        SummaryMark mark = mark(old, Instant.parse("2026-11-23T23:00:00Z")); // 07:00 on the 24th
        SummarySchedule changed = schedule("Asia/Tokyo", "08:30"); // an hour ahead

        assertThat(run(changed, mark, Instant.parse("2026-11-23T23:05:00Z"), Duration.ofHours(2)))
                .containsExactly(new Sent(LocalDate.parse("2026-11-24"), Instant.parse("2026-11-23T23:30:00Z")));
    }

    @Test
    void a_clock_that_is_set_back_makes_no_second_summary() {
        SummarySchedule schedule = schedule("Europe/Berlin", "08:30");
        Instant due = schedule.dueAt(LocalDate.parse("2026-11-24"));

        assertThat(run(schedule, schedule.done(due, 0), due.minus(Duration.ofHours(2)), Duration.ofHours(25)))
                .isEmpty();
    }

    @Test
    void a_day_that_no_right_clock_can_have_put_is_brought_back_and_one_that_another_time_of_day_put_is_not() {
        SummarySchedule schedule = schedule("Europe/Berlin", "08:30");
        Instant now = schedule.dueAt(LocalDate.parse("2026-11-24")).minusSeconds(3_600);
        SummaryMark wrong = schedule.done(now.plus(Duration.ofDays(30)), 7);

        SummaryMark right = schedule.broughtBack(wrong, now).orElseThrow();

        assertThat(right.entry()).as("what was not counted is counted next").isEqualTo(7);
        assertThat(run(schedule, right, now, Duration.ofHours(24)))
                .containsExactly(new Sent(LocalDate.parse("2026-11-24"), now.plusSeconds(3_600)));
        SummarySchedule later = schedule("Europe/Berlin", "20:00");
        assertThat(later.broughtBack(schedule.done(now.plusSeconds(3_600), 7), now.plusSeconds(3_600)))
                .isEmpty();
    }

    private record Sent(LocalDate day, Instant at) {}

    /** Looks each minute and sends what is due. */
    private static List<Sent> run(SummarySchedule schedule, SummaryMark from, Instant start, Duration span) {
        List<Sent> sent = new ArrayList<>();
        SummaryMark mark = from;
        for (Instant now = start; now.isBefore(start.plus(span)); now = now.plusSeconds(60)) {
            Instant at = now;
            if (schedule.due(mark, now).isPresent()) {
                schedule.due(mark, now).ifPresent(day -> sent.add(new Sent(day, at)));
                mark = schedule.done(now, 0);
            }
        }
        return sent;
    }

    /** As when summaries are first wanted. */
    private static SummaryMark mark(SummarySchedule schedule, Instant now) {
        return schedule.done(now, 0);
    }

    private static SummarySchedule schedule(String zone, String at) {
        return new SummarySchedule(new SummarySettings(LocalTime.parse(at), ZoneId.of(zone)));
    }
}
