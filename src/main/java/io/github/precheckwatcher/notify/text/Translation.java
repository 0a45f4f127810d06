package io.github.precheckwatcher.notify.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.precheck.CheckCatalog;
import io.github.precheckwatcher.precheck.CheckText;

/**
 * Turns an event's titles, meanings and remedies into another language; every other text stays, and so does
 * the remedy of a problem that the words do not name.
 */
public final class Translation {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Translation() {}

    /**
     * The event in this language, field for field the same.
     *
     * @throws IllegalArgumentException when the event is no JSON; the message shows nothing of it
     */
    public static String of(String event, Language language) {
        return switch (language) {
            case EN -> event;
            case ZH_CN -> chinese(event);
        };
    }

    private static String chinese(String event) {
        try {
            JsonNode read = JSON.readTree(event);
            for (JsonNode instance : read.at("/data/instances")) {
                for (JsonNode item : instance.path("items")) {
                    if (item instanceof ObjectNode fields) {
                        CheckCatalog.find(item.path("item").asText())
                                .ifPresent(known -> replace(fields, known.chinese()));
                    }
                }
            }
            if (read.at("/data/problem") instanceof ObjectNode problem && problem.has("remedy")) {
                remedy(problem, read.path("subject").asText());
            }
            return JSON.writeValueAsString(read);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the event is no JSON");
        }
    }

    private static void remedy(ObjectNode problem, String subject) {
        Translations.of(Language.ZH_CN)
                .find("remedy." + problem.path("code").asText(), SummaryFormatter.bareName(subject))
                .ifPresent(text -> problem.put("remedy", text));
    }

    /** Only what stands there: an item that passed has no meaning. */
    private static void replace(ObjectNode item, CheckText text) {
        if (item.has("title")) {
            item.put("title", text.title());
        }
        if (item.has("meaning")) {
            item.put("meaning", text.meaning());
        }
        if (item.has("remedy")) {
            item.put("remedy", text.remedy());
        }
    }
}
