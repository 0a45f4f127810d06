package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.notify.event.MessageType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A notifier's settings with some parts exchanged. */
public final class SettingsBuilder {
    private final NotifierSettings from;
    private Transport transport;
    private Secret<List<SigningSecret>> secrets;
    private Secret<Optional<String>> robotSecret;
    private List<String> recipients;
    private RetrySchedule retry;
    private Routing routing;
    private Set<MessageType> events;
    private Optional<String> fallback;
    private Wording wording;
    private RateLimits rateLimits;
    private AlertTimes alert;
    private List<String> alertLabels;

    private SettingsBuilder(NotifierSettings from) {
        this.from = from;
        transport = from.transport();
        secrets = from.secrets();
        robotSecret = from.robotSecret();
        recipients = from.recipients();
        retry = from.retry();
        routing = from.routing();
        events = from.events();
        fallback = from.fallback();
        wording = from.wording();
        rateLimits = from.rateLimits();
        alert = from.alert();
        alertLabels = from.alertLabels();
    }

    public static SettingsBuilder of(NotifierSettings from) {
        return new SettingsBuilder(from);
    }

    public SettingsBuilder transport(Transport other) {
        transport = other;
        return this;
    }

    public SettingsBuilder secrets(SigningSecret... other) {
        secrets = Secret.fixed(List.of(other));
        return this;
    }

    public SettingsBuilder robotSecret(Secret<Optional<String>> other) {
        robotSecret = other;
        return this;
    }

    public SettingsBuilder recipients(String... other) {
        recipients = List.of(other);
        return this;
    }

    public SettingsBuilder retry(RetrySchedule other) {
        retry = other;
        return this;
    }

    public SettingsBuilder routing(Routing other) {
        routing = other;
        return this;
    }

    public SettingsBuilder events(MessageType... other) {
        events = Set.of(other);
        return this;
    }

    public SettingsBuilder fallback(String other) {
        fallback = Optional.of(other);
        return this;
    }

    public SettingsBuilder wording(Wording other) {
        wording = other;
        return this;
    }

    public SettingsBuilder rateLimits(RateLimits other) {
        rateLimits = other;
        return this;
    }

    public SettingsBuilder alert(AlertTimes other) {
        alert = other;
        return this;
    }

    public SettingsBuilder alertLabels(String... names) {
        alertLabels = List.of(names);
        return this;
    }

    public NotifierSettings build() {
        return new NotifierSettings(
                from.name(),
                from.type(),
                transport,
                secrets,
                robotSecret,
                recipients,
                retry,
                routing,
                events,
                fallback,
                wording,
                rateLimits,
                alert,
                alertLabels);
    }
}
