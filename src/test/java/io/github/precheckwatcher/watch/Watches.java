package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.precheck.LastSeen;
import io.github.precheckwatcher.precheck.PrecheckRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds watches for tests; what a test does not say is an ordinary watch an hour before its deadline. */
public final class Watches {
    public static final Instant START = Instant.parse("2026-11-24T08:00:00Z");

    private PollSettings polling = new PollSettings(
            PollPolicyKind.FIXED, Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(60), 2);
    private String account = "default";
    private int errors;
    private int polls;
    private int finalTries;
    private Optional<String> refused = Optional.empty();
    private LastSeen lastSeen = LastSeen.NOTHING;
    private Instant dueAt = START;
    private boolean firstStart;

    public static Watches watch() {
        return new Watches();
    }

    public Watches polling(PollSettings settings) {
        polling = settings;
        return this;
    }

    public Watches account(String name) {
        account = name;
        return this;
    }

    public Watches errors(int n) {
        errors = n;
        return this;
    }

    public Watches polls(int n) {
        polls = n;
        return this;
    }

    public Watches finalTries(int n) {
        finalTries = n;
        return this;
    }

    public Watches refused(String code) {
        refused = Optional.of(code);
        return this;
    }

    public Watches lastSeen(LastSeen seen) {
        lastSeen = seen;
        return this;
    }

    public Watches dueAt(Instant due) {
        dueAt = due;
        return this;
    }

    public Watches firstStart() {
        firstStart = true;
        return this;
    }

    public static WatchSpec spec(int n) {
        return new WatchSpec(
                "db-" + n,
                new PrecheckRef("t-%08d".formatted(n), "uuid-" + n, "cn-hangzhou"),
                "default",
                Map.of("env", "prod"),
                Optional.empty(),
                List.of(),
                Duration.ofHours(1),
                new PollSettings(
                        PollPolicyKind.FIXED, Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(60), 2));
    }

    public Watch build() {
        WatchSpec plain = spec(1);
        WatchSpec spec = new WatchSpec(
                plain.name(),
                plain.ref(),
                account,
                plain.labels(),
                plain.runbook(),
                plain.notifiers(),
                plain.deadline(),
                polling);
        return new Watch(
                "w-1",
                spec,
                START,
                START,
                START.plus(spec.deadline()),
                dueAt,
                polls,
                errors,
                finalTries,
                refused,
                lastSeen,
                firstStart,
                7);
    }

    /** The watch as the store gives it after a write-back. */
    public static Watch next(Watch before, WatchStore.Recheck recheck) {
        return new Watch(
                before.id(),
                before.spec(),
                before.registeredAt(),
                before.roundStartedAt(),
                before.deadlineAt(),
                recheck.dueAt(),
                recheck.polls(),
                recheck.errors(),
                recheck.finalTries(),
                recheck.refused(),
                recheck.lastSeen(),
                before.firstStart() && recheck.lastSeen().equals(LastSeen.NOTHING),
                before.fencing() + 1);
    }
}
