package io.github.precheckwatcher.notify.kind.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.notify.FakeServer;
import io.github.precheckwatcher.notify.FakeServer.Reply;
import io.github.precheckwatcher.notify.FakeServer.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Stands in for WeCom and one group's robot of it: refuses what the platform refuses, always with status 200.
 * At most 20 messages in any minute of its clock. Thread safe.
 */
public final class FakeWecom implements AutoCloseable {
    /** The robot's key. */
    public static final String KEY = "5ec2e770-a11e-4000-8000-0000000c0ffe";

    /** What the robot allows in a minute. */
    public static final int PER_MINUTE = 20;

    private static final Pattern MENTION = Pattern.compile("<@([^>]+)>");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;
    private final FakeServer server;
    private final Deque<Instant> lastMinute = new ArrayDeque<>();
    private final List<Received> received = new ArrayList<>();
    private final List<Integer> refused = new ArrayList<>();

    /**
     * A message that the group saw.
     *
     * @param type {@code markdown} or {@code text}
     * @param called who was notified: ids, or {@code @all}
     */
    public record Received(Instant at, String type, String content, List<String> called) {}

    private FakeWecom(Clock clock) {
        this.clock = clock;
        this.server = FakeServer.of(this::reply);
    }

    /** Starts one. */
    public static FakeWecom open(Clock clock) {
        return new FakeWecom(clock);
    }

    /** For {@code base-url}. */
    public URI base() {
        return server.base();
    }

    /** The robot's whole address. */
    public URI address() {
        return URI.create(server.base() + "/cgi-bin/webhook/send?key=" + KEY);
    }

    /** What the group saw, in order. */
    public synchronized List<Received> received() {
        return List.copyOf(received);
    }

    /** The codes of what was refused, in order. */
    public synchronized List<Integer> refused() {
        return List.copyOf(refused);
    }

    @Override
    public void close() {
        server.close();
    }

    private synchronized Reply reply(Request request) throws IOException {
        int code = judge(request);
        if (code == 0) {
            return new Reply(200, "{\"errcode\":0,\"errmsg\":\"ok\"}");
        }
        refused.add(code);
        String words = switch (code) {
            case 93000 -> "invalid webhook url";
            case 45009 -> "api freq out of limit";
            case 40058 -> "markdown.content exceed max length 4096. invalid Request Parameter";
            default -> "invalid message type";
        };
        return new Reply(
                200,
                JSON.createObjectNode()
                        .put("errcode", code)
                        .put(
                                "errmsg",
                                words + ", hint: [1755605200056773468916791], from ip: 127.0.0.1, more info at"
                                        + " https://open.work.weixin.qq.com/devtool/query?e=" + code)
                        .toString());
    }

    private int judge(Request request) throws IOException {
        if (!request.method().equals("POST")
                || !request.path().equals("/cgi-bin/webhook/send")
                || !KEY.equals(request.query().get("key"))) {
            return 93000;
        }
        Instant now = clock.instant();
        while (!lastMinute.isEmpty() && !lastMinute.peekFirst().plusSeconds(60).isAfter(now)) {
            lastMinute.removeFirst();
        }
        if (lastMinute.size() >= PER_MINUTE) {
            return 45009;
        }
        lastMinute.addLast(now);
        JsonNode message = JSON.readTree(request.body());
        String type = message.path("msgtype").asText();
        if (!type.equals("markdown") && !type.equals("text")) {
            return 40008;
        }
        String content = message.path(type).path("content").asText();
        int length = content.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > (type.equals("text") ? 2_048 : 4_096)) {
            return 40058;
        }
        List<String> called = type.equals("text")
                ? StreamSupport.stream(
                                message.path("text").path("mentioned_list").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : MENTION.matcher(content)
                        .results()
                        .map((MatchResult mention) -> mention.group(1))
                        .toList();
        received.add(new Received(now, type, content, called));
        return 0;
    }
}
