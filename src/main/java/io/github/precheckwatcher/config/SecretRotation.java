package io.github.precheckwatcher.config;

import io.github.precheckwatcher.config.secret.RotatingSecret;
import io.github.precheckwatcher.config.secret.RotatingSecret.News;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.dispatch.Ticker;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Looks again, every few seconds, at the files that hold the notifiers' secrets, so that they change without a restart. */
@ApplicationScoped
public class SecretRotation {
    private static final Logger LOG = Logger.getLogger(SecretRotation.class);

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final CurrentConfig config;
    private final FaultLog faults;
    private final Clock clock;

    /** @param clock the host's: the files' times are its */
    public SecretRotation(CurrentConfig config, FaultLog faults, @Identifier("host") Clock clock) {
        this.config = config;
        this.faults = faults;
        this.clock = clock;
    }

    void schedule(@Observes Ticker ticker) {
        ticker.every(EVERY, this::look);
    }

    void look() {
        // one file that cannot be looked at must not keep the others from being looked at
        config.config()
                .rotating()
                .forEach(secret -> faults.guard(
                        Place.job("secret " + secret.key()),
                        () -> secret.look(clock.instant()).ifPresent(SecretRotation::log)));
    }

    private static void log(News news) {
        if (news instanceof RotatingSecret.Unusable unusable) {
            String words = unusable.why() + "; what it held before stays in use";
            LogLine.of("config")
                    .with("warning", unusable.location().says(words).toString())
                    .warn(LOG);
        } else if (news instanceof RotatingSecret.Recovered well) {
            LogLine.of("config")
                    .with("key", well.location().key())
                    .with("file", "OK")
                    .with("was", "UNUSABLE")
                    .with("for", well.lasted())
                    .with("changed", well.changed())
                    .info(LOG);
        } else {
            LogLine.of("config")
                    .with("key", news.location().key())
                    .with("file", "OK")
                    .with("changed", true)
                    .info(LOG);
        }
    }
}
