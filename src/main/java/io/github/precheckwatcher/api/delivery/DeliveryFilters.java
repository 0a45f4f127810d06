package io.github.precheckwatcher.api.delivery;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.api.http.ProblemKind;
import io.github.precheckwatcher.api.http.QueryParameters;
import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.notify.CurrentNotifySettings;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Entry;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Filter;
import io.github.precheckwatcher.notify.outbox.NotifierRow;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.outbox.Outbox.State;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes filters out of requests. What no delivery can have, and what an act cannot take, is a mistake of the caller's. Blocks. */
@ApplicationScoped
class DeliveryFilters {
    private final DeliveryQueries deliveryQueries;
    private final Outbox outbox;
    private final CurrentNotifySettings settings;

    DeliveryFilters(DeliveryQueries deliveryQueries, Outbox outbox, CurrentNotifySettings settings) {
        this.deliveryQueries = requireNonNull(deliveryQueries, "deliveryQueries");
        this.outbox = requireNonNull(outbox, "outbox");
        this.settings = requireNonNull(settings, "settings");
    }

    /** The filter of a list. */
    Filter of(QueryParameters query) {
        Filter filter = new Filter(
                query.texts("id"),
                query.text("notifier"),
                query.word("state", State.class),
                query.word("outcome", MessageStatus.class),
                query.text("subject"),
                query.time("since"),
                query.time("until"));
        requirePossible(filter);
        named(filter);
        return filter;
    }

    /** What is to be sent again: with the state that it must be in. */
    Filter of(ReplayRequest request) {
        Filter filter = request.filter();
        State state = request.state().orElse(State.DEAD);
        requireSaid(filter, request.all(), "replays every DEAD delivery");
        requirePossible(filter);
        if (state == State.DELIVERED && (filter.ids().isEmpty() || !filter.equals(Filter.of(filter.ids())))) {
            throw RequestProblem.bad("what was DELIVERED is sent again by ids alone: name each of them");
        }
        return replayed(filter, state);
    }

    /** One delivery that is to be sent again. */
    Filter of(String id, ReplayOneRequest request) {
        return replayed(Filter.of(id), request.state().orElse(State.DEAD));
    }

    private Filter replayed(Filter filter, State state) {
        if (state != State.DEAD && state != State.DELIVERED) {
            throw RequestProblem.bad("state is none of DEAD, DELIVERED: what is " + state + " is sent anyway");
        }
        named(filter).forEach(entry -> requireReplayable(entry, state));
        return filter.in(state);
    }

    private void requireReplayable(Entry entry, State state) {
        if (entry.state() != state) {
            String hint = state == State.DELIVERED
                    ? "state: DELIVERED sends again what is DELIVERED"
                    : entry.state() == State.DELIVERED
                            ? "to send it again on purpose say state: DELIVERED"
                            : "only what has ended is sent again";
            throw conflict(entry, "is " + entry.state() + "; " + hint);
        }
        boolean showsStates = settings.settings()
                .find(entry.notifier())
                .filter(notifier -> notifier.type().showsStates())
                .isPresent();
        if (state == State.DELIVERED && showsStates) {
            throw conflict(
                    entry, "went to " + entry.notifier() + ", where the alert is sent again by itself while it fires");
        }
    }

    /** What is to be given up. */
    Filter of(DiscardRequest request) {
        Filter filter = request.filter();
        requireSaid(filter, request.all(), "discards every PENDING delivery");
        requirePossible(filter);
        named(filter).forEach(DeliveryFilters::requireDiscardable);
        return filter;
    }

    private static void requireDiscardable(Entry entry) {
        if (entry.state() != State.PENDING) {
            throw conflict(entry, "is " + entry.state() + "; only what is PENDING is discarded");
        }
        entry.digest().ifPresent(digest -> {
            throw conflict(entry, "goes out with the digest " + digest + "; discard that one");
        });
    }

    /** An act on everything must be meant. */
    private static void requireSaid(Filter filter, boolean all, String effect) {
        boolean everything = filter.equals(Filter.ALL);
        if (all != everything) {
            throw RequestProblem.bad(
                    all
                            ? "all stands beside a filter; keep one of the two"
                            : "no filter is given; all: true " + effect);
        }
    }

    private void requirePossible(Filter filter) {
        filter.notifier().ifPresent(this::requireKnown);
        if (filter.since().isPresent()
                && filter.until()
                        .filter(until -> !until.isAfter(filter.since().get()))
                        .isPresent()) {
            throw RequestProblem.bad("until is not after since, so no event is between them");
        }
    }

    /** Configured ones, and those that the store knows: of former files, or of other nodes. */
    private void requireKnown(String notifier) {
        Set<String> known = new TreeSet<>();
        settings.settings().notifiers().stream().map(NotifierSettings::name).forEach(known::add);
        deliveryQueries.notifiers().stream().map(NotifierRow::name).forEach(known::add);
        if (known.contains(notifier)) {
            return;
        }
        outbox.counts().keySet().stream().map(Outbox.Key::notifier).forEach(known::add);
        if (!known.contains(notifier)) {
            throw RequestProblem.bad("there is no notifier " + notifier + "; known are " + String.join(", ", known));
        }
    }

    /** The deliveries that the filter names by id, each of which must be there. */
    private List<Entry> named(Filter filter) {
        if (filter.ids().isEmpty()) {
            return List.of();
        }
        Set<String> ids = new TreeSet<>(filter.ids());
        Map<String, Entry> found = deliveryQueries.list(Filter.of(ids), Optional.empty(), ids.size()).stream()
                .collect(Collectors.toMap(Entry::id, Function.identity()));
        ids.stream().filter(id -> !found.containsKey(id)).findFirst().ifPresent(id -> {
            throw RequestProblem.bad("there is no delivery " + id);
        });
        return List.copyOf(found.values());
    }

    private static RequestProblem conflict(Entry entry, String why) {
        return new RequestProblem(ProblemKind.CONFLICT, "the delivery " + entry.id() + " " + why);
    }
}
