package io.github.precheckwatcher.notify;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.precheckwatcher.precheck.CheckCatalog;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Tally;
import io.github.precheckwatcher.precheck.VendorText;
import io.github.precheckwatcher.precheck.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The summary line in languages other than the event's own. Pure.
 */
final class SummaryWords {
    /** So many items are named. */
    private static final int NAMED = 3;

    private SummaryWords() {}

    /** The summary without the name; empty where the event's own will do. */
    static Optional<String> of(Message message, JsonNode data, List<CheckItem> checks, FixedWords words) {
        if (!words.has("summary.passed")) {
            return Optional.empty();
        }
        return switch (message.type()) {
            case VERDICT -> Optional.of(verdict(message.status(), data, checks, words));
            case TEST -> Optional.of(words.get("summary.test") + verdict(message.status(), data, checks, words));
            case DIGEST -> Optional.of(digest(data, words));
            case OPERATOR -> operator(message, data, words);
        };
    }

    private static String verdict(MessageStatus status, JsonNode data, List<CheckItem> checks, FixedWords words) {
        Tally unlisted = ViewReader.unlisted(data);
        int all = checks.size() + unlisted.checks();
        if (status == MessageStatus.PASSED) {
            return words.with("summary.passed", all);
        }
        var said = new ArrayList<String>();
        if (words.has("summary." + status)) {
            String why = data.path("problem").path("code").asText();
            said.add(words.get("summary." + status)
                    + (status == MessageStatus.ABANDONED ? words.get("colon") + why : ""));
        }
        if (all > 0) {
            long passed = checks.stream().filter(CheckItem::passed).count() + unlisted.passed();
            said.add(words.with("summary.counted", passed, all));
            add(
                    said,
                    "summary.failed",
                    checks.stream()
                            .filter(item -> !item.passed() && !item.warning())
                            .toList(),
                    unlisted.failed(),
                    words);
            add(
                    said,
                    "summary.warning",
                    checks.stream().filter(CheckItem::warning).toList(),
                    unlisted.warnings(),
                    words);
        }
        return String.join(words.get("semicolon"), said);
    }

    private static void add(List<String> said, String key, List<CheckItem> items, int unlisted, FixedWords words) {
        if (items.size() + unlisted > 0) {
            List<String> names =
                    items.stream().map(SummaryWords::name).distinct().toList();
            said.add(words.with(key, words.list(names, NAMED, unlisted)));
        }
    }

    private static String name(CheckItem item) {
        return CheckCatalog.find(item.item())
                .map(known -> known.chinese().title())
                .orElse(item.item());
    }

    /** A digest's member; empty where the event's own will do, or is all there is. */
    static Optional<String> member(JsonNode told, FixedWords words) {
        if (!words.has("summary.passed")) {
            return Optional.empty();
        }
        String outcome = told.path("outcome").asText();
        Optional<String> ended = words.find("summary." + outcome);
        if (ended.isPresent() || !told.has("checks")) {
            return ended;
        }
        int checks = told.path("checks").asInt();
        return Optional.of(
                outcome.equals("PASSED")
                        ? words.with("summary.passed", checks)
                        : words.with("summary.counted", told.path("passed").asInt(), checks));
    }

    /** An event that has no sentence here is told as it came. */
    private static Optional<String> operator(Message message, JsonNode data, FixedWords words) {
        return words.find("event." + data.path("event").asText(), bareName(message.subject()));
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

    private static String digest(JsonNode data, FixedWords words) {
        String counts = data.path("counts").properties().stream()
                .map(count -> count.getValue().asText() + ' ' + count.getKey())
                .collect(Collectors.joining(words.get("comma")));
        return words.with("summary.digest", data.path("total").asText(), counts);
    }
}
