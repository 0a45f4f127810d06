package io.github.precheckwatcher.notify.slack;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.RobotPoster;
import io.github.precheckwatcher.notify.Wiring;
import io.smallrye.mutiny.Uni;

/** Posts blocks to one incoming webhook. Thread safe. */
final class SlackNotifier implements Notifier {
    /** One message a second is what a webhook takes: one after the other keeps them in order too. */
    private static final int SLOTS = 1;

    private final String name;
    private final RobotPoster poster;

    SlackNotifier(NotifierSettings settings, Wiring wiring) {
        this.name = requireNonNull(settings.name(), "name");
        this.poster = new RobotPoster(settings, wiring, new SlackAnswer(), SLOTS);
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
        return Uni.createFrom().deferred(() -> poster.post(poster.address(), delivery.body()));
    }

    @Override
    public void close() {
        poster.close();
    }
}
