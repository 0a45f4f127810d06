package io.github.precheckwatcher.notify.kind.log;

import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.text.Translation;
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
    public Notifier open(NotifierSettings settings, NotifierContext context) {
        return new LogNotifier(settings.name());
    }
}
