package io.github.precheckwatcher.notify.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An incoming webhook of Slack on loopback: refuses what Slack refuses, as its pages say, and keeps what it took. One
 * message in any second, the strictest reading of "one a second, short bursts allowed". Knows nothing of the code that it
 * tests. Thread safe.
 */
public final class SlackStandIn implements AutoCloseable {
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

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Clock clock;
    private final List<Message> messages = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private final Deque<Answer> script = new ArrayDeque<>();
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

    private record Answer(int status, String body, List<String> headers) {}

    public SlackStandIn(Clock clock) {
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** The next request is answered so, and nothing is done with it; headers as {@code name: value}. */
    public synchronized void answerNext(int status, String body, String... headers) {
        script.add(new Answer(status, body, List.of(headers)));
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/services/" + KEY);
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
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Answer answer = answer(exchange, body);
            exchange.getResponseHeaders().set("content-type", "text/html");
            for (String header : answer.headers()) {
                String[] parts = header.split(": ", 2);
                exchange.getResponseHeaders().set(parts[0], parts[1]);
            }
            byte[] out = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), out.length == 0 ? -1 : out.length);
            exchange.getResponseBody().write(out);
        }
    }

    private synchronized Answer answer(HttpExchange exchange, byte[] body) {
        if (!script.isEmpty()) {
            return script.remove();
        }
        Answer answer = judged(exchange, body);
        answers.add(answer.body());
        return answer;
    }

    private Answer judged(HttpExchange exchange, byte[] bytes) {
        if (!exchange.getRequestURI().toString().equals("/services/" + KEY)) {
            return refused(403, "invalid_token");
        }
        Instant now = clock.instant();
        if (last.plus(SECOND).isAfter(now)) {
            return new Answer(429, "rate_limited", List.of("retry-after: 1"));
        }
        last = now;
        String type = exchange.getRequestHeaders().getFirst("content-type");
        JsonNode body;
        try {
            body = JSON.readTree(bytes);
        } catch (IOException e) {
            return refused(400, "invalid_payload");
        }
        if (!exchange.getRequestMethod().equals("POST") || type == null || !type.startsWith("application/json")) {
            return refused(400, "invalid_payload");
        }
        return body.path("text").asText().isBlank() ? refused(400, "no_text") : take(body, bytes);
    }

    private Answer take(JsonNode body, byte[] bytes) {
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
                new String(bytes, StandardCharsets.UTF_8)));
        return new Answer(200, "ok", List.of());
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

    private static Answer refused(int status, String word) {
        return new Answer(status, word, List.of());
    }
}
