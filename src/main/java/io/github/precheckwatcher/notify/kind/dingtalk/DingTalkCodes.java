package io.github.precheckwatcher.notify.kind.dingtalk;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.precheckwatcher.notify.chat.PlatformResponse;
import java.util.Map;
import java.util.Optional;

/**
 * What the platform's answers mean. Codes as issue threads show them (130101, 310000, 460101, 300005, 400402) or third
 * parties quote the platform's table (the others).
 */
final class DingTalkCodes {
    static final PlatformResponse ANSWERS =
            new PlatformResponse("errcode", "errmsg", DingTalkCodes::tooFast, DingTalkCodes::meaning);

    private static final String NO_ROBOT = "there is no robot with this access_token: it was removed, or the token is"
            + " not whole; create the robot again or set key (or url) to what its page shows";
    private static final String UNLOVED = "the platform refuses the content: look for a link or word in names,"
            + " runbook or template that it does not allow";

    private static final Map<Long, String> MEANINGS = Map.ofEntries(
            Map.entry(-1L, "the platform is busy; nothing to do, it is tried again"),
            Map.entry(
                    90030L,
                    "the organisation's quota of robot messages is used up: wait for the next month or raise it"),
            Map.entry(
                    130101L,
                    "more than 20 messages in a minute: the platform refuses the robot for ten minutes; nothing is"
                            + " lost, but see who else uses this robot, or lower limit"),
            Map.entry(300001L, NO_ROBOT),
            Map.entry(300005L, NO_ROBOT),
            Map.entry(400101L, NO_ROBOT),
            Map.entry(400106L, NO_ROBOT),
            Map.entry(400013L, "the group was dissolved: create a robot in another one"),
            Map.entry(400102L, "the robot is switched off: an administrator of the group can switch it on"),
            Map.entry(400402L, "the message has no title: report this as a bug of precheck-watcher"),
            Map.entry(
                    410100L,
                    "messages come too fast: the platform refuses the robot for a while; nothing is lost, but see who"
                            + " else uses this robot, or lower limit"),
            Map.entry(430101L, UNLOVED),
            Map.entry(430102L, UNLOVED),
            Map.entry(430103L, UNLOVED),
            Map.entry(430104L, UNLOVED),
            Map.entry(101002L, "the message is too long: report this as a bug of precheck-watcher"),
            Map.entry(460101L, "the message is too long: report this as a bug of precheck-watcher"));

    private DingTalkCodes() {}

    /**
     * Too fast for a robot (130101, 410100), or too fast for an address: that one is said without a code
     * ({@code "status":1111,"wait":5,"punish":"deny"}).
     */
    private static boolean tooFast(JsonNode body) {
        return PlatformResponse.is(body.path("errcode"), 130_101)
                || PlatformResponse.is(body.path("errcode"), 410_100)
                || PlatformResponse.is(body.path("status"), 1_111) && body.has("punish");
    }

    private static Optional<String> meaning(long code, String message) {
        return code == 310_000 ? Optional.of(refused(message)) : Optional.ofNullable(MEANINGS.get(code));
    }

    /** Only the words say which of the robot's security settings refused. */
    private static String refused(String message) {
        if (message.contains("keyword") || message.contains("关键词")) {
            return "the robot wants one of its keywords in each message: set keyword to one of them";
        }
        if (message.contains("whitelist") || message.contains("白名单") || message.contains("ip ")) {
            return "the robot takes messages from certain addresses alone: add this machine's public address to them";
        }
        if (message.contains("timestamp")) {
            return "the robot finds this machine's clock more than an hour off: set the clock";
        }
        if (message.contains("sign") || message.contains("签名")) {
            return "the robot wants a signature and this one is wrong: set secret to the text that its page shows"
                    + " (SEC...), and see that the clock is right";
        }
        return "one of the robot's security settings refused: check keyword, secret and the addresses that it takes";
    }
}
