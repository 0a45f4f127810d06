package io.github.precheckwatcher.notify.kind.dingtalk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.notify.FakeServer;
import io.github.precheckwatcher.notify.FakeServer.Reply;
import io.github.precheckwatcher.notify.FakeServer.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stands in for DingTalk and one custom robot of it: refuses what the platform refuses, always with status 200.
 * Written without our own signing, so that both must be right. More than 20 requests in any minute: no message is taken
 * for ten minutes of its clock. Thread safe.
 */
public final class FakeDingTalk implements AutoCloseable {
    /** The robot's token. */
    public static final String TOKEN = "5ec2e7700000000000000000000000000000000000000000000000000000a11e";

    /** What the robot allows in a minute. */
    public static final int PER_MINUTE = 20;

    private static final Duration BAN = Duration.ofMinutes(10);
    private static final Duration TIMESTAMP_WINDOW = Duration.ofHours(1);
    private static final int BODY_LIMIT = 20_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;
    private final Optional<String> secret;
    private final Optional<String> keyword;
    private final FakeServer server;
    private final Deque<Instant> lastMinute = new ArrayDeque<>();
    private final List<Received> received = new ArrayList<>();
    private final List<Integer> refused = new ArrayList<>();
    private Instant bannedUntil = Instant.MIN;
    private int bans;

    /**
     * A message that the group saw.
     *
     * @param called the mobiles of members that were notified, for both {@code at} and the text name them
     * @param all whether all members were notified
     */
    public record Received(Instant at, String title, String text, List<String> called, boolean all) {}

    private FakeDingTalk(Clock clock, Optional<String> secret, Optional<String> keyword) {
        this.clock = clock;
        this.secret = secret;
        this.keyword = keyword;
        this.server = FakeServer.of(this::reply);
    }

    /**
     * Starts one.
     *
     * @param secret the robot's signing secret; empty: it wants no signature
     * @param keyword a word that each message must hold; empty: it wants none
     */
    public static FakeDingTalk open(Clock clock, Optional<String> secret, Optional<String> keyword) {
        return new FakeDingTalk(clock, secret, keyword);
    }

    /** For {@code base-url}. */
    public URI base() {
        return server.base();
    }

    /** The robot's whole address. */
    public URI address() {
        return URI.create(server.base() + "/robot/send?access_token=" + TOKEN);
    }

    /** What the group saw, in order. */
    public synchronized List<Received> received() {
        return List.copyOf(received);
    }

    /** The codes of what was refused, in order. */
    public synchronized List<Integer> refused() {
        return List.copyOf(refused);
    }

    /** How often the robot was banned. */
    public synchronized int bans() {
        return bans;
    }

    @Override
    public void close() {
        server.close();
    }

    private synchronized Reply reply(Request request) throws IOException {
        Refusal refusal = refusal(request);
        if (refusal == null) {
            return new Reply(200, "{\"errcode\":0,\"errmsg\":\"ok\"}");
        }
        refused.add(refusal.code);
        return new Reply(
                200,
                JSON.createObjectNode()
                        .put("errcode", refusal.code)
                        .put("errmsg", refusal.words)
                        .toString());
    }

    private record Refusal(int code, String words) {}

    private Refusal refusal(Request request) throws IOException {
        if (!request.method().equals("POST") || !request.path().equals("/robot/send")) {
            return new Refusal(404, "请求的URI地址不存在");
        }
        if (!TOKEN.equals(request.query().get("access_token"))) {
            return new Refusal(300005, "token is not exist");
        }
        Instant now = clock.instant();
        if (tooFast(now)) {
            return new Refusal(130101, "send too fast, exceed 20 times per minute");
        }
        if (!request.headers().getOrDefault("content-type", "").startsWith("application/json")) {
            return new Refusal(43004, "无效的HTTP HEADER Content-Type");
        }
        if (request.body().length > BODY_LIMIT) {
            return new Refusal(460101, "message too long, exceed 20000 bytes");
        }
        JsonNode message = JSON.readTree(request.body());
        if (!message.path("msgtype").asText().equals("markdown")) {
            return new Refusal(400105, "not supported msgtype");
        }
        String title = message.path("markdown").path("title").asText();
        String text = message.path("markdown").path("text").asText();
        if (title.isBlank() || text.isBlank()) {
            return new Refusal(400402, "miss param : markdown->title");
        }
        if (secret.isPresent()) {
            String timestamp = request.query().getOrDefault("timestamp", "");
            if (!timestamp.matches("[0-9]{13}")
                    || Duration.between(Instant.ofEpochMilli(Long.parseLong(timestamp)), now)
                                    .abs()
                                    .compareTo(TIMESTAMP_WINDOW)
                            > 0) {
                return new Refusal(310000, "invalid timestamp");
            }
            if (!genuine(timestamp, request.query().getOrDefault("sign", ""))) {
                return new Refusal(
                        310000, "sign not match, more: [https://ding-doc.dingtalk.com/doc#/serverapi2/qf2nxq]");
            }
        }
        if (keyword.isPresent() && !text.contains(keyword.get())) {
            return new Refusal(
                    310000, "keywords not in content, more: [https://ding-doc.dingtalk.com/doc#/serverapi2/qf2nxq]");
        }
        List<String> called = StreamSupport.stream(
                        message.path("at").path("atMobiles").spliterator(), false)
                .map(JsonNode::asText)
                .filter(mobile -> text.contains("@" + mobile))
                .toList();
        received.add(new Received(
                now, title, text, called, message.path("at").path("isAtAll").asBoolean()));
        return null;
    }

    /** What is refused in a ban counts nowhere, and does not make it longer. */
    private boolean tooFast(Instant now) {
        if (now.isBefore(bannedUntil)) {
            return true;
        }
        while (!lastMinute.isEmpty() && !lastMinute.peekFirst().plusSeconds(60).isAfter(now)) {
            lastMinute.removeFirst();
        }
        lastMinute.addLast(now);
        if (lastMinute.size() <= PER_MINUTE) {
            return false;
        }
        lastMinute.clear();
        bannedUntil = now.plus(BAN);
        bans++;
        return true;
    }

    private boolean genuine(String timestamp, String sign) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.orElseThrow().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] expected = mac.doFinal((timestamp + "\n" + secret.orElseThrow()).getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(expected, Base64.getDecoder().decode(sign));
        } catch (IllegalArgumentException e) {
            return false; // no base64
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
