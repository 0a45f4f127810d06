package io.github.precheckwatcher.notify.kind.wecom;

import io.github.precheckwatcher.notify.chat.PlatformResponse;
import java.util.Map;
import java.util.Optional;

/**
 * What the platform's answers mean. Codes as issue threads show them (40058, 93000) or third parties quote the platform's
 * table (the others).
 */
final class WecomCodes {
    /** Documented for other interfaces; that robots answer it too is what third parties say. */
    private static final long TOO_FAST = 45_009;

    static final PlatformResponse ANSWERS = new PlatformResponse(
            "errcode",
            "errmsg",
            body -> PlatformResponse.is(body.path("errcode"), TOO_FAST),
            (code, message) -> meaning(code));

    private static final Map<Long, String> MEANINGS = Map.of(
            -1L,
            "the platform is busy; nothing to do, it is tried again",
            TOO_FAST,
            "more than 20 messages in a minute: the platform takes no more for a while; nothing is lost, but see who"
                    + " else uses this robot, or lower limit",
            40_008L,
            "the platform does not know this type of message: report this as a bug of precheck-watcher",
            40_058L,
            "the message is too long or not as the platform wants it: check template-file; without one report this as"
                    + " a bug of precheck-watcher",
            93_000L,
            "there is no robot with this key: it was removed from its group, or the key is not whole; create the robot"
                    + " again or set key (the bare token) or url (the whole address) to what it shows",
            93_004L,
            "the robot is switched off: its owner can switch it on in the group",
            93_008L,
            "the robot is not in the group any more: create one there and set key or url to what it shows");

    private WecomCodes() {}

    private static Optional<String> meaning(long code) {
        return Optional.ofNullable(MEANINGS.get(code));
    }
}
