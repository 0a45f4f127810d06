package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.event.Message;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** A kind that exists in tests alone. */
record FakeRobotType(Address address, SigningSecretForm secretForm) implements NotifierType {
    static final FakeRobotType ROBOT = new FakeRobotType(Address.KEY_OR_URL, SigningSecretForm.PLAIN);
    static final FakeRobotType CLUSTER = new FakeRobotType(Address.URLS, SigningSecretForm.NONE);

    @Override
    public String name() {
        return "robot";
    }

    @Override
    public Set<String> keys() {
        return Set.of();
    }

    @Override
    public URI addressOf(Optional<URI> baseUrl, String key) {
        if (key.length() > 40) {
            throw new IllegalArgumentException("is longer than a robot's key");
        }
        return URI.create(baseUrl.orElse(URI.create("https://robots.example.com/send")) + "?key=" + key);
    }

    @Override
    public String render(Message message, NotifierSettings settings) {
        throw new AssertionError("only its address and secret are asked for");
    }

    @Override
    public Notifier open(NotifierSettings settings, NotifierContext context) {
        throw new AssertionError("only its address and secret are asked for");
    }
}
