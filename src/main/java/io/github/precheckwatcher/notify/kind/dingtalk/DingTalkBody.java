package io.github.precheckwatcher.notify.kind.dingtalk;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.chat.MarkupSanitizer;
import io.github.precheckwatcher.notify.chat.MentionResolver;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.text.MessageRenderer;
import io.github.precheckwatcher.notify.text.MessageView;
import io.github.precheckwatcher.precheck.VendorText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes a message of type markdown. Who is called stands in {@code at}, which notifies, and in the text, which shows it:
 * markdown needs both.
 *
 * @param title what the list of chats shows; plain text
 * @param mobiles who is called; empty when all are, or nobody is
 * @param all whether all are called
 * @param keyword stands in the text, or behind it
 */
record DingTalkBody(String title, List<String> mobiles, boolean all, Optional<String> keyword) {
    /** Of the whole body, in bytes; above it the platform answers 460101. */
    static final int LIMIT = 20_000;

    /** The platform documents no limit of the title; clients show less. */
    private static final int TITLE_LIMIT = 100;

    /** More are called by nobody's wish: a digest of many groups. Keeps room for the text. */
    private static final int MOST_CALLED = 100;

    private static final MessageRenderer TEXTS =
            MessageRenderer.of("dingtalk", DingTalkMarkdown::escaped, MarkupSanitizer::link);
    private static final MessageRenderer TITLES = MessageRenderer.of("dingtalk", MarkupSanitizer::text);
    private static final JsonFactory JSON = new JsonFactory();

    DingTalkBody {
        requireNonNull(title, "title");
        mobiles = List.copyOf(mobiles);
        requireNonNull(keyword, "keyword");
    }

    /** The body of a message. */
    static String of(Event event, Wording wording) {
        MessageView view = MessageView.of(event, wording);
        List<String> called = List.copyOf(MentionResolver.by(event, wording.mentions()));
        boolean all = called.contains(Mentions.ALL);
        var body = new DingTalkBody(
                VendorText.oneLine(TITLES.title(view), TITLE_LIMIT),
                all ? List.of() : called.stream().limit(MOST_CALLED).toList(),
                all,
                wording.keyword());
        return body.json(TEXTS.text(view, wording, body::size, LIMIT));
    }

    /** What is wrong with an operator's template. */
    static Optional<String> mistake(String template) {
        return TEXTS.mistake(template);
    }

    /** In bytes, with this text. */
    private int size(String text) {
        return json(text).getBytes(StandardCharsets.UTF_8).length;
    }

    private String json(String text) {
        var out = new StringWriter(text.length() + 256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("msgtype", "markdown");
            json.writeObjectFieldStart("markdown");
            json.writeStringField("title", title);
            json.writeStringField("text", whole(text));
            json.writeEndObject();
            if (all || !mobiles.isEmpty()) {
                json.writeObjectFieldStart("at");
                json.writeArrayFieldStart("atMobiles");
                for (String mobile : mobiles) {
                    json.writeString(mobile);
                }
                json.writeEndArray();
                json.writeBooleanField("isAtAll", all);
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return out.toString();
    }

    private String whole(String text) {
        String called =
                all ? "@所有人" : mobiles.stream().map(mobile -> '@' + mobile).collect(Collectors.joining(" "));
        String withCalled = called.isEmpty() ? text : text.stripTrailing() + "\n\n" + called;
        return keyword.filter(word -> !withCalled.contains(word))
                .map(word -> withCalled.stripTrailing() + "\n\n" + word)
                .orElse(withCalled);
    }
}
