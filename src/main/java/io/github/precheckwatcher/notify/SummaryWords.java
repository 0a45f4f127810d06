package io.github.precheckwatcher.notify;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.precheckwatcher.precheck.CheckCatalog;
import io.github.precheckwatcher.precheck.CheckItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The summary line in languages other than the event's own. Pure.
 *
 * <p>An operator event's summary stays as it is: it is free text.
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
            case VERDICT -> Optional.of(verdict(message.outcome(), data, checks, words));
            case TEST -> Optional.of(words.get("summary.test") + verdict(message.outcome(), data, checks, words));
            case DIGEST -> Optional.of(digest(data, words));
            case OPERATOR -> Optional.empty();
        };
    }

    private static String verdict(String outcome, JsonNode data, List<CheckItem> checks, FixedWords words) {
        if (outcome.equals("PASSED")) {
            return words.with("summary.passed", checks.size());
        }
        var said = new ArrayList<String>();
        if (words.has("summary." + outcome)) {
            String why = data.path("problem").path("code").asText();
            said.add(words.get("summary." + outcome) + (outcome.equals("ABANDONED") ? words.get("colon") + why : ""));
        }
        if (!checks.isEmpty()) {
            long passed = checks.stream().filter(CheckItem::passed).count();
            said.add(words.with("summary.counted", passed, checks.size()));
            add(
                    said,
                    "summary.failed",
                    checks.stream()
                            .filter(item -> !item.passed() && !item.warning())
                            .toList(),
                    words);
            add(
                    said,
                    "summary.warning",
                    checks.stream().filter(CheckItem::warning).toList(),
                    words);
        }
        return String.join(words.get("semicolon"), said);
    }

    private static void add(List<String> said, String key, List<CheckItem> items, FixedWords words) {
        if (!items.isEmpty()) {
            List<String> names =
                    items.stream().map(SummaryWords::name).distinct().toList();
            said.add(words.with(key, words.list(names, NAMED)));
        }
    }

    private static String name(CheckItem item) {
        return CheckCatalog.find(item.item())
                .map(known -> known.chinese().title())
                .orElse(item.item());
    }

    private static String digest(JsonNode data, FixedWords words) {
        String counts = data.path("counts").properties().stream()
                .map(count -> count.getValue().asText() + ' ' + count.getKey())
                .collect(Collectors.joining(words.get("comma")));
        return words.with("summary.digest", data.path("total").asText(), counts);
    }
}
