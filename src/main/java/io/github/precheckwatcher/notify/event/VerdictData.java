package io.github.precheckwatcher.notify.event;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.CheckCatalog;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.InstanceReport;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckReport;
import io.github.precheckwatcher.precheck.Tally;
import io.github.precheckwatcher.precheck.VendorText;
import io.github.precheckwatcher.precheck.Verdict;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes the {@code data} of a verdict's event, and of a sample of one.
 *
 * @param summary one line for people
 * @param link the daemon's own page about it
 */
record VerdictData(
        Verdict verdict, String summary, WatchFacts watch, Optional<PreviousVerdict> previous, Optional<String> link)
        implements EventWriter.Fields {
    VerdictData {
        requireNonNull(verdict, "verdict");
        requireNonNull(summary, "summary");
        requireNonNull(watch, "watch");
        requireNonNull(previous, "previous");
        requireNonNull(link, "link");
    }

    @Override
    public void write(EventWriter event) throws IOException {
        event.text("outcome", verdict.outcome().name());
        event.text("summary", summary);
        event.object("watch", this::watch);
        event.object("precheck", this::precheck);
        event.text("state", verdict.state());
        if (verdict.progress().isPresent()) {
            event.number("progress", verdict.progress().getAsInt());
        }
        event.time("createdTime", verdict.createdTime());
        event.time("updatedTime", verdict.updatedTime());
        event.time("completedTime", verdict.completedTime());
        event.time("observedAt", verdict.observedAt());
        event.objects("instances", instances());
        Tally unlisted = verdict.unlisted();
        if (unlisted.instances() > 0 || unlisted.checks() > 0) {
            event.object("unlisted", each -> unlisted(each, unlisted));
        }
        event.problem(verdict.problem().filter(why -> verdict.outcome().hasProblem()));
        event.text("requestId", verdict.requestId());
        if (verdict.outcome() == Outcome.UNKNOWN) {
            event.text(
                    "rawResult", verdict.rawResult().map(raw -> VendorText.cut(raw, PrecheckReport.RAW_LIMIT_BYTES)));
        }
        if (previous.isPresent()) {
            event.object("previous", this::previous);
        }
        event.text("link", link);
    }

    private void watch(EventWriter event) throws IOException {
        event.text("id", watch.id());
        event.text("name", watch.name());
        event.labels(new TreeMap<>(watch.labels()));
        event.text("account", watch.account());
        event.time("registeredAt", watch.registeredAt());
        event.number("polls", watch.polls());
        event.text("runbook", watch.runbook().map(URI::toString));
    }

    private void precheck(EventWriter event) throws IOException {
        event.text("taskId", verdict.ref().taskId());
        event.text("instanceUuid", verdict.ref().instanceUuid());
        event.text("uniRegionId", verdict.ref().uniRegionId());
    }

    private void previous(EventWriter event) throws IOException {
        PreviousVerdict last = previous.orElseThrow();
        event.text("outcome", last.outcome().name());
        event.time("observedAt", last.observedAt());
        event.texts("fixed", last.fixed(verdict));
        event.texts("broken", last.broken(verdict));
    }

    /** What the list has no room for. */
    private static void unlisted(EventWriter event, Tally unlisted) throws IOException {
        event.number("instances", unlisted.instances());
        event.number("failed", unlisted.failed());
        event.number("warning", unlisted.warnings());
        event.number("passed", unlisted.passed());
    }

    private List<EventWriter.Fields> instances() {
        return verdict.instances().stream()
                .filter(VerdictData::saysAnything)
                .map(VerdictData::instance)
                .toList();
    }

    private static EventWriter.Fields instance(InstanceReport instance) {
        return event -> {
            event.text("instanceId", instance.instanceId());
            event.text("sourceType", instance.sourceType());
            event.time("checkTime", instance.checkTime());
            event.objects(
                    "items", instance.items().stream().map(VerdictData::item).toList());
        };
    }

    private static EventWriter.Fields item(CheckItem item) {
        return event -> {
            event.text("item", item.item());
            event.text("result", item.result());
            var description = CheckCatalog.find(item.item());
            if (description.isPresent()) {
                var text = description.get().english();
                event.text("title", text.title());
                if (!item.passed()) {
                    event.text("meaning", text.meaning());
                    event.text("remedy", item.remedy().orElse(text.remedy()));
                }
            } else if (!item.passed()) {
                event.text("remedy", item.remedy());
            }
        };
    }

    private static boolean saysAnything(InstanceReport instance) {
        return instance.instanceId().filter(id -> !id.isEmpty()).isPresent()
                || instance.sourceType().filter(type -> !type.isEmpty()).isPresent()
                || instance.checkTime().filter(EventWriter::writable).isPresent()
                || !instance.items().isEmpty();
    }
}
