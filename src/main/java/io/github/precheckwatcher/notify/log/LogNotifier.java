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
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Writes verdicts as lines of the daemon's own log (contract.md 5): one for the verdict, one for each item that did not
 * pass, and one that counts the rest when those are very many.
 */
public final class LogNotifier implements Notifier {
    private static final Logger LOG = Logger.getLogger(LogNotifier.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Attempts end before {@code send} returns, so the number only says how many are taken from the outbox at a time. */
    private static final int SLOTS = 256;

    /** So many checks are told one by one; a report may list thousands. */
    private static final int CHECKS = 50;

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
        String watch = event.path("subject").asText();
        verdict(watch, event, data).info(LOG);
        checks(watch, data);
        return new AttemptResult.Delivered(Optional.empty());
    }

    private static void checks(String watch, JsonNode data) {
        int told = 0;
        int more = 0;
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
        int checks = 0;
        int passed = 0;
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
