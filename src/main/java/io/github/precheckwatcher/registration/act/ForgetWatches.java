package io.github.precheckwatcher.registration.act;

import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.registration.NodeAgreement;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.act.Chosen;
import io.github.precheckwatcher.watch.act.Forgotten;
import io.github.precheckwatcher.watch.act.Selection;
import io.github.precheckwatcher.watch.act.WatchActs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Deletes an ended watch that nobody needs, for example one that was typed by mistake. One that files name stays: it would
 * be registered anew. Thread safe; blocks on the store and throws what it throws.
 */
@ApplicationScoped
public class ForgetWatches {
    private final WatchActs watchActs;
    private final CurrentConfig config;
    private final NodeAgreement nodes;
    private final Clock clock;

    public ForgetWatches(WatchActs watchActs, CurrentConfig config, NodeAgreement nodes, Clock clock) {
        this.watchActs = watchActs;
        this.config = config;
        this.nodes = nodes;
        this.clock = clock;
    }

    /** What became of the wish. */
    public sealed interface Result {
        /** It is deleted. */
        record Done(Chosen watch) implements Result {}

        /** There is no watch with this id. */
        record Unknown() implements Result {}

        /**
         * Nothing was done.
         *
         * @param why and what to do first
         */
        record Refused(String why) implements Result {}
    }

    /** Deletes the watch, or says why not. */
    public Result forget(String id, Requester by) {
        Optional<Chosen> watch = watchActs.choose(new Selection.ByIds(List.of(id)), clock.instant()).stream()
                .findFirst();
        Optional<Result> named = watch.filter(ended -> !ended.runs()).flatMap(this::named);
        return named.orElseGet(() -> result(watchActs.forget(id, clock.instant(), by), by));
    }

    /** Why the files keep it; empty: none of them names it. */
    private Optional<Result> named(Chosen watch) {
        boolean here = config.config().specs().stream()
                .map(WatchSpec::identity)
                .anyMatch(watch.spec().identity()::equals);
        if (here) {
            return Optional.of(
                    refused(watch, "is named by a tasks file; remove it there first, or it would be registered anew"));
        }
        List<String> differing = nodes.differing();
        return differing.isEmpty()
                ? Optional.empty()
                : Optional.of(refused(
                        watch,
                        "may be named by a tasks file of another node: the files of " + String.join(", ", differing)
                                + " name other tasks; forget it once all agree"));
    }

    private static Result refused(Chosen watch, String why) {
        return new Result.Refused("the watch " + watch.spec().name() + " " + why);
    }

    private Result result(Forgotten forgotten, Requester by) {
        if (forgotten instanceof Forgotten.Gone gone) {
            ActsOnWatches.log("forget", List.of(gone.watch()), by);
            return new Result.Done(gone.watch());
        }
        if (forgotten instanceof Forgotten.Runs runs) {
            return refused(runs.watch(), "runs; cancel it first");
        }
        if (forgotten instanceof Forgotten.Owed owed) {
            return refused(
                    owed.watch(),
                    "has deliveries that are still to be sent, to " + String.join(", ", owed.notifiers())
                            + "; wait until they are, or discard them first");
        }
        if (forgotten instanceof Forgotten.Firing firing) {
            return refused(
                    firing.watch(),
                    "has an alert that fires at " + String.join(", ", firing.notifiers()) + "; acknowledge it first");
        }
        return new Result.Unknown();
    }
}
