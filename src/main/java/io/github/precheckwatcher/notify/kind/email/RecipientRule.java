package io.github.precheckwatcher.notify.kind.email;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Sign;
import io.github.precheckwatcher.notify.MailSender.Fault;
import io.github.precheckwatcher.notify.MailSender.Reply;
import io.github.precheckwatcher.notify.MailSender.Sent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What follows from an attempt for each recipient and for the delivery: taken ends it, a final refusal ends it, all else
 * is tried again for that recipient alone.
 */
final class RecipientRule {
    static final int ACCEPTED = 250;

    private RecipientRule() {}

    /**
     * What came of an attempt.
     *
     * @param fates those at their end, now
     * @param deferred what the server said to those who are tried again
     */
    record Decision(AttemptResult result, Fates fates, Map<String, Reply> deferred) {}

    /**
     * Decides.
     *
     * @param before those at their end before the attempt
     * @param owed to whom the attempt went; empty: none was made, for nobody is left
     */
    static Decision decide(Fates before, List<String> owed, Sent sent) {
        Map<String, Reply> refused = part(sent.refused(), true);
        Map<String, Reply> deferred = part(sent.refused(), false);
        List<String> taken = sent.fault().isPresent()
                ? List.of()
                : owed.stream()
                        .filter(address -> !sent.refused().containsKey(address))
                        .toList();
        Fates after = before.and(taken, refused);
        return new Decision(result(after, taken, deferred, sent.fault()), after, deferred);
    }

    private static AttemptResult result(
            Fates after, List<String> taken, Map<String, Reply> deferred, Optional<Fault> fault) {
        if (fault.isPresent()) {
            Fault why = fault.get();
            String others = after.refused().isEmpty() ? "" : "; never: " + words(after.refused());
            return again(after, Sign.FAILED, why.status(), why.error() + others, why.remedy());
        }
        if (!deferred.isEmpty()) {
            String remedy = SmtpReplies.remedy(deferred.values().iterator().next());
            Optional<Integer> status = taken.isEmpty()
                    ? Optional.of(deferred.values().iterator().next().code())
                    : Optional.of(ACCEPTED);
            String never = after.refused().isEmpty() ? "" : "; never: " + words(after.refused());
            return again(after, sign(after, taken), status, "not taken yet for " + words(deferred) + never, remedy);
        }
        if (after.taken().isEmpty()) {
            Reply first = after.refused().values().iterator().next();
            return new AttemptResult.Gone(
                    first.code(),
                    "the mail server refused every recipient: " + words(after.refused()),
                    Optional.of(SmtpReplies.remedy(first)));
        }
        return new AttemptResult.Delivered(
                Optional.of(ACCEPTED),
                after.refused().isEmpty() ? Optional.empty() : Optional.of("refused for " + words(after.refused())));
    }

    /** A server that puts off the last of several recipients works for the others: their next mails must not wait. */
    private static Sign sign(Fates after, List<String> taken) {
        if (!taken.isEmpty()) {
            return Sign.TOOK;
        }
        return after.taken().isEmpty() ? Sign.FAILED : Sign.NOTHING;
    }

    private static AttemptResult again(Fates after, Sign sign, Optional<Integer> status, String error, String remedy) {
        return after.equals(Fates.NONE)
                ? new AttemptResult.Failed(status, error, Optional.of(remedy))
                : new AttemptResult.Partial(
                        status, error, Optional.of(remedy), sign, !after.taken().isEmpty(), after.write());
    }

    private static Map<String, Reply> part(Map<String, Reply> refused, boolean isFinal) {
        Map<String, Reply> part = new LinkedHashMap<>();
        refused.entrySet().stream()
                .filter(one -> SmtpReplies.isFinal(one.getValue()) == isFinal)
                .sorted(Map.Entry.comparingByKey())
                .forEach(one -> part.put(one.getKey(), one.getValue()));
        return part;
    }

    private static String words(Map<String, Reply> replies) {
        return replies.entrySet().stream()
                .map(one -> one.getKey() + " (" + one.getValue() + ')')
                .collect(Collectors.joining(", "));
    }
}
