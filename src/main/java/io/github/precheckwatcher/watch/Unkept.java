package io.github.precheckwatcher.watch;

import io.github.precheckwatcher.log.StoreFault;
import io.github.precheckwatcher.precheck.LastSeen;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.precheck.VendorText;
import io.github.precheckwatcher.precheck.VerdictRule;
import io.github.precheckwatcher.watch.account.AccountRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is written instead of what the store refuses for what is in it ({@link StoreFault.Kind#CONTENT}): asked again it
 * would refuse it again.
 */
final class Unkept {
    /** When a watch of which the store takes nothing is polled again. */
    private static final Duration LATER = Duration.ofHours(1);

    private Unkept() {}

    /** Whether a fault is of what was to be written, and not of the store. */
    static boolean is(RuntimeException fault) {
        return StoreFault.kind(fault) == StoreFault.Kind.CONTENT;
    }

    /** The same without any word of the cloud's: the watch goes on, or ends with a verdict that says so. */
    static PollRule.Decision withoutWords(PollRule.Decision refused) {
        if (refused instanceof PollRule.Decision.GoOn next) {
            WatchStore.Recheck recheck = next.recheck();
            return new PollRule.Decision.GoOn(new WatchStore.Recheck(
                    recheck.watch(),
                    recheck.dueAt(),
                    recheck.polls(),
                    recheck.errors(),
                    recheck.finalTries(),
                    recheck.refused().filter(VendorText::isPlain),
                    recheck.lastSeen().withoutWords()));
        }
        PollRule.Decision.End end = (PollRule.Decision.End) refused;
        String name = end.watch().spec().name();
        return new PollRule.Decision.End(
                end.watch(),
                VerdictRule.withoutWords(end.verdict(), name),
                end.polls(),
                end.lastSeen().withoutWords(),
                end.alreadyEnded(),
                end.by());
    }

    /** The last resort: the watch is polled again, but not each time that its lease ends. */
    static PollRule.Decision later(PollRule.Decision refused, Instant now) {
        Watch watch = refused.watch();
        return new PollRule.Decision.GoOn(new WatchStore.Recheck(
                watch,
                now.plus(LATER),
                watch.polls() + 1,
                watch.errors(),
                watch.finalTries(),
                Optional.empty(),
                LastSeen.NOTHING));
    }

    /** An account's row without the cloud's message. */
    static AccountRow withoutWords(AccountRow refused) {
        return refused.problem()
                .map(Problem::withoutWords)
                .map(refused::withProblem)
                .orElse(refused);
    }
}
