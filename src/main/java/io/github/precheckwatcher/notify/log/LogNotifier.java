package io.github.precheckwatcher.notify.log;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.LogLine;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.precheck.Words;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Writes messages as lines of the daemon's own log (contract.md 5). A verdict: one line for itself, one for each item that
 * did not pass, and one that counts the rest when those are very many. Anything else: one line.
 */
public final class LogNotifier implements Notifier {
    private static final Logger LOG = Logger.getLogger(LogNotifier.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Attempts end before {@code send} returns, so the number only says how many are taken from the outbox at a time. */
    private static final int SLOTS = 256;

    /** So many checks are told one by one; a report may list thousands. */
    private static final int CHECKS = 50;

    /** So many of a digest's members are named. */
    private static final int NAMES = 10;

    private final String name;

    public LogNotifier(String name) {
        this.name = requireNonNull(name, "name");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int slots() {
        return SLOTS;
    }

    @Override
    public Uni<AttemptResult> send(Delivery delivery) {
        return Uni.createFrom().item(() -> write(delivery));
    }

    private static AttemptResult write(Delivery delivery) {
        JsonNode event;
        try {
            event = JSON.readTree(delivery.body());
        } catch (JsonProcessingException e) {
            return new AttemptResult.Failed(Optional.empty(), "the stored body is no JSON");
        }
        JsonNode data = event.path("data");
        String subject = event.path("subject").asText();
        switch (delivery.message().type()) {
            case VERDICT -> {
                verdict(subject, event, data).info(LOG);
                checks(subject, data);
            }
            case DIGEST -> digest(data).info(LOG);
            case OPERATOR -> operator(subject, data).log(LOG, level(data));
            case TEST ->
                LogLine.of("test").with("summary", text(data, "summary")).info(LOG);
        }
        return new AttemptResult.Delivered(Optional.empty());
    }

    private static void checks(String watch, JsonNode data) {
        int told = 0;
        JsonNode unlisted = data.path("unlisted");
        int more = unlisted.path("failed").asInt() + unlisted.path("warning").asInt();
        for (JsonNode instance : data.path("instances")) {
            for (JsonNode item : instance.path("items")) {
                if (passed(item)) {
                    continue;
                }
                if (told < CHECKS) {
                    told++;
                    check(watch, instance, item).warn(LOG);
                } else {
                    more++;
                }
            }
        }
        if (more > 0) {
            LogLine.of("check").with("watch", watch).with("more", more).warn(LOG);
        }
    }

    private static LogLine verdict(String watch, JsonNode event, JsonNode data) {
        JsonNode unlisted = data.path("unlisted");
        int passed = unlisted.path("passed").asInt();
        int checks = passed
                + unlisted.path("failed").asInt()
                + unlisted.path("warning").asInt();
        for (JsonNode instance : data.path("instances")) {
            for (JsonNode item : instance.path("items")) {
                checks++;
                passed += passed(item) ? 1 : 0;
            }
        }
        JsonNode problem = data.path("problem");
        return LogLine.of("verdict")
                .with("watch", watch)
                .with("outcome", data.path("outcome").asText())
                .with("checks", checks)
                .with("passed", passed)
                .with("polls", data.path("watch").path("polls").asInt())
                .with("took", took(event))
                .with("task", data.path("precheck").path("taskId").asText())
                .with("request", text(data, "requestId"))
                .with("problem", text(problem, "code"))
                .with("reason", text(problem, "message"))
                .with("remedy", text(problem, "remedy"));
    }

    private static LogLine check(String watch, JsonNode instance, JsonNode item) {
        return LogLine.of("check")
                .with("watch", watch)
                .with("instance", text(instance, "instanceId"))
                .with("item", item.path("item").asText())
                .with("result", text(item, "result"))
                .with("title", text(item, "title"))
                .with("remedy", text(item, "remedy"));
    }

    /** The counts, and the names of those that need hands first. */
    private static LogLine digest(JsonNode data) {
        LogLine line = LogLine.of("digest")
                .with("outcome", data.path("outcome").asText())
                .with("total", data.path("total").asLong());
        for (Map.Entry<String, JsonNode> count : data.path("counts").properties()) {
            line = line.with(
                    count.getKey().toLowerCase(Locale.ROOT), count.getValue().asLong());
        }
        List<String> names = data.path("verdicts").findValuesAsText("subject");
        String first = String.join(", ", names.subList(0, Math.min(names.size(), NAMES)));
        return line.with("first", first).with("link", text(data, "link"));
    }

    private static LogLine operator(String subject, JsonNode data) {
        JsonNode problem = data.path("problem");
        JsonNode watches = data.path("watches");
        return LogLine.of("operator")
                .with("subject", subject)
                .with("event", data.path("event").asText())
                .with("summary", text(data, "summary"))
                .with("problem", text(problem, "code"))
                .with("reason", text(problem, "message"))
                .with("request", text(problem, "requestId"))
                .with("remedy", text(problem, "remedy"))
                .with("watches", watches.isMissingNode() ? Optional.empty() : Optional.of(watches.asLong()));
    }

    private static Level level(JsonNode data) {
        return switch (data.path("severity").asText()) {
            case "ERROR" -> Level.ERROR;
            case "WARNING" -> Level.WARN;
            default -> Level.INFO;
        };
    }

    private static boolean passed(JsonNode item) {
        return Words.normal(item.path("result").asText()).equals("passed");
    }

    private static Optional<Duration> took(JsonNode event) {
        try {
            return text(event, "took").map(Duration::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value instanceof MissingNode ? Optional.empty() : Optional.of(value.asText());
    }
}
