package io.github.precheckwatcher.notify.kind.feishu;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.chat.MentionResolver;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.text.MessageRenderer;
import io.github.precheckwatcher.notify.text.MessageView;
import io.github.precheckwatcher.precheck.VendorText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Writes a message as an interactive card: a title that a phone's notification shows, coloured by outcome, over
 * markdown. The other types have less: {@code text} knows neither bold nor links, {@code post} no colour, and its links
 * and mentions are elements of their own that a template cannot write. Version 1.0 of the card's form, which every
 * client and Lark show.
 */
final class FeishuCard {
    /**
     * "The request body cannot exceed 20 KB" (Custom bot usage guide, open.feishu.cn), signature included. The page does
     * not say which KB: this is the smaller one.
     */
    static final int LIMIT_BYTES = 20_000;

    /** Code points: room for the longest name, which stands nowhere else. */
    private static final int TITLE_LIMIT = 500;

    private static final JsonFactory JSON = new JsonFactory();

    private final MessageRenderer renderer;

    FeishuCard(MessageRenderer renderer) {
        this.renderer = renderer;
    }

    /** The body of a message, without the signature. */
    String body(Event event, Wording wording) {
        MessageView view = MessageView.of(event, wording);
        MessageStatus status = event.message().status();
        // a card's title is plain text: nothing in it is read as markdown or tag, so nothing is escaped
        String title = VendorText.oneLine(view.title(), TITLE_LIMIT);
        Set<String> called = MentionResolver.by(event, wording.mentions());
        String text = renderer.text(
                view, wording, some -> bytes(card(status, title, some, called)), LIMIT_BYTES - FeishuSignature.ROOM);
        return card(status, title, text, called);
    }

    private static String card(MessageStatus status, String title, String text, Set<String> called) {
        var body = new StringWriter(2_048);
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("msg_type", "interactive");
            json.writeObjectFieldStart("card");
            json.writeObjectFieldStart("config");
            json.writeBooleanField("wide_screen_mode", true);
            json.writeEndObject();
            header(json, status, title);
            json.writeArrayFieldStart("elements");
            markdown(json, text);
            if (!called.isEmpty()) {
                markdown(json, FeishuMarkdown.mentions(called));
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return body.toString();
    }

    private static void header(JsonGenerator json, MessageStatus status, String title) throws IOException {
        json.writeObjectFieldStart("header");
        json.writeStringField("template", colour(status));
        json.writeObjectFieldStart("title");
        json.writeStringField("tag", "plain_text");
        json.writeStringField("content", title);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void markdown(JsonGenerator json, String content) throws IOException {
        json.writeStartObject();
        json.writeStringField("tag", "markdown");
        json.writeStringField("content", content);
        json.writeEndObject();
    }

    /** The platform's own colour words. */
    private static String colour(MessageStatus status) {
        return switch (status) {
            case FAILED, ERROR -> "red";
            case WARNING, UNKNOWN, TIMED_OUT, ABANDONED -> "orange";
            case PASSED -> "green";
            case CANCELLED -> "grey";
            case INFO -> "blue";
        };
    }

    private static int bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8).length;
    }
}
