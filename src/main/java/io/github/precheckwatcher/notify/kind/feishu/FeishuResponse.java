package io.github.precheckwatcher.notify.kind.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.chat.PlatformResponse;
import io.github.precheckwatcher.notify.http.PostResponse;
import io.github.precheckwatcher.notify.http.ResponseRule;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads what Feishu answers: {@code code} zero is success; answers of older bots say {@code StatusCode} instead, some
 * say both.
 */
final class FeishuResponse implements ResponseRule {
    /** Too many messages of this bot (Custom bot usage guide), or calls of the whole platform (Rate limits). */
    private static final long[] LIMIT_CODES = {11232, 99991400};

    /** In seconds: when the limit of a 429 or a 99991400 ends (Rate limits, open.feishu.cn). */
    private static final String LIMIT_ENDS = "x-ogw-ratelimit-reset";

    private final PlatformResponse now = answers("code", "msg");
    private final PlatformResponse older = answers("StatusCode", "StatusMessage");

    @Override
    public AttemptResult judge(PostResponse response, URI sent, NotifierSettings settings, Instant at) {
        if (!(response instanceof PostResponse.Answered answered)) {
            return now.judge(response, sent, settings, at);
        }
        JsonNode body = PlatformResponse.body(answered);
        PlatformResponse rule = body.has("StatusCode") && !body.has("code") ? older : now;
        AttemptResult result = rule.judge(response, sent, settings, at);
        if (result instanceof AttemptResult.Paused paused) {
            Optional<Duration> wait = limitEnds(answered).or(paused::retryAfter);
            return new AttemptResult.Paused(paused.status(), wait, paused.said(), paused.banned());
        }
        return result;
    }

    private static PlatformResponse answers(String codeKey, String messageKey) {
        return new PlatformResponse(
                codeKey,
                messageKey,
                PlatformResponse.limitCodes(codeKey, LIMIT_CODES),
                (code, message) -> meaning(code));
    }

    private static Optional<Duration> limitEnds(PostResponse.Answered answered) {
        return Optional.ofNullable(answered.headers().get(LIMIT_ENDS))
                .map(String::strip)
                .filter(seconds -> seconds.matches("[0-9]{1,9}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /** From the platform's pages and from answers seen by others; docs/notifiers/feishu.md lists the same. */
    private static Optional<String> meaning(long code) {
        return Optional.ofNullable(
                switch ((int) Math.max(-1, Math.min(code, Integer.MAX_VALUE))) {
                    case 9499 ->
                        "bad request: the body's form or size; a template-file of your own may have made it so";
                    case 11232 -> "too many messages: it goes on after rate-limit-pause; see rate-limit";
                    case 99991400 -> "the platform is called too often: it goes on when that limit ends";
                    case 11246 -> "the card is not valid: check the ids under mention, and a template-file of your own";
                    case 19001 -> "no bot has this address: check key or url, and that the bot is still in its group";
                    case 19021 -> "signature refused: check secret against the bot's page, and this machine's clock";
                    case 19022 -> "this machine's address is not on the bot's IP list: add it there";
                    case 19024 ->
                        "none of the bot's keywords is in the text: add one that stands in each message,"
                                + " as a part of environment, or use the signature instead";
                    case 19036 -> "the body is too large; a template-file of your own may have made it so";
                    default -> null;
                });
    }
}
