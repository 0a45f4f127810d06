package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.WatchFacts;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Verdict;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What the tests of chat robots send, and how it is worded. */
public final class RobotMessages {
    public static final NotifySettings SETTINGS = new NotifySettings(
            "production", Optional.of(URI.create("https://prechecks.example.com")), "1.2.3", List.of());

    private RobotMessages() {}

    /** Shanghai's time. */
    public static Wording wording(Language language, Mentions mentions) {
        return wording(language, Optional.empty(), Optional.empty(), mentions);
    }

    public static Wording wording(
            Language language, Optional<String> template, Optional<String> keyword, Mentions mentions) {
        return new Wording(
                language,
                ZoneId.of("Asia/Shanghai"),
                template.map(Notifications::template),
                "application/json",
                keyword,
                mentions);
    }

    public static Message warning(String name) {
        return message(Notifications.warning(), name);
    }

    public static Message failed(String name, int items) {
        return message(failing(items, i -> "CHECK_" + i + "_数据库"), name);
    }

    public static Message message(Verdict verdict) {
        return message(verdict, "orders-db");
    }

    public static Message message(Verdict verdict, String name) {
        var watch = new WatchFacts(
                "w-1",
                name,
                Map.of("env", "prod"),
                "default",
                Notifications.NOW.minus(Duration.ofMinutes(10)),
                17,
                Duration.ofSeconds(192),
                List.of(),
                Optional.of(URI.create("https://wiki.example.com/runbook?a=1&b=2")));
        return EventBody.verdict(SETTINGS.origin(), verdict, watch, Optional.empty());
    }

    /** A report of which nothing passed. */
    public static Verdict failing(int items, IntFunction<String> names) {
        return Notifications.verdict(
                Outcome.FAILED,
                List.of(Notifications.instance(IntStream.range(0, items)
                        .mapToObj(i -> Notifications.item(names.apply(i), "FAILED"))
                        .toArray(CheckItem[]::new))),
                Optional.empty(),
                Optional.empty());
    }
}
