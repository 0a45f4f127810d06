package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.notify.Outbox.Attempted;
import io.github.precheckwatcher.notify.Outbox.Sign;
import io.github.precheckwatcher.notify.Outbox.State;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Tells the log how a notifier fares: a line when attempts begin to fail, when the error changes, when the first
 * delivery dies and when deliveries succeed again; never one an attempt. Not thread safe: a {@link Lane} owns it.
 */
final class DeliveryTrouble {
    private static final Logger LOG = Logger.getLogger(DeliveryTrouble.class);

    /** An error that comes and goes is told at most so often. */
    private static final Duration QUIET = Duration.ofMinutes(10);

    /** More kinds of errors than any receiver has; what is beyond is not told. */
    private static final int MAX_ERRORS = 50;

    /** How errors begin whose cause is this program, not a receiver. */
    private static final List<String> OURS =
            List.of(BoundedSending.BROKE, Lane.UNWRITTEN.error(), UnopenedNotifier.UNOPENED);

    private final NotifierSettings notifier;
    private final Map<String, Instant> toldAt = new HashMap<>();
    private Instant since;
    private boolean told;
    private int failed;
    private int dead;

    DeliveryTrouble(NotifierSettings notifier) {
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
                begin(attempt);
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
        if (attempt.state() == State.PENDING && !saidLately(error(attempt), attempt.at())) {
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
        if (!quiet(error, attempt.at())) {
            line("PARTIAL")
                    .with("event", attempt.delivery().eventId())
                    .with("error", error)
                    .with("remedy", remedy(attempt))
                    .warn(LOG);
        }
    }

    private void begin(Attempted attempt) {
        if (since == null) {
            since = attempt.at();
        }
        failed++;
    }

    private void failed(Attempted attempt) {
        begin(attempt);
        String error = error(attempt);
        if (quiet(error, attempt.at())) {
            return;
        }
        told = true;
        line(attempt.counted() ? "FAILING" : "PAUSED")
                .with("event", attempt.delivery().eventId())
                .with("attempts", attempt.delivery().attempts() + (attempt.counted() ? 1 : 0))
                .with("error", error)
                .with("retry", attempt.nextAt().truncatedTo(ChronoUnit.SECONDS))
                .with("remedy", remedy(attempt))
                .warn(LOG);
    }

    /** Whether this error was told a short while ago, or in this very trouble. */
    private boolean quiet(String error, Instant now) {
        Instant last = toldAt.get(error);
        return last != null && told && !last.isBefore(since) || saidLately(error, now);
    }

    /** Whether this error was told a short while ago; if not, it is now. */
    private boolean saidLately(String error, Instant now) {
        Instant last = toldAt.get(error);
        if (last != null && AheadTime.holds(last.plus(QUIET), now, QUIET)) {
            return true;
        }
        if (last == null && toldAt.size() >= MAX_ERRORS) {
            return true;
        }
        toldAt.put(error, now);
        return false;
    }

    private void died(List<Attempted> died) {
        boolean first = dead == 0;
        dead += died.size();
        if (since == null) {
            since = died.get(0).at();
        }
        if (!first) {
            return;
        }
        told = true;
        Attempted attempt = died.get(0);
        line("DEAD")
                .with("count", dead)
                .with("event", attempt.delivery().eventId())
                .with("error", error(attempt))
                .with("remedy", remedy(attempt) + "; what is DEAD stays in the store")
                .error(LOG);
    }

    private void recovered(Attempted attempt) {
        if (told) {
            line("OK")
                    .with("was", dead > 0 ? "DEAD" : "FAILING")
                    .with("for", Duration.between(since, attempt.at()))
                    .with("failed", failed)
                    .with("dead", dead)
                    .info(LOG);
        }
        toldAt.values().removeIf(at -> at.plus(QUIET).isBefore(attempt.at()));
        since = null;
        told = false;
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
                    + (notifier.kind().type().keys().contains("rate-limit")
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
