package io.github.precheckwatcher.store.watch;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.precheckwatcher.store.database.StoredJson;
import io.github.precheckwatcher.watch.PollSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the JSON texts in watches' rows say, remembered by text: most watches share theirs, and each poll reads its
 * row's again. Bounded; thread safe.
 */
final class ParsedTexts {
    /** More different texts than a tasks file has sets of labels, and no more than so many characters of each kind. */
    private static final int LIMIT = 1_000;

    private static final int LIMIT_CHARACTERS = 1 << 20;

    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};
    private static final TypeReference<PollSettings> POLLING = new TypeReference<>() {};

    private final Map<String, Map<String, String>> labels = new ConcurrentHashMap<>();
    private final Map<String, List<String>> names = new ConcurrentHashMap<>();
    private final Map<String, PollSettings> polling = new ConcurrentHashMap<>();

    /** The labels that a text holds, unmodifiable. */
    Map<String, String> labels(String json) {
        Map<String, String> known = labels.get(json);
        return known != null ? known : kept(labels, json, Map.copyOf(StoredJson.read(json, LABELS)));
    }

    /** The names that a text holds, unmodifiable. */
    List<String> names(String json) {
        List<String> known = names.get(json);
        return known != null ? known : kept(names, json, List.copyOf(StoredJson.read(json, NAMES)));
    }

    /** The settings that a text holds. */
    PollSettings polling(String json) {
        PollSettings known = polling.get(json);
        return known != null ? known : kept(polling, json, StoredJson.read(json, POLLING));
    }

    private static <T> T kept(Map<String, T> known, String json, T value) {
        if (json.length() > LIMIT_CHARACTERS / LIMIT) {
            return value; // longer than its share
        }
        if (known.size() >= LIMIT) {
            known.clear();
        }
        known.put(json, value);
        return value;
    }
}
