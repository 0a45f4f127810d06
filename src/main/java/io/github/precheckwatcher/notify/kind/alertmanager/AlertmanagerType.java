package io.github.precheckwatcher.notify.kind.alertmanager;

import io.github.precheckwatcher.notify.AlertTimes;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.kind.alertmanager.AlertRule.Effect;
import io.github.precheckwatcher.precheck.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The kind {@code alertmanager}. */
public final class AlertmanagerType implements NotifierType {
    /** As Alertmanager's data model has it (prometheus.io, Data model); names that begin with two '_' are its own. */
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    @Override
    public String name() {
        return "alertmanager";
    }

    @Override
    public Set<String> keys() {
        return Set.of(
                "urls",
                "headers",
                "targets",
                "proxy",
                "tls",
                "resend-interval",
                "expires-after",
                "resolved-for",
                "alert-max-age",
                "alert-labels");
    }

    @Override
    public Address address() {
        return Address.URLS;
    }

    @Override
    public boolean sends(MessageType type, MessageStatus status) {
        return type == MessageType.TEST || type == MessageType.VERDICT && AlertRule.effect(status) != Effect.NONE;
    }

    @Override
    public boolean showsStates() {
        return true;
    }

    @Override
    public List<Mistake> mistakes(NotifierSettings settings) {
        List<Mistake> mistakes = new ArrayList<>();
        AlertTimes times = settings.alert();
        if (times.expiresAfter().compareTo(times.resendInterval()) <= 0) {
            mistakes.add(
                    new Mistake(
                            "expires-after",
                            "is no longer than resend-interval, so alerts would end between two sendings; use four times resend-interval"));
        }
        mistakes.addAll(labelMistakes(settings.alertLabels()));
        if (!settings.events().isEmpty()) {
            mistakes.add(new Mistake(
                    "events",
                    "an Alertmanager is sent the state of instances; send news of the daemon and summaries elsewhere"));
        }
        Set<Outcome> outcomes = settings.routing().outcomes();
        if (outcomes.stream().anyMatch(outcome -> AlertRule.effect(outcome) == Effect.FIRES)
                && !outcomes.contains(Outcome.PASSED)) {
            mistakes.add(
                    new Mistake(
                            "when.outcomes",
                            "leaves PASSED out, so no alert would be resolved before alert-max-age; add PASSED, which lights nothing"));
        }
        if (settings.routing().changed()) {
            mistakes.add(
                    new Mistake(
                            "when.changed",
                            "leaves out verdicts that say the same again, so an alert that still holds would be resolved at alert-max-age; leave it out, for a bad verdict told twice stays one alert"));
        }
        return mistakes;
    }

    private static List<Mistake> labelMistakes(List<String> names) {
        List<Mistake> mistakes = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String key = "alert-labels[" + i + "]";
            if (AlertBody.OWN_LABELS.contains(name)) {
                mistakes.add(new Mistake(key, name + " is a label of every alert already; leave it out"));
            } else if (!LABEL.matcher(name).matches() || name.startsWith("__")) {
                mistakes.add(new Mistake(
                        key, "a label's name has letters, digits and '_', begins with no digit and not with two '_'"));
            } else if (names.indexOf(name) < i) {
                mistakes.add(new Mistake(key, name + " stands here twice"));
            }
        }
        return mistakes;
    }

    @Override
    public String render(Message message, NotifierSettings settings) {
        return sends(message.type(), message.status()) ? AlertBody.of(message, settings) : message.event();
    }

    @Override
    public Notifier open(NotifierSettings settings, NotifierContext context) {
        return new AlertmanagerNotifier(settings, context);
    }
}
