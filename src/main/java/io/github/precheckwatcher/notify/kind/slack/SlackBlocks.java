package io.github.precheckwatcher.notify.kind.slack;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.chat.MentionResolver;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.text.MessageRenderer;
import io.github.precheckwatcher.notify.text.MessageView;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Set;

/** Writes a message as a header and sections, with a text for notifications and for clients without blocks. */
final class SlackBlocks {
    /**
     * In characters of the whole body. Slack refuses blocks whose texts sum up to about 13,200 characters, which its pages
     * do not say; what is read by people ends long before.
     */
    static final int LIMIT = 12_000;

    /** Characters of a section (Section block, docs.slack.dev). */
    static final int SECTION_LIMIT = 3_000;

    /** Characters of a header (Header block, docs.slack.dev). */
    static final int HEADER_LIMIT = 150;

    /** Characters of a title that does not fit into a header: room for the longest name. */
    private static final int TITLE_LIMIT = 2_000;

    private static final JsonFactory JSON = new JsonFactory();

    private final MessageRenderer renderer;

    SlackBlocks(MessageRenderer renderer) {
        this.renderer = renderer;
    }

    /** The body of a message. */
    String body(Event event, Wording wording) {
        MessageView view = MessageView.of(event, wording);
        String title = view.title();
        Set<String> called = MentionResolver.by(event, wording.mentions());
        String text =
                renderer.text(view, wording, some -> blocks(title, some, called).length(), LIMIT - 1);
        return blocks(title, text, called);
    }

    private static String blocks(String title, String text, Set<String> called) {
        String whole = SlackText.escape(title, TITLE_LIMIT);
        String header = SlackText.escape(title, HEADER_LIMIT);
        var body = new StringWriter(2_048);
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("text", whole);
            // a preview of the runbook would hide the message
            json.writeBooleanField("unfurl_links", false);
            json.writeBooleanField("unfurl_media", false);
            json.writeArrayFieldStart("blocks");
            header(json, header);
            // the whole name stays, even one that no header holds
            String sections = header.equals(whole) ? text : whole + '\n' + text;
            for (String part : SlackText.split(sections, SECTION_LIMIT)) {
                section(json, part);
            }
            // a hundred of the longest ids need two
            for (String part : SlackText.split(SlackText.mentions(called), SECTION_LIMIT)) {
                section(json, part);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return body.toString();
    }

    private static void header(JsonGenerator json, String title) throws IOException {
        block(json, "header", "plain_text", title, "emoji", false);
    }

    /** Verbatim: bare addresses, channel names and {@code @here} in a name stay plain text. */
    private static void section(JsonGenerator json, String text) throws IOException {
        block(json, "section", "mrkdwn", text, "verbatim", true);
    }

    private static void block(JsonGenerator json, String type, String form, String text, String flag, boolean value)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        json.writeObjectFieldStart("text");
        json.writeStringField("type", form);
        json.writeStringField("text", text);
        json.writeBooleanField(flag, value);
        json.writeEndObject();
        json.writeEndObject();
    }
}
