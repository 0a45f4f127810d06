package io.github.precheckwatcher.simulator.cloud;

import io.github.precheckwatcher.simulator.script.Answer;
import io.github.precheckwatcher.simulator.script.ReportText;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes answers in the vendor's wire format: success bodies, error envelopes, and spoilt ones. */
final class CloudReply {
    private static final String JSON = "application/json;charset=utf-8";
    private static final int OVERSIZE_BYTES = (1 << 20) + 4096;
    // RAM's explanation of a denial; the action is what the operator has to grant
    private static final Map<String, String> ACCESS_DENIED_DETAIL = Map.of(
            "NoPermission",
            ",\"AccessDeniedDetail\":{\"AuthAction\":\"yundun-sas:QueryPreCheckDatabase\",\"AuthPrincipalType\":\"SubUser\","
                    + "\"AuthPrincipalDisplayName\":\"222222222222222222\",\"AuthPrincipalOwnerId\":\"1111111111111111\","
                    + "\"PolicyType\":\"AccountLevelIdentityBasedPolicy\",\"NoPermissionType\":\"ImplicitDeny\"}");

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final String requestId;

    CloudReply(Vertx vertx, HttpServerRequest request, String requestId, String date) {
        this.vertx = vertx;
        this.request = request;
        this.requestId = requestId;
        request.response().putHeader("Date", date).putHeader("x-acs-request-id", requestId);
    }

    String requestId() {
        return requestId;
    }

    /** Sends a success; false when nobody waits for it any more. */
    boolean json(String body) {
        return send(200, JSON, Buffer.buffer(body));
    }

    /** @param echoed appended to the message; empty: nothing */
    void refused(Answer.Refused refused, String echoed) {
        refused.retryAfter()
                .ifPresent(wait -> request.response().putHeader("x-acs-retry-after", Long.toString(wait.toMillis())));
        String code = ReportText.quoted(refused.code());
        String recommend =
                "https://api.aliyun.com/troubleshoot?q=" + refused.code() + "&product=Sas&requestId=" + requestId;
        String body = "{\"RequestId\":\"" + requestId + "\",\"HostId\":"
                + ReportText.quoted(String.valueOf(request.getHeader("Host"))) + ",\"Code\":" + code + ",\"Message\":"
                + ReportText.quoted(refused.message() + echoed) + ",\"Recommend\":" + ReportText.quoted(recommend)
                + ACCESS_DENIED_DETAIL.getOrDefault(refused.code(), "") + "}";
        send(refused.status(), JSON, Buffer.buffer(body));
    }

    void verbatim(Answer.Verbatim verbatim) {
        send(verbatim.status(), verbatim.contentType(), Buffer.buffer(verbatim.body()));
    }

    /** Sends the true body, spoilt in that way. */
    void spoilt(Answer.Spoilt how, String body) {
        switch (how) {
            case CUT_BEFORE_ANY_BYTE -> request.connection().close();
            case CUT_IN_MID_BODY -> cut(Buffer.buffer(body));
            case TRUNCATED_JSON -> send(200, JSON, Buffer.buffer(body.substring(0, body.length() * 2 / 3)));
            case INVALID_UTF_8 -> send(200, JSON, invalid(body));
            case OVERSIZED -> send(200, JSON, oversized(body));
            case WITHOUT_DESCRIPTION -> json(body);
            case NEVER -> {
                // the caller waits until its own patience ends
            }
        }
    }

    void dripped(Answer.Dripped dripped, String body) {
        Buffer bytes = Buffer.buffer(body);
        HttpServerResponse response = head(200, JSON, bytes.length());
        int[] sent = {0};
        vertx.setPeriodic(dripped.gap().toMillis(), timer -> {
            if (response.closed()) {
                vertx.cancelTimer(timer);
            } else if (sent[0] == bytes.length() - 1) {
                vertx.cancelTimer(timer);
                response.end(bytes.slice(sent[0], bytes.length()));
            } else {
                response.write(bytes.slice(sent[0], ++sent[0]));
            }
        });
    }

    private void cut(Buffer body) {
        head(200, JSON, body.length())
                .write(body.slice(0, body.length() / 2))
                .onComplete(written -> request.connection().close());
    }

    private static Buffer invalid(String body) {
        byte[] before = "{\"Note\":\"".getBytes(StandardCharsets.US_ASCII);
        byte[] broken = {(byte) 0xc3, (byte) 0x28, (byte) 0xff};
        return Buffer.buffer().appendBytes(before).appendBytes(broken).appendString("\"," + body.substring(1));
    }

    private static Buffer oversized(String body) {
        return Buffer.buffer("{\"Padding\":\"" + "x".repeat(OVERSIZE_BYTES) + "\"," + body.substring(1));
    }

    private boolean send(int status, String contentType, Buffer body) {
        if (request.response().closed()) {
            return false;
        }
        head(status, contentType, body.length()).end(body);
        return true;
    }

    private HttpServerResponse head(int status, String contentType, int length) {
        HttpServerResponse response = request.response().setStatusCode(status);
        if (!contentType.isEmpty()) {
            response.putHeader("Content-Type", contentType);
        }
        return response.putHeader("Content-Length", Integer.toString(length));
    }
}
