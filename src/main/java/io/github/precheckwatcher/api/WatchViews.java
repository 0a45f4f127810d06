package io.github.precheckwatcher.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.api.WatchView.WaitsFor;
import io.github.precheckwatcher.api.delivery.DeliveryView;
import io.github.precheckwatcher.notify.CurrentNotifySettings;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.WatchFacts;
import io.github.precheckwatcher.notify.mute.Mute;
import io.github.precheckwatcher.notify.mute.MuteStore;
import io.github.precheckwatcher.precheck.LastSeen;
import io.github.precheckwatcher.watch.EngineSettings;
import io.github.precheckwatcher.watch.PollPolicy;
import io.github.precheckwatcher.watch.VerdictQueries;
import io.github.precheckwatcher.watch.VerdictQueries.Ended;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchQueries;
import io.github.precheckwatcher.watch.WatchQueries.End;
import io.github.precheckwatcher.watch.WatchQueries.Entry;
import io.github.precheckwatcher.watch.WatchQueries.State;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.policy.PollOutlook;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Makes what the API shows of watches from what the store keeps, the accounts' rows and the polling policy. Blocks. */
@ApplicationScoped
public class WatchViews {
    private static final TypeReference<Map<String, Object>> DATA = new TypeReference<>() {};

    private final WatchQueries watchQueries;
    private final VerdictQueries verdictQueries;
    private final WatchStore store;
    private final PollPolicy policy;
    private final Supplier<EngineSettings> settings;
    private final CurrentNotifySettings notifySettings;
    private final MuteStore muteStore;
    private final ObjectMapper json;
    private final Clock clock;

    WatchViews(
            WatchQueries watchQueries,
            VerdictQueries verdictQueries,
            WatchStore store,
            PollPolicy policy,
            Supplier<EngineSettings> settings,
            CurrentNotifySettings notifySettings,
            MuteStore muteStore,
            ObjectMapper json,
            Clock clock) {
        this.watchQueries = requireNonNull(watchQueries, "watchQueries");
        this.verdictQueries = requireNonNull(verdictQueries, "verdictQueries");
        this.store = requireNonNull(store, "store");
        this.policy = requireNonNull(policy, "policy");
        this.settings = requireNonNull(settings, "settings");
        this.notifySettings = requireNonNull(notifySettings, "notifySettings");
        this.muteStore = requireNonNull(muteStore, "muteStore");
        this.json = requireNonNull(json, "json");
        this.clock = requireNonNull(clock, "clock");
    }

    /** As they stand in a list. */
    List<WatchView> list(List<Entry> entries) {
        Map<String, AccountRow> accounts = store.accounts();
        WatchMutes mutes = WatchMutes.of(entries, muteStore);
        return entries.stream()
                .map(entry -> view(
                        entry, accounts, mutes, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()))
                .toList();
    }

    /** One watch, whole. */
    WatchView whole(Entry entry, List<DeliveryView> deliveries) {
        List<WatchView.Happening> timeline = watchQueries.timeline(entry.watch().id()).stream()
                .map(happening -> new WatchView.Happening(
                        happening.at(),
                        happening.kind(),
                        happening.detail(),
                        happening.by().map(WatchView.By::of)))
                .toList();
        Optional<Map<String, Object>> report = entry.end()
                .flatMap(WatchQueries.End::verdictId)
                .flatMap(verdictQueries::find)
                .map(ended -> report(entry.watch(), ended));
        List<WatchView.Point> progress = watchQueries.progress(entry.watch().id()).points().stream()
                .map(point -> new WatchView.Point(point.at(), point.progress()))
                .toList();
        WatchMutes mutes = WatchMutes.of(List.of(entry), muteStore);
        return view(
                entry,
                store.accounts(),
                mutes,
                Optional.of(progress),
                Optional.of(timeline),
                report,
                Optional.of(deliveries));
    }

    private WatchView view(
            Entry entry,
            Map<String, AccountRow> accounts,
            WatchMutes mutes,
            Optional<List<WatchView.Point>> progress,
            Optional<List<WatchView.Happening>> timeline,
            Optional<Map<String, Object>> report,
            Optional<List<DeliveryView>> deliveries) {
        Watch watch = entry.watch();
        WatchSpec spec = watch.spec();
        Instant now = clock.instant();
        boolean runs = entry.state() == State.WATCHING;
        return new WatchView(
                watch.id(),
                spec.name(),
                spec.account(),
                WatchView.Ref.of(spec.ref()),
                spec.labels(),
                entry.state(),
                entry.round(),
                entry.sourceType(),
                seen(watch.lastSeen()),
                watch.registeredAt(),
                watch.roundStartedAt(),
                watch.deadlineAt(),
                watch.polls(),
                runs
                        ? Optional.of(new WatchView.Next(
                                watch.dueAt(),
                                spec.polling().policy(),
                                PollOutlook.reason(entry, policy.reason(watch), now)))
                        : Optional.empty(),
                runs ? waitsFor(entry, accounts, progress.isPresent(), now) : Optional.empty(),
                mutes.last(entry).map(WatchView.Muted::of),
                entry.end()
                        .map(end -> new WatchView.End(
                                end.verdictId(), end.outcome(), end.summary(), end.endedAt(), mutes.marks(entry))),
                progress,
                timeline,
                report,
                deliveries);
    }

    private static Optional<WatchView.Seen> seen(LastSeen seen) {
        Optional<Integer> progress =
                seen.progress().isPresent() ? Optional.of(seen.progress().getAsInt()) : Optional.empty();
        return seen.state().isEmpty() && progress.isEmpty()
                ? Optional.empty()
                : Optional.of(new WatchView.Seen(seen.state(), progress, seen.at(), seen.requestId()));
    }

    private Optional<WaitsFor> waitsFor(Entry entry, Map<String, AccountRow> accounts, boolean counted, Instant now) {
        String account = entry.watch().spec().account();
        boolean overdue = counted && entry.pollableAt().isBefore(now);
        return PollOutlook.waitsFor(
                        entry,
                        Optional.ofNullable(accounts.get(account)),
                        Optional.ofNullable(settings.get().callsPerSecond().get(account)),
                        overdue
                                ? OptionalLong.of(watchQueries.dueBefore(account, entry.pollableAt()))
                                : OptionalLong.empty(),
                        now)
                .map(wait -> WaitsFor.of(account, wait));
    }

    /** What keeps watches that are due from being polled, as the accounts stand now. */
    public Waiting waiting() {
        Map<String, AccountRow> accounts = store.accounts();
        Instant now = clock.instant();
        return account -> PollOutlook.waitsFor(
                        account,
                        Optional.ofNullable(accounts.get(account)),
                        Optional.ofNullable(settings.get().callsPerSecond().get(account)),
                        now)
                .map(wait -> WaitsFor.of(account, wait));
    }

    /** What keeps the watches of an account that are due from being polled. */
    @FunctionalInterface
    public interface Waiting {
        Optional<WaitsFor> of(String account);
    }

    /** A verdict as the data of a webhook has it, whether one was sent or not. */
    public Map<String, Object> report(Watch watch, Ended ended) {
        WatchSpec spec = watch.spec();
        Duration took = Duration.between(
                ended.startedAt().orElse(watch.roundStartedAt()),
                ended.verdict().observedAt());
        Message message = EventBody.verdict(
                notifySettings.settings().origin(),
                ended.verdict(),
                new WatchFacts(
                        watch.id(),
                        spec.name(),
                        spec.labels(),
                        spec.account(),
                        watch.registeredAt(),
                        ended.polls(),
                        took.isNegative() ? Duration.ZERO : took,
                        spec.notifiers(),
                        spec.runbook()),
                Optional.empty());
        try {
            return json.convertValue(json.readTree(message.event()).path("data"), DATA);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event that was just written is no JSON", e);
        }
    }

    /**
     * What mutes mean for watches that are to be shown.
     *
     * @param alive those that are alive
     * @param marks the ids of those that ended watches' verdicts fell under, by the verdicts' ids
     */
    private record WatchMutes(List<Mute> alive, Map<String, List<String>> marks) {
        static WatchMutes of(List<Entry> entries, MuteStore store) {
            List<String> verdicts = entries.stream()
                    .flatMap(entry -> entry.end().flatMap(End::verdictId).stream())
                    .toList();
            return new WatchMutes(store.alive(), store.marks(verdicts));
        }

        /** Those that the verdict of an ended watch fell under. */
        Optional<List<String>> marks(Entry entry) {
            return entry.end().flatMap(End::verdictId).map(marks::get);
        }

        /** Which of those that keep a watch's verdict from being sent, now or when there is one, ends last. */
        Optional<Mute> last(Entry entry) {
            return alive.stream()
                    .filter(mute -> entry.state() == State.WATCHING
                            ? mute.hits(entry.watch().id(), entry.watch().spec().labels())
                            : marks(entry)
                                    .filter(ids -> ids.contains(mute.id()))
                                    .isPresent())
                    .max(Comparator.comparing(Mute::until));
        }
    }
}
