package io.github.precheckwatcher.notify.event;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.Outcome;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the {@code data} of a summary's event. */
record SummaryData(Origin origin, WatchSummary summary) implements EventWriter.Fields {
    SummaryData {
        requireNonNull(origin, "origin");
        requireNonNull(summary, "summary");
    }

    @Override
    public void write(EventWriter event) throws IOException {
        event.text("scope", EventSummary.DAY);
        event.text("outcome", summary.status().name());
        event.text("summary", line());
        event.time("since", summary.since());
        event.time("until", summary.until());
        event.number("total", summary.total());
        if (summary.total() > 0) {
            event.object("counts", each -> {
                for (Map.Entry<Outcome, Long> count : counts()) {
                    each.number(count.getKey().name(), count.getValue());
                }
            });
        }
        if (summary.needsAttention() > 0) {
            event.object("attention", attention -> {
                attention.number("total", summary.needsAttention());
                attention.objects(
                        "verdicts",
                        summary.attention().stream().map(this::verdict).toList());
            });
        }
        event.object("running", running -> {
            running.number("total", summary.running());
            running.objects(
                    "oldest",
                    summary.oldest().stream().map(SummaryData::running).toList());
        });
    }

    private String line() {
        String counts = counts().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
        return (counts.isEmpty() ? "nothing ended" : summary.total() + " ended: " + counts) + "; " + summary.running()
                + " running";
    }

    /** The most severe first. */
    private List<Map.Entry<Outcome, Long>> counts() {
        return summary.ended().entrySet().stream()
                .sorted(Comparator.comparing(count -> count.getKey().rank()))
                .toList();
    }

    private EventWriter.Fields verdict(WatchSummary.Verdict verdict) {
        return event -> {
            event.text("id", verdict.id());
            event.text("outcome", verdict.outcome().name());
            event.text("subject", verdict.name());
            event.text("summary", verdict.summary());
            if (verdict.checks() > 0) {
                event.number("checks", verdict.checks());
                event.number("passed", verdict.passed());
            }
            event.text("link", origin.verdictPage(verdict.id()));
        };
    }

    private static EventWriter.Fields running(WatchSummary.Running running) {
        return event -> {
            event.text("subject", running.name());
            event.time("startedAt", running.startedAt());
        };
    }
}
