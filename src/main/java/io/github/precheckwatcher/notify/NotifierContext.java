package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.alert.AlertStore;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Optional;

/**
 * What a notifier may need of the program around it.
 *
 * @param version this program's, for the user-agent
 * @param vertx whose event loops carry its exchanges
 * @param clock the host's: for what a receiver compares with its own clock, and for signatures
 * @param engine the clock that deliveries and alerts in the store go by
 * @param alerts keeps the alerts of kinds that show states; empty: there is no store
 * @param mail hands mails over; empty: there is no mail server
 */
public record NotifierContext(
        String version,
        Vertx vertx,
        Clock clock,
        Clock engine,
        Optional<AlertStore> alerts,
        Optional<MailSender> mail) {
    public NotifierContext {
        requireNonNull(version, "version");
        requireNonNull(vertx, "vertx");
        requireNonNull(clock, "clock");
        requireNonNull(engine, "engine");
        requireNonNull(alerts, "alerts");
        requireNonNull(mail, "mail");
    }

    /** Without store and mail server, and so by one clock. */
    public NotifierContext(String version, Vertx vertx, Clock clock) {
        this(version, vertx, clock, clock, Optional.empty(), Optional.empty());
    }

    /** The {@code user-agent} of every request. */
    public String userAgent() {
        return "precheck-watcher/" + version;
    }
}
