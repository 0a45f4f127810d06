package io.github.precheckwatcher.notify.log;

import io.github.precheckwatcher.notify.Message;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.Translation;
import io.github.precheckwatcher.notify.Wiring;
import java.util.Set;

/** The kind {@code log}. */
public final class LogType implements NotifierType {
    @Override
    public String name() {
        return "log";
    }

    @Override
    public Set<String> keys() {
        return Set.of();
    }

    @Override
    public Address address() {
        return Address.NONE;
    }

    @Override
    public String render(Message message, NotifierSettings settings) {
        return Translation.of(message.event(), settings.wording().language());
    }

    @Override
    public Notifier open(NotifierSettings settings, Wiring wiring) {
        return new LogNotifier(settings.name());
    }
}
