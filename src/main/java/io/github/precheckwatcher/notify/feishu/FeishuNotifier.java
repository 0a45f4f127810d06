package io.github.precheckwatcher.notify.feishu;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.RobotPoster;
import io.github.precheckwatcher.notify.Wiring;
import io.smallrye.mutiny.Uni;
import java.time.Clock;

/** Posts cards to one custom bot; signs each attempt anew where there is a secret. Thread safe. */
final class FeishuNotifier implements Notifier {
    /** A bot takes five messages a second. */
    private static final int SLOTS = 4;

    private final NotifierSettings settings;
    private final Clock clock;
    private final RobotPoster poster;

    FeishuNotifier(NotifierSettings settings, Wiring wiring) {
        this.settings = requireNonNull(settings, "settings");
        this.clock = wiring.clock();
        this.poster = new RobotPoster(settings, wiring, new FeishuAnswer(), SLOTS);
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public int slots() {
        return SLOTS;
    }

    @Override
    public Uni<AttemptResult> send(Delivery delivery) {
        return Uni.createFrom().deferred(() -> poster.post(poster.address(), signed(delivery.body())));
    }

    @Override
    public void close() {
        poster.close();
    }

    private String signed(String body) {
        return settings.robotSecret()
                .get()
                .map(secret -> FeishuSignature.into(body, secret, clock.instant()))
                .orElse(body);
    }
}
