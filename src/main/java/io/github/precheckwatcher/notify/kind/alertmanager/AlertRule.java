package io.github.precheckwatcher.notify.kind.alertmanager;

import io.github.precheckwatcher.notify.AlertTimes;
import io.github.precheckwatcher.notify.alert.Alert;
import io.github.precheckwatcher.notify.alert.Alert.Former;
import io.github.precheckwatcher.notify.alert.Alert.State;
import io.github.precheckwatcher.notify.alert.AlertKey;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.precheck.Outcome;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** When an alert fires, is resolved, and is sent no more. */
final class AlertRule {
    private static final Comparator<News> WRITTEN =
            Comparator.comparing(News::writtenAt).thenComparing(News::messageId);

    private AlertRule() {}

    /** What a verdict does to its instance's alert. */
    enum Effect {
        FIRES,
        RESOLVES,
        /** The verdict says nothing of the instance's state. */
        NONE
    }

    static Effect effect(Outcome outcome) {
        return switch (outcome) {
            case WARNING, FAILED, ERROR -> Effect.FIRES;
            case PASSED -> Effect.RESOLVES;
            case UNKNOWN, TIMED_OUT, ABANDONED, CANCELLED -> Effect.NONE;
        };
    }

    /** As {@link #effect(Outcome)}. */
    static Effect effect(MessageStatus status) {
        return status.outcome().map(AlertRule::effect).orElse(Effect.NONE);
    }

    /**
     * What a verdict says of an instance.
     *
     * @param messageId the message that reports it
     * @param writtenAt when the verdict was written
     * @param bad whether it fires the alert; else it resolves it
     * @param body what is sent
     */
    record News(AlertKey key, String messageId, Instant writtenAt, boolean bad, String body) {
        /** Under the labels of what is shown there: with others it were another alert, and that one would end falsely. */
        private News under(Alert shown) {
            return new News(key, messageId, writtenAt, bad, AlertBody.labelledAs(shown.body(), body));
        }

        /** Under its own chosen labels, and else as what is shown there: a node may be called otherwise. */
        private News belongingTo(Alert shown) {
            return new News(key, messageId, writtenAt, bad, AlertBody.belongingTo(shown.body(), body));
        }

        /** Whether the labels that the operator chose are others than those of what is shown there. */
        private boolean differs(Alert shown) {
            return !AlertBody.chosen(body).equals(AlertBody.chosen(shown.body()));
        }
    }

    /**
     * What a verdict makes of what is kept. The verdict written later wins, in whatever order they are sent: an earlier
     * one, and one that was sent before, changes nothing.
     *
     * @return what to keep; empty: as it is
     */
    static Optional<Alert> afterVerdict(Optional<Alert> kept, News news, Instant now, AlertTimes times) {
        boolean newer =
                kept.map(alert -> WRITTEN.compare(news, decided(alert)) > 0).orElse(true);
        if (!newer) {
            return Optional.empty();
        }
        Optional<Alert> shown = kept.filter(alert -> alert.state() != State.OVER);
        if (news.bad() && shown.filter(news::differs).isPresent()) {
            return Optional.of(moved(shown.get(), news, now, times));
        }
        News labelled = shown.map(news::under).orElse(news);
        Alert next = labelled.bad() ? firing(kept, labelled, now, times) : resolved(kept, labelled, now, times);
        return Optional.of(next.after(former(kept.map(Alert::former).orElse(List.of()), next, now)));
    }

    /** Labels never change while an alert fires: the one that is shown is resolved, and another one begins. */
    private static Alert moved(Alert shown, News news, Instant now, AlertTimes times) {
        boolean fires = shown.state() == State.FIRING;
        var gone = new Former(
                shown.body(),
                shown.startsAt(),
                shown.endsAt().orElseGet(() -> end(shown.startsAt(), now)),
                fires ? now.plus(times.resolvedFor()) : shown.untilAt());
        Alert next = firing(Optional.empty(), news.belongingTo(shown), now, times);
        return next.after(
                former(Stream.concat(shown.former().stream(), Stream.of(gone)).toList(), next, now));
    }

    /** Those that are still to be sent; one whose labels fire again is none. */
    private static List<Former> former(List<Former> all, Alert next, Instant now) {
        return all.stream()
                .filter(gone -> !now.isAfter(gone.untilAt()))
                .filter(gone -> !AlertBody.labels(gone.body()).equals(AlertBody.labels(next.body())))
                .toList();
    }

    /** Whether a sending says something else than what is kept now, so that it must not have the last word. */
    static boolean overtaken(Alert said, Alert kept) {
        boolean wasFiring = said.state() == State.FIRING;
        boolean isFiring = kept.state() == State.FIRING;
        return wasFiring != isFiring || !said.messageId().equals(kept.messageId());
    }

    /** What a sending leaves: what is kept then is what is to be sent. */
    static Alert sent(Alert alert, Instant now, AlertTimes times) {
        Instant next = now.plus(times.resendInterval());
        if (alert.state() == State.FIRING) {
            return now.isBefore(alert.untilAt())
                    ? with(alert, State.FIRING, Optional.empty(), alert.untilAt(), Optional.of(next), now)
                    : with(alert, State.OVER, Optional.of(end(alert.startsAt(), now)), now, Optional.empty(), now);
        }
        boolean again = alert.state() == State.RESOLVED && !next.isAfter(alert.untilAt());
        return with(
                alert,
                again ? State.RESOLVED : State.OVER,
                alert.endsAt(),
                alert.untilAt(),
                again ? Optional.of(next) : Optional.empty(),
                now);
    }

    /** A second bad verdict keeps the same alert firing; one after a good verdict fires a new one. */
    private static Alert firing(Optional<Alert> kept, News news, Instant now, AlertTimes times) {
        Instant startsAt = kept.filter(alert -> alert.state() == State.FIRING)
                .map(Alert::startsAt)
                .orElse(news.writtenAt().isBefore(now) ? news.writtenAt() : now);
        return new Alert(
                news.key(),
                State.FIRING,
                news.messageId(),
                news.writtenAt(),
                news.body(),
                startsAt,
                Optional.empty(),
                now.plus(times.maxAge()),
                Optional.of(now.plus(times.resendInterval())),
                false);
    }

    private static Alert resolved(Optional<Alert> kept, News news, Instant now, AlertTimes times) {
        boolean wasFiring = kept.filter(alert -> alert.state() == State.FIRING).isPresent();
        Instant startsAt = kept.map(Alert::startsAt).orElse(news.writtenAt());
        if (wasFiring) {
            return new Alert(
                    news.key(),
                    State.RESOLVED,
                    news.messageId(),
                    news.writtenAt(),
                    news.body(),
                    startsAt,
                    Optional.of(end(startsAt, now)),
                    now.plus(times.resolvedFor()),
                    Optional.of(now.plus(times.resendInterval())),
                    false);
        }
        return new Alert(
                news.key(),
                kept.map(Alert::state).orElse(State.OVER),
                news.messageId(),
                news.writtenAt(),
                news.body(),
                startsAt,
                kept.flatMap(Alert::endsAt).or(() -> Optional.of(news.writtenAt())),
                kept.map(Alert::untilAt).orElse(now),
                kept.flatMap(Alert::dueAt),
                kept.map(Alert::acknowledged).orElse(false));
    }

    private static News decided(Alert alert) {
        return new News(alert.key(), alert.messageId(), alert.verdictAt(), false, alert.body());
    }

    /** Alertmanager refuses an end before the start, which nodes whose clocks differ could make. */
    private static Instant end(Instant startsAt, Instant now) {
        return now.isBefore(startsAt) ? startsAt : now;
    }

    private static Alert with(
            Alert alert, State state, Optional<Instant> endsAt, Instant untilAt, Optional<Instant> dueAt, Instant now) {
        return new Alert(
                alert.key(),
                state,
                alert.messageId(),
                alert.verdictAt(),
                alert.body(),
                alert.startsAt(),
                endsAt,
                untilAt,
                dueAt,
                alert.acknowledged(),
                alert.former().stream()
                        .filter(gone -> !now.isAfter(gone.untilAt()))
                        .toList());
    }
}
