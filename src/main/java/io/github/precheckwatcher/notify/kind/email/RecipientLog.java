package io.github.precheckwatcher.notify.kind.email;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.MailSender.Reply;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Says which recipients of a notifier do not get its mails, while others do: a line when that begins, when the answer's
 * code changes and when it ends. Where there is one recipient alone, the delivery's own line says all of it. Thread safe.
 */
final class RecipientLog {
    private static final Logger LOG = Logger.getLogger(RecipientLog.class);

    private final String notifier;

    /** The codes last said, by address: at most one a recipient of the configuration. */
    private final Map<String, Integer> said = new ConcurrentHashMap<>();

    RecipientLog(String notifier) {
        this.notifier = requireNonNull(notifier, "notifier");
    }

    /** Not taken: {@code state} is REFUSED or DEFERRED. */
    void note(String event, String state, Map<String, Reply> replies) {
        replies.forEach((address, reply) -> {
            Integer before = said.put(address, reply.code());
            if (before == null || before != reply.code()) {
                LogLine.of("mail")
                        .with("notifier", notifier)
                        .with("recipient", address)
                        .with("state", state)
                        .with("event", event)
                        .with("said", reply)
                        .with("remedy", SmtpReplies.remedy(reply))
                        .warn(LOG);
            }
        });
    }

    void taken(String event, Collection<String> addresses) {
        for (String address : addresses) {
            Integer before = said.remove(address);
            if (before != null) {
                LogLine.of("mail")
                        .with("notifier", notifier)
                        .with("recipient", address)
                        .with("state", "OK")
                        .with("was", before)
                        .with("event", event)
                        .info(LOG);
            }
        }
    }
}
