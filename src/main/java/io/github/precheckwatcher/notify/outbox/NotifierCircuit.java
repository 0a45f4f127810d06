package io.github.precheckwatcher.notify.outbox;

import io.github.precheckwatcher.notify.AttemptResult.Sign;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.FixedWait;
import io.github.precheckwatcher.notify.FutureTime;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.RateLimit;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.notify.outbox.Outbox.Attempted;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How fast and whether at all a notifier may be called, by its row: limits, pauses, and the circuit that opens when its
 * attempts keep failing, or when it asks to wait for very long. Pure; all nodes decide alike, one after the other.
 */
public final class NotifierCircuit {
    /** So many attempts in a row must fail before a notifier counts as down. */
    static final int FAILURES = 5;

    /**
     * And nothing may have succeeded for so long. A burst's attempts end together and say little more than one of them;
     * of many attempts at a receiver that fails some at random, five in a row are bound to fail somewhere.
     */
    static final Duration FAILING = Duration.ofSeconds(10);

    /**
     * Between its attempts from the fifth failure in a row on: the next success, or the circuit, ends that. A receiver that
     * resets each connection or whose TLS fails would be called as fast as this machine can, at others' cost.
     */
    private static final Duration IN_DOUBT = Duration.ofSeconds(1);

    private static final Duration FIRST_PROBE = FixedWait.of(Duration.ofSeconds(30));
    private static final Duration LAST_PROBE = Duration.ofMinutes(5);

    /** So long a receiver may ask to wait, taking nothing, before that counts as down too. */
    private static final Duration WAITING = Duration.ofHours(1);

    private final NotifierSettings settings;
    private final SentTimes times;
    private final PauseRule pauses;
    private final NotifierNews words;

    public NotifierCircuit(NotifierSettings settings) {
        this.settings = settings;
        this.times = new SentTimes(settings);
        this.pauses = new PauseRule(settings);
        this.words = new NotifierNews(settings.name());
    }

    /** What a claim of at most {@code limit} deliveries may take now. */
    public DeliveryClaimLimit admit(NotifierRow stored, Instant now, int limit) {
        NotifierRow row = stored.withSent(times.recent(stored.sent(), now))
                .withRate(stored.pauses(), stored.rate().filter(rate -> rate.holds(now)));
        if (row.pausedUntil(now, settings.longestPause()).isPresent()) {
            return new DeliveryClaimLimit(row, 0, false, Optional.empty(), Optional.empty());
        }
        int rows = isInDoubt(row) ? Math.min(limit, isHeld(row, now, IN_DOUBT) ? 0 : 1) : limit;
        for (RateLimit each : settings.rateLimits().limits()) {
            rows = Math.max(0, Math.min(rows, each.messages() - SentTimes.within(row.sent(), each, now)));
        }
        if (row.rate().isPresent()) {
            rows = row.rate().get().allows(row.pauses(), now, rows);
        }
        boolean down = row.downSince().isPresent();
        boolean probe = down && !waitsForProbe(row, now);
        // a receiver that is gone for good must not keep what is too old from its end, and its fallback from taking
        // over
        Optional<Instant> overdue =
                down && !probe ? Optional.of(now.minus(settings.retry().maxAge())) : Optional.empty();
        return new DeliveryClaimLimit(row, probe ? Math.min(1, rows) : rows, probe, overdue, times.reserve(now));
    }

    private static boolean isHeld(NotifierRow row, Instant now, Duration most) {
        return row.nextProbeAt().filter(at -> FutureTime.holds(at, now, most)).isPresent();
    }

    private static boolean waitsForProbe(NotifierRow row, Instant now) {
        return row.downSince().isPresent() && isHeld(row, now, LAST_PROBE);
    }

    /** It fails again and again, but not for long enough to count as down. */
    private static boolean isInDoubt(NotifierRow row) {
        return row.downSince().isEmpty() && row.failures() >= FAILURES;
    }

    /** The row after a claim took these; one whose body is not written yet counts as one message. */
    public NotifierRow taken(DeliveryClaimLimit claimLimit, List<Delivery> deliveries, Instant now) {
        return taken(claimLimit, deliveries.stream().mapToInt(this::messages).sum(), now);
    }

    /** The row after the body of a delivery is written that a claim took without it. */
    public NotifierRow written(NotifierRow row, String body, Instant now) {
        return counted(row, times.reserve(now), settings.type().messages(body) - 1, now);
    }

    private int messages(Delivery delivery) {
        return delivery.isWritten() ? settings.type().messages(delivery.body()) : 1;
    }

    /** The row after a claim took so many messages. */
    public static NotifierRow taken(DeliveryClaimLimit claimLimit, int count, Instant now) {
        NotifierRow row = counted(claimLimit.row(), claimLimit.reserve(), count, now);
        if (count > 0 && claimLimit.probe()) {
            Duration wait = FIRST_PROBE.multipliedBy(1L << Math.min(row.probes() + 1, 8));
            row = row.withProbe(row.probes() + 1, now.plus(wait.compareTo(LAST_PROBE) < 0 ? wait : LAST_PROBE));
        } else if (count > 0 && isInDoubt(row)) {
            row = row.withProbe(row.probes(), now.plus(IN_DOUBT));
        }
        return row;
    }

    private static NotifierRow counted(NotifierRow stored, Optional<Instant> reserve, int count, Instant now) {
        NotifierRow row = stored;
        if (count > 0 && reserve.isPresent()) {
            List<Instant> sent = new ArrayList<>(row.sent());
            for (int i = 0; i < count; i++) {
                sent.add(reserve.get());
            }
            row = row.withSent(sent);
        }
        if (count > 0 && row.rate().isPresent()) {
            row = row.withRate(row.pauses(), Optional.of(row.rate().get().claimed(count, row.pauses(), now)));
        }
        return row;
    }

    /** How the notifier stands after these attempts, in the order in which they ended. */
    public NotifierTransition after(NotifierRow stored, List<Attempted> attempts) {
        NotifierRow row = stored;
        Optional<Instant> retryNow = Optional.empty();
        List<OperatorEvent> news = new ArrayList<>();
        for (Attempted attempt :
                attempts.stream().sorted(Comparator.comparing(Attempted::at)).toList()) {
            if (!attempt.sent()) {
                row = unsent(row, attempt);
                continue;
            }
            row = row.withSent(SentTimes.settled(row.sent(), attempt.at()));
            if (attempt.sign() == Sign.TOOK) {
                if (row.dead() > 0 && !row.deadReported()) {
                    news.add(words.dead(row, attempts));
                    row = row.deadReported(true);
                }
                retryNow = retryNow.or(row::downSince);
                Optional<OperatorEvent> back = words.back(row, attempt.at());
                back.ifPresent(news::add);
                row = row.well();
            } else if (attempt.sign() == Sign.NOTHING) {
                row = attempt.state() == State.DEAD ? row.failed(true, attempt.at()) : row;
            } else if (attempt.sign() == Sign.GONE) {
                // a receiver that wants no more is there: all that waits is to hear the same, whenever it was tried
                retryNow = row.downSince().isPresent() ? Optional.of(Instant.MIN) : retryNow;
                row = row.gone();
            } else if (attempt.counted()) {
                row = row.failed(attempt.state() == State.DEAD, attempt.at());
                if (row.downSince().isEmpty() && keepsFailing(row, attempt.at())) {
                    row = row.down(attempt.at(), attempt.at().plus(FIRST_PROBE));
                    news.add(words.down(row, attempt));
                }
            } else if (attempt.state() == State.DEAD) {
                row = row.failed(true, attempt.at());
            } else {
                row = row.waits(attempt.at());
                if (row.downSince().isEmpty() && lasts(row, WAITING, attempt.at())) {
                    row = row.down(attempt.at(), attempt.at().plus(FIRST_PROBE));
                    news.add(words.waits(row, attempt));
                }
            }
            row = pauses.after(row, attempt);
        }
        if (row.dead() > 0 && !row.deadReported()) {
            news.add(words.dead(row, attempts));
            row = row.deadReported(true);
        }
        return new NotifierTransition(row, retryNow, news);
    }

    /**
     * The receiver was not called: what was kept for it is free again, and a probe was none. What is too old is tried beside
     * the probes.
     */
    private NotifierRow unsent(NotifierRow row, Attempted attempt) {
        NotifierRow free = row.withSent(SentTimes.released(row.sent(), messages(attempt.delivery()), attempt.at()));
        boolean old = !attempt.at()
                .isBefore(attempt.delivery().since().plus(settings.retry().maxAge()));
        if (row.nextProbeAt().isPresent() && !(old && row.downSince().isPresent())) {
            free = free.withProbe(Math.max(0, row.probes() - 1), attempt.at());
        }
        return attempt.state() == State.DEAD ? free.died() : free;
    }

    private static boolean keepsFailing(NotifierRow row, Instant now) {
        return row.failures() >= FAILURES && lasts(row, FAILING, now);
    }

    private static boolean lasts(NotifierRow row, Duration span, Instant now) {
        return row.failingSince()
                .filter(since -> !now.isBefore(since.plus(span)))
                .isPresent();
    }
}
