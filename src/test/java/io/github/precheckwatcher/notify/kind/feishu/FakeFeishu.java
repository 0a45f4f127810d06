package io.github.precheckwatcher.notify.kind.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.notify.FakeServer;
import io.github.precheckwatcher.notify.FakeServer.Reply;
import io.github.precheckwatcher.notify.FakeServer.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A custom bot of Feishu on loopback: refuses what the platform refuses, as its "Custom bot usage guide" and its error
 * codes say, and keeps what it took. Knows nothing of the code that it tests. Thread safe.
 */
public final class FakeFeishu implements AutoCloseable {
    /** The bot's token. */
    public static final String KEY = "3f0d6f5c-0000-4000-8000-5ec2e7000001";

    private static final int MAX_BYTES = 20_000;
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Pattern AT = Pattern.compile("<at\\b([^>]*)>(</at>)?");
    private static final Pattern AT_ID = Pattern.compile(" id=([A-Za-z0-9_-]+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeServer server = FakeServer.of(this::answer);
    private final Clock clock;
    private final Optional<String> secret;
    private final Deque<Instant> taken = new ArrayDeque<>();
    private final List<Message> messages = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private final List<Integer> codes = new ArrayList<>();
    private final Deque<Reply> script = new ArrayDeque<>();
    private Optional<String> keyword = Optional.empty();

    /**
     * A message that the bot took.
     *
     * @param at when, by the bot's clock
     * @param title the card's header
     * @param markdown the card's texts, a line break between elements
     * @param called the ids that it calls; {@code all} for everybody
     * @param body as it came
     */
    public record Message(Instant at, String title, String colour, String markdown, List<String> called, String body) {
        /** The text as a person sees it. */
        public String shown() {
            String text = markdown.replaceAll("<at id=([^>]*)></at>", "@$1")
                    .replaceAll("\\*\\*", "")
                    .replaceAll("\\[([^\\]]*)]\\(([^)]*)\\)", "$1 ($2)");
            return Pattern.compile("&#(\\d+);")
                    .matcher(text)
                    .replaceAll(code -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1)))));
        }
    }

    private FakeFeishu(Clock clock, Optional<String> secret) {
        this.clock = clock;
        this.secret = secret;
    }

    /** A bot without security settings. */
    public static FakeFeishu open(Clock clock) {
        return new FakeFeishu(clock, Optional.empty());
    }

    /** A bot that wants signatures. */
    public static FakeFeishu signed(Clock clock, String secret) {
        return new FakeFeishu(clock, Optional.of(secret));
    }

    /** The bot wants this word in each message. */
    public synchronized void want(String word) {
        keyword = Optional.of(word);
    }

    /** The next request is answered so, and nothing is done with it; headers as {@code name: value}. */
    public synchronized void answerNext(int status, String body, String... headers) {
        script.add(Reply.of(status, body, headers));
    }

    public URI uri() {
        return server.base().resolve("/open-apis/bot/v2/hook/" + KEY);
    }

    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    /** All bodies as they came, those refused too. */
    public synchronized List<String> bodies() {
        return List.copyOf(bodies);
    }

    /** The code of each answer that is not scripted, in their order. */
    public synchronized List<Integer> codes() {
        return List.copyOf(codes);
    }

    @Override
    public void close() {
        server.close();
    }

    private synchronized Reply answer(Request request) {
        bodies.add(request.text());
        if (!script.isEmpty()) {
            return script.remove();
        }
        Refusal refusal = refusal(request);
        codes.add(refusal.code());
        if (refusal.code() == 0) {
            return new Reply(
                    200, "{\"StatusCode\":0,\"StatusMessage\":\"success\",\"code\":0,\"data\":{},\"msg\":\"success\"}");
        }
        return new Reply(
                200,
                JSON.createObjectNode()
                        .put("code", refusal.code())
                        .put("msg", refusal.words())
                        .toString());
    }

    private Refusal refusal(Request request) {
        if (!request.method().equals("POST") || !request.target().equals(uri().getRawPath())) {
            return new Refusal(19001, "param invalid: incoming webhook access token invalid");
        }
        if (tooFast()) {
            return new Refusal(11232, "frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]");
        }
        if (request.body().length > MAX_BYTES || !request.postsJson()) {
            return new Refusal(9499, "Bad Request");
        }
        JsonNode body;
        try {
            body = JSON.readTree(request.body());
        } catch (IOException e) {
            return new Refusal(9499, "Bad Request");
        }
        if (secret.isPresent() && !genuine(body, secret.get())) {
            return new Refusal(19021, "sign match fail or timestamp is not within one hour from current time");
        }
        if (keyword.isPresent() && !body.toString().contains(keyword.get())) {
            return new Refusal(19024, "Key Words Not Found");
        }
        return take(body, request.text());
    }

    /** 100 a minute, 5 a second. */
    private boolean tooFast() {
        Instant now = clock.instant();
        taken.removeIf(at -> !at.isAfter(now.minus(Duration.ofMinutes(1))));
        long lately = taken.stream()
                .filter(at -> at.isAfter(now.minus(Duration.ofSeconds(1))))
                .count();
        if (taken.size() >= 100 || lately >= 5) {
            return true;
        }
        taken.add(now);
        return false;
    }

    private boolean genuine(JsonNode body, String secret) {
        String timestamp = body.path("timestamp").asText();
        if (!timestamp.matches("[0-9]{9,11}")) {
            return false;
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Duration.between(at, clock.instant()).abs().compareTo(WINDOW) > 0) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec((timestamp + "\n" + secret).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String expected = Base64.getEncoder().encodeToString(mac.doFinal(new byte[0]));
            return expected.equals(body.path("sign").asText());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Refusal take(JsonNode body, String raw) {
        JsonNode card = body.path("card");
        JsonNode title = card.path("header").path("title");
        if (!body.path("msg_type").asText().equals("interactive")
                || !title.path("tag").asText().equals("plain_text")
                || title.path("content").asText().isEmpty()
                || card.path("elements").isEmpty()) {
            return new Refusal(9499, "Bad Request");
        }
        var markdown = new ArrayList<String>();
        for (JsonNode element : card.path("elements")) {
            if (!element.path("tag").asText().equals("markdown")
                    || element.path("content").asText().isBlank()) {
                return new Refusal(11246, "card content is not valid");
            }
            markdown.add(element.path("content").asText());
        }
        var called = new ArrayList<String>();
        for (Matcher at = AT.matcher(String.join("\n", markdown)); at.find(); ) {
            Matcher id = AT_ID.matcher(at.group(1));
            if (at.group(2) == null || !id.matches()) {
                return new Refusal(11246, "card content is not valid: at user");
            }
            called.add(id.group(1));
        }
        messages.add(new Message(
                clock.instant(),
                title.path("content").asText(),
                card.path("header").path("template").asText(),
                String.join("\n", markdown),
                called,
                raw));
        return new Refusal(0, "success");
    }

    private record Refusal(int code, String words) {}
}
