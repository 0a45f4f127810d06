package io.github.precheckwatcher.notify.text;

import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.EventDigest;
import io.github.precheckwatcher.notify.event.EventDigest.Member;
import io.github.precheckwatcher.notify.event.EventSummary;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.precheck.CheckCatalog;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.Tally;
import io.github.precheckwatcher.precheck.VendorText;
import io.github.precheckwatcher.precheck.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The summary line in languages other than the event's own.
 */
final class SummaryFormatter {
    /** So many items are named. */
    private static final int NAMED = 3;

    private SummaryFormatter() {}

    /** The summary without the name; empty where the event's own will do. */
    static Optional<String> of(Event event, Translations translations) {
        if (!translations.has("summary.passed")) {
            return Optional.empty();
        }
        return switch (event.message().type()) {
            case VERDICT -> Optional.of(verdict(event, translations));
            case TEST -> Optional.of(translations.get("summary.test") + verdict(event, translations));
            case DIGEST -> Optional.of(digest(event, translations));
            case OPERATOR -> operator(event, translations);
            case SUMMARY -> Optional.of(daily(event.daily(), translations));
        };
    }

    private static String verdict(Event event, Translations translations) {
        MessageStatus status = event.message().status();
        int all = event.report().checks();
        if (status == MessageStatus.PASSED) {
            return translations.with("summary.passed", all);
        }
        var said = new ArrayList<String>();
        if (translations.has("summary." + status)) {
            String why = event.problem().map(Problem::code).orElse("");
            said.add(translations.get("summary." + status)
                    + (status == MessageStatus.ABANDONED ? translations.get("colon") + why : ""));
        }
        if (all > 0) {
            List<CheckItem> checks = event.report().listed();
            Tally unlisted = event.report().unlisted();
            said.add(translations.with("summary.counted", event.report().passed(), all));
            add(
                    said,
                    "summary.failed",
                    checks.stream()
                            .filter(item -> !item.passed() && !item.warning())
                            .toList(),
                    unlisted.failed(),
                    translations);
            add(
                    said,
                    "summary.warning",
                    checks.stream().filter(CheckItem::warning).toList(),
                    unlisted.warnings(),
                    translations);
        }
        return String.join(translations.get("semicolon"), said);
    }

    private static void add(
            List<String> said, String key, List<CheckItem> items, int unlisted, Translations translations) {
        if (items.size() + unlisted > 0) {
            List<String> names =
                    items.stream().map(SummaryFormatter::name).distinct().toList();
            said.add(translations.with(key, translations.list(names, NAMED, unlisted)));
        }
    }

    private static String name(CheckItem item) {
        return CheckCatalog.find(item.item())
                .map(known -> known.chinese().title())
                .orElse(item.item());
    }

    /** A digest's member; empty where the event's own will do, or is all there is. */
    static Optional<String> member(Member member, Translations translations) {
        if (!translations.has("summary.passed")) {
            return Optional.empty();
        }
        Optional<String> ended = member.status().flatMap(status -> translations.find("summary." + status));
        if (ended.isPresent() || member.checks().isEmpty()) {
            return ended;
        }
        int checks = member.checks().getAsInt();
        return Optional.of(
                member.status().filter(MessageStatus.PASSED::equals).isPresent()
                        ? translations.with("summary.passed", checks)
                        : translations.with("summary.counted", member.passed(), checks));
    }

    /** An event that has no sentence here is passed on as it came. */
    private static Optional<String> operator(Event event, Translations translations) {
        return translations.find(
                "event." + event.operatorEvent(), bareName(event.message().subject()));
    }

    /** {@code ops} of {@code notifier/ops}. */
    static String bareName(String subject) {
        return ViewReader.line(subject.substring(subject.indexOf('/') + 1), ViewReader.NAME);
    }

    /** A summary without the name that opens it: the name stands before it anyway. */
    static String unnamed(String summary, String name) {
        String shown = ViewReader.line(summary, ViewReader.TEXT);
        // a verdict's summary shows less of a long name than the title does
        for (String opening : List.of(name + ": ", VendorText.oneLine(name, Verdict.SUMMARY_NAME) + ": ")) {
            if (shown.startsWith(opening)) {
                return shown.substring(opening.length());
            }
        }
        return shown;
    }

    private static String digest(Event event, Translations words) {
        String key = event.mute().isPresent() ? "summary.muted" : "summary.digest";
        return words.with(key, event.digest().total(), counts(event.digest(), words));
    }

    private static String daily(EventSummary summary, Translations words) {
        EventDigest ended = summary.digest();
        return ended.total() == 0
                ? words.with("summary.dailyNone", summary.running())
                : words.with("summary.daily", ended.total(), counts(ended, words), summary.running());
    }

    private static String counts(EventDigest digest, Translations words) {
        return digest.counts().entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(words.get("comma")));
    }
}
