package io.github.precheckwatcher.notify.kind.wecom;

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
import java.util.Set;

/**
 * Writes a message of type markdown; one that calls everybody is followed by another of type text, for markdown can call
 * single people alone. Each is JSON on a line of its own.
 */
final class WecomBody {
    /** Of a markdown message's content, in bytes; above it the platform answers 40058. */
    static final int LIMIT = 4_096;

    /** Of a text message's content, in bytes. */
    static final int TEXT_LIMIT = 2_048;

    /** Of the names that are called: those beyond are not, for the text needs room too. */
    private static final int CALLED_LIMIT = 1_024;

    private static final MessageRenderer TEXTS =
            MessageRenderer.of("wecom", WecomMarkdown::escaped, MarkupSanitizer::link);
    private static final MessageRenderer TITLES = MessageRenderer.of("wecom", MarkupSanitizer::text);
    private static final JsonFactory JSON = new JsonFactory();

    private WecomBody() {}

    /** The body of a message. */
    static String of(Event event, Wording wording) {
        MessageView view = MessageView.of(event, wording);
        Set<String> called = MentionResolver.by(event, wording.mentions());
        boolean all = called.contains(Mentions.ALL);
        String names = all ? "" : names(called);
        String text = TEXTS.text(view, wording, some -> bytes(whole(some, names)), LIMIT);
        String markdown = json("markdown", whole(text, names), List.of());
        return all ? markdown + '\n' + everybody(TITLES.title(view)) : markdown;
    }

    /** What is wrong with an operator's template. */
    static Optional<String> mistake(String template) {
        return TEXTS.mistake(template);
    }

    /** The messages of a body, in the order in which they are sent; the first is the one that reports. */
    static List<String> messages(String body) {
        return body.lines().toList();
    }

    private static String everybody(String title) {
        return json("text", VendorText.cut(title, TEXT_LIMIT), List.of("@all"));
    }

    private static String names(Set<String> called) {
        var names = new StringBuilder();
        for (String id : called) {
            String name = "<@" + id + '>';
            if (bytes(names + name) > CALLED_LIMIT) {
                break;
            }
            names.append(name);
        }
        return names.toString();
    }

    private static String whole(String text, String names) {
        return names.isEmpty() ? text : text.stripTrailing() + "\n\n" + names;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String json(String type, String content, List<String> mentioned) {
        var out = new StringWriter(content.length() + 128);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("msgtype", type);
            json.writeObjectFieldStart(type);
            json.writeStringField("content", content);
            if (!mentioned.isEmpty()) {
                json.writeArrayFieldStart("mentioned_list");
                for (String id : mentioned) {
                    json.writeString(id);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return out.toString();
    }
}
