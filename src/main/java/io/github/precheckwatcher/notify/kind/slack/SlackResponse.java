package io.github.precheckwatcher.notify.kind.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.http.PostResponse;
import io.github.precheckwatcher.notify.http.ResponseRule;
import io.github.precheckwatcher.notify.http.StatusRule;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what Slack answers: a status, and one plain word that says more. */
final class SlackResponse implements ResponseRule {
    private static final ObjectReader JSON = new ObjectMapper().reader();

    /** The form of Slack's words; nothing secret looks like that, so nothing has to be cut out. */
    private static final Pattern WORD = Pattern.compile("[a-z]+(_[a-z]+)*");

    private static final int LONGEST_WORD = 60;

    @Override
    public AttemptResult judge(PostResponse response, URI sent, NotifierSettings settings, Instant now) {
        AttemptResult byStatus = StatusRule.judge(response, now);
        if (!(response instanceof PostResponse.Answered answered)) {
            return byStatus;
        }
        String body = answered.body().toString(StandardCharsets.UTF_8).strip();
        Optional<String> said = said(body);
        if (byStatus instanceof AttemptResult.Delivered delivered) {
            return isOk(body)
                    ? delivered
                    : new AttemptResult.Failed(
                            Optional.of(answered.status()),
                            "HTTP " + answered.status() + " without Slack's ok"
                                    + said.map(": "::concat).orElse("")
                                    + "; something else than Slack may have answered: check url and proxy");
        }
        if (byStatus instanceof AttemptResult.Paused paused) {
            return new AttemptResult.Paused(
                    paused.status(), paused.retryAfter(), said.map(("HTTP " + paused.status() + ": ")::concat));
        }
        if (byStatus instanceof AttemptResult.Failed failed) {
            return failed.with(said);
        }
        return byStatus;
    }

    /** Slack says {@code ok}; workflows and Rocket.Chat, which take the same messages, say it in JSON. */
    private static boolean isOk(String body) {
        if (body.equals("ok")) {
            return true;
        }
        try {
            JsonNode json = JSON.readTree(body);
            return json.path("ok").asBoolean() || json.path("success").asBoolean();
        } catch (IOException e) {
            return false;
        }
    }

    /** The word and what it means; empty when there is none. */
    private static Optional<String> said(String body) {
        if (body.length() > LONGEST_WORD || !WORD.matcher(body).matches()) {
            return Optional.empty();
        }
        return Optional.of(body + meaning(body).map("; "::concat).orElse(""));
    }

    /** From Slack's pages and from answers seen by others; docs/notifiers/slack.md lists the same. */
    private static Optional<String> meaning(String word) {
        return Optional.ofNullable(
                switch (word) {
                    case "invalid_token", "no_service", "no_service_id", "no_active_hooks" ->
                        "the webhook was taken back or never was: make a new one and set key or url";
                    case "no_team", "team_disabled" -> "the workspace is gone or disabled: check key or url";
                    case "channel_not_found" -> "the webhook's channel is gone: make a webhook for another one";
                    case "channel_is_archived" ->
                        "the webhook's channel is archived: unarchive it or make a webhook for another one";
                    case "action_prohibited", "posting_to_general_channel_denied" ->
                        "an administrator of the workspace restricts posting there: ask one, or use another channel";
                    case "user_not_found" -> "a member does not exist: check the ids under mention";
                    case "invalid_payload",
                            "invalid_blocks",
                            "invalid_blocks_format",
                            "no_text",
                            "msg_blocks_too_long",
                            "too_many_attachments" ->
                        "the message's form or size; a template-file of your own may have made it so";
                    case "rate_limited", "ratelimited" ->
                        "too many messages: it goes on when Slack allows; see rate-limit";
                    case "rollup_error" -> "trouble on Slack's side: tried again";
                    default -> null;
                });
    }
}
