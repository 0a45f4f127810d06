package io.github.precheckwatcher.notify.chat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.http.PostResponse;
import io.github.precheckwatcher.notify.http.ResponseRule;
import io.github.precheckwatcher.notify.http.ResponseText;
import io.github.precheckwatcher.notify.http.StatusRule;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Reads how a chat platform answered: these platforms say 200 and mean it only when the code in the body is zero. One a
 * kind; immutable, pure.
 */
public final class PlatformResponse implements ResponseRule {
    private static final ObjectReader JSON = new ObjectMapper().reader();

    /** Together with a meaning below the 500 characters that an attempt keeps. */
    private static final int MESSAGE_LIMIT = 180;

    private static final int EXCERPT_LIMIT = 120;

    private final String codeKey;
    private final String messageKey;
    private final Predicate<JsonNode> limit;
    private final Meanings meanings;

    /** What a platform's codes mean and what to do. */
    @FunctionalInterface
    public interface Meanings {
        /**
         * In at most 250 characters, for the operator; empty for a code that nobody documented.
         *
         * @param message the platform's own words, which some codes are distinguished by
         */
        Optional<String> of(long code, String message);
    }

    /**
     * @param codeKey the field of the code, as {@code errcode}
     * @param messageKey the field of the platform's words, as {@code errmsg}
     * @param limit whether a body says that messages come too fast; asked whatever the status is
     * @param meanings what codes mean
     */
    public PlatformResponse(String codeKey, String messageKey, Predicate<JsonNode> limit, Meanings meanings) {
        this.codeKey = requireNonNull(codeKey, "codeKey");
        this.messageKey = requireNonNull(messageKey, "messageKey");
        this.limit = requireNonNull(limit, "limit");
        this.meanings = requireNonNull(meanings, "meanings");
    }

    /** A limit that the platform says by one of these codes. */
    public static Predicate<JsonNode> limitCodes(String codeKey, long... codes) {
        return body -> {
            OptionalLong code = number(body.path(codeKey));
            return code.isPresent() && Arrays.stream(codes).anyMatch(limit -> limit == code.getAsLong());
        };
    }

    /** Whether a field is this number, written as one or as a string. */
    public static boolean is(JsonNode field, long number) {
        OptionalLong found = number(field);
        return found.isPresent() && found.getAsLong() == number;
    }

    /**
     * Judges: the platform's own limit is a ban for the notifier's rate-limit-pause, then the status counts, then the code.
     *
     * @param sent the address of the request: what the answer echoes of it is cut out
     * @param now when the answer came
     */
    @Override
    public AttemptResult judge(PostResponse response, URI sent, NotifierSettings settings, Instant now) {
        AttemptResult byStatus = StatusRule.judge(response, now);
        if (!(response instanceof PostResponse.Answered answered)) {
            return byStatus;
        }
        var text = ResponseText.of(sent, settings);
        JsonNode body = body(answered);
        if (byStatus instanceof AttemptResult.Paused paused) {
            return paused.retryAfter().isPresent() ? paused : limited(answered, body, text);
        }
        if (limit.test(body)) {
            return limited(answered, body, text);
        }
        if (byStatus instanceof AttemptResult.Failed failed) {
            return failed.with(said(body, text));
        }
        return byStatus instanceof AttemptResult.Delivered ? byCode(answered, body, text) : byStatus;
    }

    private AttemptResult byCode(PostResponse.Answered answered, JsonNode body, ResponseText text) {
        if (is(body.path(codeKey), 0)) {
            return new AttemptResult.Delivered(answered.status());
        }
        return new AttemptResult.Failed(
                Optional.of(answered.status()),
                said(body, text)
                        .orElseGet(() -> "the answer has no " + codeKey + ", so something else than the platform"
                                + " may have given it" + beginning(answered, text)));
    }

    /** A status alone, which a gateway may have given, is no ban of the platform. */
    private AttemptResult limited(PostResponse.Answered answered, JsonNode body, ResponseText text) {
        return new AttemptResult.Paused(answered.status(), Optional.empty(), said(body, text), limit.test(body));
    }

    /** The code, the platform's words and what they mean; empty when there is no code. */
    private Optional<String> said(JsonNode body, ResponseText text) {
        JsonNode field = body.path(codeKey);
        if (!field.isValueNode() || field.isNull()) {
            return Optional.empty();
        }
        String raw = body.path(messageKey).asText("");
        String message = raw.isEmpty() ? "" : ": " + text.shown(raw, MESSAGE_LIMIT);
        OptionalLong code = number(field);
        String meaning = code.isEmpty()
                ? ""
                : meanings.of(code.getAsLong(), raw).map(words -> "; " + words).orElse("");
        return Optional.of(codeKey + ' ' + text.shown(field.asText(), 30) + message + meaning);
    }

    private static String beginning(PostResponse.Answered answered, ResponseText text) {
        String shown = text.shown(answered.body().toString(StandardCharsets.UTF_8), EXCERPT_LIMIT);
        return shown.isEmpty() ? "; it is empty" : "; it begins: " + shown;
    }

    /** The body as an object; an absent node for anything else. */
    public static JsonNode body(PostResponse.Answered answered) {
        try {
            JsonNode body = JSON.readTree(answered.body().getBytes());
            return body.isObject() ? body : MissingNode.getInstance();
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static OptionalLong number(JsonNode field) {
        if (field.isIntegralNumber() && field.canConvertToLong()) {
            return OptionalLong.of(field.longValue());
        }
        return field.isTextual() && field.textValue().matches("-?[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(field.textValue()))
                : OptionalLong.empty();
    }
}
