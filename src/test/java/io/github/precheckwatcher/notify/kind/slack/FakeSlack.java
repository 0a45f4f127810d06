package io.github.precheckwatcher.notify.kind.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.notify.FakeServer;
import io.github.precheckwatcher.notify.FakeServer.Reply;
import io.github.precheckwatcher.notify.FakeServer.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An incoming webhook of Slack on loopback: refuses what Slack refuses, as its pages say, and keeps what it took. One
 * message in any second, the strictest reading of "one a second, short bursts allowed". Knows nothing of the code that it
 * tests. Thread safe.
 */
public final class FakeSlack implements AutoCloseable {
    /** The webhook's path behind {@code /services/}. */
    public static final String KEY = "T0000TEST/B0000TEST/s3cretS3cretS3cretS3cret";

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int BLOCKS = 50;
    private static final int SECTION = 3_000;
    private static final int HEADER = 150;

    /** What Slack does not write down, but does. */
    private static final int SUM = 13_200;

    private static final Pattern TAG = Pattern.compile("<([^>]*)>");
    private static final Pattern CALL =
            Pattern.compile("@[UW][A-Z0-9]+|!channel|!here|!everyone|!subteam\\^S[A-Z0-9]+");
    private static final Pattern DATE = Pattern.compile("<!date\\^(\\d+)\\^[^|>]*\\|([^>]*)>");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeServer server = FakeServer.of(this::answer);
    private final Clock clock;
    private final List<Message> messages = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private final Deque<Reply> script = new ArrayDeque<>();
    private Instant last = Instant.MIN;

    /**
     * A message that the webhook took.
     *
     * @param at when, by the webhook's clock
     * @param fallback the text of notifications
     * @param header the text of the header block
     * @param sections the texts of the section blocks
     * @param called the insides of the tags that call somebody
     * @param body as it came
     */
    public record Message(
            Instant at, String fallback, String header, List<String> sections, List<String> called, String body) {
        /** The text as a person sees it on a client that cannot format dates. */
        public String shown() {
            String text = DATE.matcher(header + "\n" + String.join("\n", sections))
                    .replaceAll("$2")
                    .replaceAll("<([^|>]*)\\|([^>]*)>", "$2 ($1)")
                    .replaceAll("<([^>]*)>", "$1");
            return text.replaceAll("(?m)^(• |)\\*([^*\n]+)\\*", "$1$2")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&amp;", "&");
        }
    }

    public FakeSlack(Clock clock) {
        this.clock = clock;
    }

    /** The next request is answered so, and nothing is done with it; headers as {@code name: value}. */
    public synchronized void answerNext(int status, String body, String... headers) {
        script.add(plain(Reply.of(status, body, headers)));
    }

    public URI uri() {
        return server.base().resolve("/services/" + KEY);
    }

    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    /** The word of each answer that is not scripted, in their order. */
    public synchronized List<String> answers() {
        return List.copyOf(answers);
    }

    @Override
    public void close() {
        server.close();
    }

    private synchronized Reply answer(Request request) {
        if (!script.isEmpty()) {
            return script.remove();
        }
        Reply answer = judged(request);
        answers.add(answer.body());
        return answer;
    }

    private Reply judged(Request request) {
        if (!request.target().equals("/services/" + KEY)) {
            return refused(403, "invalid_token");
        }
        Instant now = clock.instant();
        if (last.plus(SECOND).isAfter(now)) {
            return plain(Reply.of(429, "rate_limited", "retry-after: 1"));
        }
        last = now;
        JsonNode body;
        try {
            body = JSON.readTree(request.body());
        } catch (IOException e) {
            return refused(400, "invalid_payload");
        }
        if (!request.postsJson()) {
            return refused(400, "invalid_payload");
        }
        return body.path("text").asText().isBlank() ? refused(400, "no_text") : take(body, request.text());
    }

    private Reply take(JsonNode body, String whole) {
        JsonNode blocks = body.path("blocks");
        String header = "";
        var sections = new ArrayList<String>();
        int sum = 0;
        for (JsonNode block : blocks) {
            JsonNode text = block.path("text");
            String words = text.path("text").asText();
            sum += words.length();
            switch (block.path("type").asText() + '/' + text.path("type").asText()) {
                case "header/plain_text" -> {
                    header = words;
                    if (words.isEmpty() || words.length() > HEADER) {
                        return refused(400, "invalid_blocks");
                    }
                }
                case "section/mrkdwn" -> {
                    sections.add(words);
                    if (words.isEmpty() || words.length() > SECTION) {
                        return refused(400, "invalid_blocks");
                    }
                }
                default -> {
                    return refused(400, "invalid_blocks");
                }
            }
        }
        if (blocks.size() > BLOCKS) {
            return refused(400, "invalid_blocks");
        }
        if (sum > SUM) {
            return refused(400, "msg_blocks_too_long");
        }
        messages.add(new Message(
                clock.instant(),
                body.path("text").asText(),
                header,
                sections,
                called(String.join("\n", sections) + body.path("text").asText()),
                whole));
        return plain(Reply.of(200, "ok"));
    }

    private static List<String> called(String text) {
        var called = new ArrayList<String>();
        for (Matcher tag = TAG.matcher(text); tag.find(); ) {
            if (CALL.matcher(tag.group(1)).matches()) {
                called.add(tag.group(1));
            }
        }
        return called;
    }

    /** Slack's answers are no JSON. */
    private static Reply plain(Reply reply) {
        var headers = new HashMap<String, String>(reply.headers());
        headers.putIfAbsent("content-type", "text/html");
        return new Reply(reply.status(), reply.body(), headers);
    }

    private static Reply refused(int status, String word) {
        return plain(Reply.of(status, word));
    }
}
