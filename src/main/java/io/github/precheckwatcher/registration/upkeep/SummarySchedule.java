package io.github.precheckwatcher.registration.upkeep;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.config.upkeep.SummarySettings;
import io.github.precheckwatcher.watch.summary.SummaryMark;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Which day's summary is due: each day of the calendar has one, and one alone. Of those that were missed only the last is
 * made up for, at once; it counts from the one before. On a day without that time of day, the clocks going forward over
 * it, it is due as much later as they go forward; on a day that has it twice, the first time.
 */
record SummarySchedule(SummarySettings settings) {
    SummarySchedule {
        requireNonNull(settings, "settings");
    }

    /** The last day whose summary has come due. */
    LocalDate latest(Instant now) {
        LocalDate day = now.atZone(settings.zone()).toLocalDate();
        while (dueAt(day).isAfter(now)) {
            day = day.minusDays(1);
        }
        return day;
    }

    /** When the summary of a day is due. */
    Instant dueAt(LocalDate day) {
        return day.atTime(settings.at()).atZone(settings.zone()).toInstant();
    }

    /** The day whose summary is due now; empty: none is. */
    Optional<LocalDate> due(SummaryMark mark, Instant now) {
        LocalDate latest = latest(now);
        return latest.isAfter(done(mark)) ? Optional.of(latest) : Optional.empty();
    }

    /**
     * The mark as it is once the days up to now are done.
     *
     * @param entry the last entry of the history that is counted
     */
    SummaryMark done(Instant now, long entry) {
        LocalDate latest = latest(now);
        return new SummaryMark(0, latest, settings.zone().getId(), dueAt(latest), now, entry);
    }

    /**
     * The mark without a day that no right clock can have put there: it would keep summaries off for as long as that
     * clock was wrong. Another time of day can put it one day ahead.
     *
     * @return empty: it is right
     */
    Optional<SummaryMark> broughtBack(SummaryMark mark, Instant now) {
        return done(mark).isAfter(latest(now).plusDays(1)) ? Optional.of(done(now, mark.entry())) : Optional.empty();
    }

    /** The last day that has its summary, in this calendar: in another zone the day on which that one was due. */
    private LocalDate done(SummaryMark mark) {
        ZoneId zone = settings.zone();
        return mark.zone().equals(zone.getId())
                ? mark.day()
                : mark.dueAt().atZone(zone).toLocalDate();
    }
}
