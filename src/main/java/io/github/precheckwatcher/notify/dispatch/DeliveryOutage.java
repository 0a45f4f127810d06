package io.github.precheckwatcher.notify.dispatch;

import io.github.precheckwatcher.log.Episode;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Sign;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempted;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Logs how a notifier fares: a line when attempts begin to fail, when the error changes, when the first
 * delivery dies and when deliveries succeed again; never one an attempt. Not thread safe: a {@link NotifierWorker} owns it.
 */
final class DeliveryOutage {
    private static final Logger LOG = Logger.getLogger(DeliveryOutage.class);

    /** An error that comes and goes is logged at most so often. */
    private static final Duration QUIET = Duration.ofMinutes(10);

    /** How errors begin whose cause is this program, not a receiver. */
    private static final List<String> OURS =
            List.of(AttemptResult.BROKE, AttemptResult.UNWRITTEN.error(), UnopenedNotifier.UNOPENED);

    private final NotifierSettings notifier;
    private final Episode episode = new Episode(QUIET);
    private int failed;
    private int dead;

    DeliveryOutage(NotifierSettings notifier) {
        this.notifier = notifier;
    }

    /** Takes note of attempts that were written back together. */
    void note(List<Attempted> attempts) {
        List<Attempted> died =
                attempts.stream().filter(a -> a.state() == State.DEAD).toList();
        for (Attempted attempt : attempts) {
            if (!attempt.sent()) {
                notSent(attempt);
            } else if (attempt.sign() == Sign.TOOK) {
                recovered(attempt);
            } else if (attempt.state() == State.DELIVERED) {
                endedPartly(attempt);
            } else if (attempt.state() == State.DEAD) {
                episode.begin(attempt.at());
                failed++;
            } else if (attempt.sign() == Sign.FAILED) {
                failed(attempt);
            }
        }
        if (!died.isEmpty()) {
            died(died);
        }
    }

    /** Says nothing of the receiver: neither that it fails nor that it works again. */
    private void notSent(Attempted attempt) {
        if (attempt.state() == State.PENDING && episode.isNews(error(attempt), attempt.at())) {
            line("NOT_SENT")
                    .with("event", attempt.delivery().eventId())
                    .with("error", error(attempt))
                    .with("retry", attempt.nextAt().truncatedTo(ChronoUnit.SECONDS))
                    .with("remedy", "nothing: it is tried again; the receiver was not called")
                    .warn(LOG);
        }
    }

    /** Its schedule is over; not all of its recipients have it. */
    private void endedPartly(Attempted attempt) {
        String error = error(attempt);
        if (episode.isNews(error, attempt.at())) {
            line("PARTIAL")
                    .with("event", attempt.delivery().eventId())
                    .with("error", error)
                    .with("remedy", remedy(attempt))
                    .warn(LOG);
        }
    }

    private void failed(Attempted attempt) {
        failed++;
        String error = error(attempt);
        if (!episode.occurs(error, attempt.at())) {
            return;
        }
        line(attempt.counted() ? "FAILING" : "PAUSED")
                .with("event", attempt.delivery().eventId())
                .with("attempts", attempt.delivery().attempts() + (attempt.counted() ? 1 : 0))
                .with("error", error)
                .with("retry", attempt.nextAt().truncatedTo(ChronoUnit.SECONDS))
                .with("remedy", remedy(attempt))
                .warn(LOG);
    }

    private void died(List<Attempted> died) {
        boolean first = dead == 0;
        dead += died.size();
        episode.begin(died.get(0).at());
        if (!first) {
            return;
        }
        episode.logged();
        Attempted attempt = died.get(0);
        line("DEAD")
                .with("count", dead)
                .with("event", attempt.delivery().eventId())
                .with("error", error(attempt))
                .with("remedy", remedy(attempt) + "; what is DEAD stays in the store")
                .error(LOG);
    }

    private void recovered(Attempted attempt) {
        episode.end(attempt.at())
                .ifPresent(lasted -> line("OK")
                        .with("was", dead > 0 ? "DEAD" : "FAILING")
                        .with("for", lasted)
                        .with("failed", failed)
                        .with("dead", dead)
                        .info(LOG));
        failed = 0;
        dead = 0;
    }

    private LogLine line(String state) {
        return LogLine.of("delivery").with("notifier", notifier.name()).with("state", state);
    }

    private static String error(Attempted attempt) {
        return attempt.error().orElse("unknown");
    }

    private String remedy(Attempted attempt) {
        return attempt.remedy().orElseGet(() -> byStatus(attempt));
    }

    private String byStatus(Attempted attempt) {
        String key = "watcher.notifiers." + notifier.name();
        if (OURS.stream().anyMatch(error(attempt)::startsWith)) {
            return "nothing now: it is tried again; if it lasts, report it with this line";
        }
        int status = attempt.status().orElse(0);
        if (attempt.paused().filter(AttemptResult.Paused::namesNoTime).isPresent()) {
            return "nothing: how fast it takes messages is found"
                    + (notifier.type().keys().contains("rate-limit")
                            ? "; if you know it, set " + key + ".rate-limit"
                            : "");
        }
        if (status == 401 || status == 403) {
            return "check secret and headers of " + key + " against what the receiver expects";
        }
        if (status >= 300 && status < 400) {
            return "redirects are not followed: set " + key + ".url to the final address";
        }
        if (status == 404 || status == 405 || status == 410) {
            return "check " + key + ".url";
        }
        if (status >= 200 && status < 300) {
            return "the error says what the platform's code means; all codes: docs/notifiers";
        }
        if (status == 429) {
            return "nothing: it goes on when the receiver allows";
        }
        return "see that the receiver of " + key + " is up, reachable from here and answers 2xx";
    }
}
