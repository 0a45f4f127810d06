package io.github.precheckwatcher.notify.alertmanager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Message;
import io.github.precheckwatcher.notify.MessageStatus;
import io.github.precheckwatcher.notify.MessageType;
import io.github.precheckwatcher.notify.MessageView;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.precheck.CheckCatalog;
import io.github.precheckwatcher.precheck.CheckText;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Outcome.Severity;
import io.github.precheckwatcher.precheck.VendorText;
import io.github.precheckwatcher.precheck.Words;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a verdict as an alert of Alertmanager's API v2, without its times. Labels say which instance it is, and
 * what the operator chose beside that, for Alertmanager takes an alert with other labels for another alert; all else are
 * annotations. Pure.
 */
final class AlertBody {
    static final String ALERT_NAME = "PrecheckNotPassed";

    /** Another name, so that a sample wakes nobody who is woken by the real one. */
    static final String TEST_NAME = "PrecheckWatcherTest";

    /** The labels that every alert has. */
    static final Set<String> OWN_LABELS = Set.of("alertname", "account", "region", "instance", "environment");

    /** Chosen by this name, the alert's own severity is a label. */
    private static final String SEVERITY = "severity";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A report may list thousands. */
    private static final int ITEMS = 20;

    private static final String DESCRIPTION = "description";

    /** In bytes. Alertmanager hands each annotation to every receiver's template; a chat would refuse what is longer. */
    private static final int LONGEST_DESCRIPTION = 16 * 1024;

    private static final int LONGEST = 2 * 1024;

    private final JsonNode event;
    private final JsonNode data;
    private final MessageView view;
    private final Language language;
    private final Locale reader;
    private final ObjectNode annotations = JsonNodeFactory.instance.objectNode();

    private AlertBody(Message message, Wording wording) {
        this.event = read(message.event());
        this.data = event.path("data");
        this.view = MessageView.of(message, wording);
        this.language = wording.language();
        this.reader = Locale.forLanguageTag(language.tag());
    }

    /** Of a verdict, or of a sample of one. */
    static String of(Message message, NotifierSettings settings) {
        return new AlertBody(message, settings.wording()).write(message, settings.alertLabels());
    }

    /** The body with the labels of the other one. */
    static String labelledAs(String other, String body) {
        ObjectNode alert = (ObjectNode) read(body);
        alert.set("labels", labels(other));
        return alert.toString();
    }

    /** The body with the labels that every alert has as the other one has them, and its own chosen ones. */
    static String belongingTo(String other, String body) {
        ObjectNode alert = (ObjectNode) read(body);
        ObjectNode labels = chosen(body);
        labels(other).properties().stream()
                .filter(label -> OWN_LABELS.contains(label.getKey()))
                .forEach(label -> labels.set(label.getKey(), label.getValue()));
        alert.set("labels", labels);
        return alert.toString();
    }

    /** The alert's identity. */
    static JsonNode labels(String body) {
        return read(body).path("labels");
    }

    /** The labels that the operator chose. */
    static ObjectNode chosen(String body) {
        ObjectNode labels = labels(body).deepCopy();
        return labels.remove(OWN_LABELS);
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON");
        }
    }

    private String write(Message message, List<String> chosen) {
        ObjectNode alert = JsonNodeFactory.instance.objectNode();
        ObjectNode labels = alert.putObject("labels");
        labels.put("alertname", message.type() == MessageType.TEST ? TEST_NAME : ALERT_NAME);
        // a label without a value is no label there
        label(labels, "account", data.path("watch").path("account").asText());
        label(labels, "region", data.path("precheck").path("uniRegionId").asText());
        label(labels, "instance", data.path("precheck").path("instanceUuid").asText());
        label(labels, "environment", environment());
        for (String name : chosen) {
            label(labels, name, name.equals(SEVERITY) ? severity(message.status()) : watchLabel(name));
        }
        annotate(message);
        alert.set("annotations", annotations);
        text(data.path("link")).ifPresent(link -> alert.put("generatorURL", link));
        return alert.toString();
    }

    private void annotate(Message message) {
        annotate(SEVERITY, severity(message.status()));
        annotate("outcome", message.status().name());
        annotate("summary", summary());
        description().ifPresent(text -> annotate(DESCRIPTION, text));
        annotate("watch", message.subject());
        annotate("source_type", said("sourceType"));
        annotate("instance_id", said("instanceId"));
        annotate("task_id", data.path("precheck").path("taskId"));
        annotate("request_id", data.path("requestId"));
        annotate("observed_at", data.path("observedAt"));
        view.took().ifPresent(took -> annotate("took", took));
        annotate("previous_outcome", data.path("previous").path("outcome"));
        // the name that Alertmanager's users and Grafana know
        annotate("runbook_url", data.path("watch").path("runbook"));
        annotate("link", data.path("link"));
        data.path("watch")
                .path("labels")
                .properties()
                .forEach(label ->
                        annotate("label_" + label.getKey().replaceAll("[^A-Za-z0-9_]", "_"), label.getValue()));
    }

    /** The event's own, or the same in another language. */
    private String summary() {
        return language == Language.EN
                ? data.path("summary").asText()
                : view.subject() + view.words().get("colon") + view.summary();
    }

    /** What did not pass, what each means and what to do; or why there is no report. */
    private Optional<String> description() {
        List<String> lines = new ArrayList<>();
        int more = 0;
        for (JsonNode instance : data.path("instances")) {
            for (JsonNode item : instance.path("items")) {
                if (Words.normal(item.path("result").asText()).equals("passed")) {
                    continue;
                }
                if (lines.size() < ITEMS) {
                    lines.add(line(item));
                } else {
                    more++;
                }
            }
        }
        if (more > 0) {
            lines.add(view.andMore(more));
        }
        view.problem()
                .ifPresent(problem -> lines.add(sentence(
                        problem.code(), problem.message(), problem.remedy().orElse(""))));
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines));
    }

    private String line(JsonNode item) {
        String name = item.path("item").asText();
        String result = item.path("result").asText("-");
        Optional<CheckText> known = CheckCatalog.find(name).map(description -> description.in(reader));
        return known.map(text ->
                        sentence(name + ' ' + result + " (" + text.title() + ')', text.meaning(), text.remedy()))
                .orElse(name + ' ' + result);
    }

    private static String sentence(String head, String... parts) {
        String tail = List.of(parts).stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
        return tail.isEmpty() ? head : head + ": " + tail;
    }

    /** The values of a field of the report's instances, each once. */
    private String said(String field) {
        Set<String> values = new LinkedHashSet<>();
        data.path("instances").forEach(instance -> text(instance.path(field)).ifPresent(values::add));
        return String.join(", ", values);
    }

    /** {@code source} is {@code precheck-watcher/<environment>}, percent-encoded (RFC 3986). */
    private String environment() {
        String source = event.path("source").asText();
        return URLDecoder.decode(source.substring(source.indexOf('/') + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private String watchLabel(String name) {
        return data.path("watch").path("labels").path(name).asText();
    }

    private static String severity(MessageStatus status) {
        return status.outcome()
                .map(Outcome::severity)
                .orElse(Severity.INFO)
                .name()
                .toLowerCase(Locale.ROOT);
    }

    private static void label(ObjectNode labels, String name, String value) {
        if (!value.isEmpty()) {
            labels.put(name, value);
        }
    }

    private void annotate(String name, JsonNode value) {
        annotate(name, value.asText());
    }

    private void annotate(String name, String value) {
        if (!value.isEmpty()) {
            annotations.put(name, bounded(value, name.equals(DESCRIPTION) ? LONGEST_DESCRIPTION : LONGEST));
        }
    }

    private static String bounded(String value, int bytes) {
        String shown = VendorText.shown(value);
        String cut = VendorText.cut(shown, bytes);
        return cut.length() < shown.length() ? cut + '…' : cut;
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.of(value.asText()).filter(text -> !text.isEmpty());
    }
}
