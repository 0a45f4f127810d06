package io.github.precheckwatcher.notify.dingtalk;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.RobotPoster;
import io.github.precheckwatcher.notify.Wiring;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Clock;

/** Posts to a custom robot, signed anew at each attempt where the robot has a secret. Thread safe. */
final class DingTalkNotifier implements Notifier {
    private final NotifierSettings settings;
    private final Clock clock;
    private final RobotPoster poster;

    /** @param settings of kind DINGTALK */
    DingTalkNotifier(NotifierSettings settings, Wiring wiring) {
        this.settings = requireNonNull(settings, "settings");
        this.clock = wiring.clock();
        this.poster = new RobotPoster(settings, wiring, DingTalkCodes.ANSWERS, slots());
    }

    @Override
    public String name() {
        return settings.name();
    }

    /** One: people read the messages in the order that they come in. */
    @Override
    public int slots() {
        return 1;
    }

    @Override
    public Uni<AttemptResult> send(Delivery delivery) {
        return Uni.createFrom().deferred(() -> poster.post(address(), delivery.body()));
    }

    @Override
    public void close() {
        poster.close();
    }

    private URI address() {
        URI address = poster.address();
        return settings.robotSecret()
                .get()
                .map(secret -> DingTalkSignature.signed(address, secret, clock.instant()))
                .orElse(address);
    }
}
