package io.github.precheckwatcher.notify.text;

import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.Event.Precheck;
import io.github.precheckwatcher.notify.event.EventDigest;
import io.github.precheckwatcher.notify.event.EventDigest.Member;
import io.github.precheckwatcher.notify.event.EventReport.Instance;
import io.github.precheckwatcher.notify.event.EventReport.Item;
import io.github.precheckwatcher.notify.event.EventSummary;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.precheck.CheckCatalog;
import io.github.precheckwatcher.precheck.CheckDescription;
import io.github.precheckwatcher.precheck.CheckText;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.Tally;
import io.github.precheckwatcher.precheck.VendorText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes of a message's event what people read, in one language and zone. */
final class ViewReader {
    /** A name of ours or of the vendor's; code points. */
    static final int NAME = 200;

    /** A sentence or more; code points. */
    static final int TEXT = 2_000;

    /** So many items are named in a sentence. */
    static final int NAMED = 3;

    private final Event event;
    private final Message message;
    private final Wording wording;
    private final Translations translations;

    ViewReader(Event event, Wording wording) {
        this.event = event;
        this.message = event.message();
        this.wording = wording;
        this.translations = Translations.of(wording.language());
    }

    MessageView view() {
        Tally unlisted = event.report().unlisted();
        String subject = line(message.subject(), NAME);
        return new MessageView(
                message.type(),
                message.status().name(),
                subject,
                summary(subject),
                line(event.environment(), NAME),
                event.precheck().map(this::target),
                labels(),
                items(),
                left(unlisted),
                event.report().checks(),
                event.report().passed(),
                event.problem().map(this::cause),
                PreviousVerdictFormatter.of(event, translations),
                TimeFormatter.at(message.occurredAt(), wording.zone()),
                message.occurredAt().getEpochSecond(),
                event.took().map(took -> TimeFormatter.took(took, translations)),
                shown(event.requestId().or(() -> event.problem().flatMap(Problem::requestId)), NAME),
                shown(event.link(), TEXT),
                shown(event.runbook(), TEXT),
                listed().members().stream().map(this::line).toList(),
                listed().counts().entrySet().stream()
                        .map(count -> new MessageView.Count(count.getKey().name(), count.getValue()))
                        .toList(),
                event.watches(),
                isSummary() ? Optional.of(daily()) : Optional.empty(),
                translations);
    }

    private boolean isSummary() {
        return message.type() == MessageType.SUMMARY;
    }

    /** What stands in lines. */
    private EventDigest listed() {
        return isSummary() ? event.daily().digest() : event.digest();
    }

    /** How many entries the event itself left out. */
    private int left(Tally unlisted) {
        if (isSummary()) {
            return (int) event.daily().unlisted();
        }
        int ofDigest = (int) event.digest().total() - event.digest().members().size();
        return unlisted.failed() + unlisted.warnings() + Math.max(0, ofDigest);
    }

    private MessageView.Daily daily() {
        EventSummary summary = event.daily();
        List<String> oldest = summary.oldest().stream()
                .map(watch -> watch.startedAt()
                        .map(started -> translations.with(
                                "startedAt", line(watch.subject(), NAME), TimeFormatter.at(started, wording.zone())))
                        .orElseGet(() -> line(watch.subject(), NAME)))
                .toList();
        return new MessageView.Daily(
                summary.since()
                        .map(since -> TimeFormatter.at(since, wording.zone()))
                        .orElse(""),
                summary.running()
                        + (oldest.isEmpty()
                                ? ""
                                : translations.get("semicolon")
                                        + translations.with("oldest", String.join(translations.get("comma"), oldest))));
    }

    private String summary(String subject) {
        return SummaryFormatter.of(event, translations)
                .map(text -> line(text, TEXT))
                .orElseGet(() -> SummaryFormatter.unnamed(event.summary(), subject));
    }

    private MessageView.Target target(Precheck precheck) {
        return new MessageView.Target(
                line(precheck.taskId(), NAME),
                line(precheck.instanceUuid(), NAME),
                line(precheck.region(), NAME),
                line(event.account(), NAME),
                ofInstances(Instance::id),
                ofInstances(Instance::sourceType));
    }

    private Optional<String> ofInstances(Function<Instance, Optional<String>> value) {
        List<String> said = event.report().ofInstances(instance -> shown(value.apply(instance), NAME));
        return said.isEmpty() ? Optional.empty() : Optional.of(translations.list(said, NAMED));
    }

    private Map<String, String> labels() {
        return event.labels().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, label -> line(label.getValue(), TEXT)));
    }

    /** What did not pass: warnings last, otherwise in the report's order. */
    private List<MessageView.Item> items() {
        boolean several = event.report().instances().size() > 1;
        var failed = new ArrayList<MessageView.Item>();
        var warned = new ArrayList<MessageView.Item>();
        for (Instance instance : event.report().instances()) {
            Optional<String> id = several ? shown(instance.id(), NAME) : Optional.empty();
            for (Item item : instance.items()) {
                if (!item.check().passed()) {
                    (item.check().warning() ? warned : failed).add(item(item, id));
                }
            }
        }
        failed.addAll(warned);
        return failed;
    }

    private MessageView.Item item(Item item, Optional<String> instanceId) {
        String name = item.check().item();
        Optional<CheckText> known = catalogue(name);
        return new MessageView.Item(
                line(name, NAME),
                shown(item.check().result(), NAME),
                shown(known.map(CheckText::title).or(item::title), TEXT),
                shown(known.map(CheckText::meaning).or(item::meaning), TEXT),
                shown(known.map(CheckText::remedy).or(item::remedy), TEXT),
                instanceId);
    }

    /** The catalogue's words in the wanted language; the event's own where it is the event's language. */
    private Optional<CheckText> catalogue(String item) {
        return wording.language() == Language.ZH_CN
                ? CheckCatalog.find(item).map(CheckDescription::chinese)
                : Optional.empty();
    }

    private MessageView.Cause cause(Problem problem) {
        return new MessageView.Cause(
                line(problem.code(), NAME),
                translated("problem", problem).orElseGet(() -> line(problem.message(), TEXT)),
                translated("remedy", problem).or(() -> shown(problem.remedy(), TEXT)));
    }

    private Optional<String> translated(String what, Problem problem) {
        return translations.find(what + '.' + problem.code(), SummaryFormatter.bareName(message.subject()));
    }

    private MessageView.Line line(Member member) {
        String subject = line(member.subject(), NAME);
        return new MessageView.Line(
                member.status().map(MessageStatus::name).orElse(""),
                subject,
                SummaryFormatter.member(member, translations)
                        .orElseGet(() -> SummaryFormatter.unnamed(member.summary(), subject)));
    }

    private static Optional<String> shown(Optional<String> text, int limit) {
        return text.map(whole -> line(whole, limit)).filter(line -> !line.isEmpty());
    }

    /** On one line, so that nothing from outside can look like a line of ours. */
    static String line(String text, int limit) {
        // shown first: on one line a mark that turns the direction of reading would be a space, and look like one
        return VendorText.oneLine(VendorText.shown(text), limit);
    }
}
