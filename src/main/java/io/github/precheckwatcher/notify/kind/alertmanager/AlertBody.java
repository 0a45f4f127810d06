package io.github.precheckwatcher.notify.kind.alertmanager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.Event.Precheck;
import io.github.precheckwatcher.notify.event.EventReport.Instance;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.text.MessageView;
import io.github.precheckwatcher.precheck.CheckCatalog;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.VendorText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a verdict as an alert of Alertmanager's API v2, without its times. Labels say which instance it is, and
 * what the operator chose beside that, for Alertmanager takes an alert with other labels for another alert; all else are
 * annotations.
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

    private final Event event;
    private final Optional<Precheck> precheck;
    private final MessageView view;
    private final Language language;
    private final Locale reader;
    private final ObjectNode annotations = JsonNodeFactory.instance.objectNode();

    private AlertBody(Message message, Wording wording) {
        this.event = Event.of(message);
        this.precheck = event.precheck();
        this.view = MessageView.of(event, wording);
        this.language = wording.language();
        this.reader = Locale.forLanguageTag(language.tag());
    }

    /** Of a verdict, or of a sample of one. */
    static String of(Message message, NotifierSettings settings) {
        return new AlertBody(message, settings.wording()).write(settings.alertLabels());
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

    private String write(List<String> chosen) {
        ObjectNode alert = JsonNodeFactory.instance.objectNode();
        ObjectNode labels = alert.putObject("labels");
        labels.put("alertname", event.message().type() == MessageType.TEST ? TEST_NAME : ALERT_NAME);
        // a label without a value is no label there
        label(labels, "account", event.account());
        label(labels, "region", precheck.map(Precheck::region).orElse(""));
        label(labels, "instance", precheck.map(Precheck::instanceUuid).orElse(""));
        label(labels, "environment", event.environment());
        for (String name : chosen) {
            label(
                    labels,
                    name,
                    name.equals(SEVERITY) ? severity() : event.labels().getOrDefault(name, ""));
        }
        annotate();
        alert.set("annotations", annotations);
        event.link().ifPresent(link -> alert.put("generatorURL", link));
        return alert.toString();
    }

    private void annotate() {
        annotate(SEVERITY, severity());
        annotate("outcome", event.message().status().name());
        annotate("summary", summary());
        annotate(DESCRIPTION, String.join("\n", description()));
        annotate("watch", event.message().subject());
        annotate("source_type", String.join(", ", event.report().ofInstances(Instance::sourceType)));
        annotate("instance_id", String.join(", ", event.report().ofInstances(Instance::id)));
        annotate("task_id", precheck.map(Precheck::taskId));
        annotate("request_id", event.requestId());
        annotate("observed_at", event.observedAt().map(Instant::toString));
        annotate("took", view.took());
        annotate(
                "previous_outcome",
                event.previous().map(previous -> previous.status().name()));
        // the name that Alertmanager's users and Grafana know
        annotate("runbook_url", event.runbook());
        annotate("link", event.link());
        event.labels().forEach((name, value) -> annotate("label_" + name.replaceAll("[^A-Za-z0-9_]", "_"), value));
    }

    /** The event's own, or the same in another language. */
    private String summary() {
        return language == Language.EN
                ? event.summary()
                : view.subject() + view.words().get("colon") + view.summary();
    }

    /** What did not pass, what each means and what to do; or why there is no report. */
    private List<String> description() {
        List<CheckItem> bad = event.report().listed().stream()
                .filter(check -> !check.passed())
                .toList();
        List<String> lines = new ArrayList<>();
        bad.stream().limit(ITEMS).map(this::line).forEach(lines::add);
        if (bad.size() > ITEMS) {
            lines.add(view.andMore(bad.size() - ITEMS));
        }
        view.problem()
                .ifPresent(problem -> lines.add(sentence(
                        problem.code(), problem.message(), problem.remedy().orElse(""))));
        return lines;
    }

    private String line(CheckItem check) {
        String head = check.item() + ' ' + check.result().orElse("-");
        return CheckCatalog.find(check.item())
                .map(known -> known.in(reader))
                .map(text -> sentence(head + " (" + text.title() + ')', text.meaning(), text.remedy()))
                .orElse(head);
    }

    private static String sentence(String head, String... parts) {
        String tail = List.of(parts).stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
        return tail.isEmpty() ? head : head + ": " + tail;
    }

    private String severity() {
        return event.message()
                .status()
                .outcome()
                .map(Outcome::severity)
                .orElse(Outcome.Severity.INFO)
                .name()
                .toLowerCase(Locale.ROOT);
    }

    private static void label(ObjectNode labels, String name, String value) {
        if (!value.isEmpty()) {
            labels.put(name, value);
        }
    }

    private void annotate(String name, Optional<String> value) {
        value.ifPresent(text -> annotate(name, text));
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
}
