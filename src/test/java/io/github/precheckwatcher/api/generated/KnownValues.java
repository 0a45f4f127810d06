package io.github.precheckwatcher.api.generated;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the API's own answers say, by the name of the field: a request that names it is one that can be accepted. */
final class KnownValues {
    /** What no answer has under the name that a request has for it. */
    private static final Map<String, List<String>> WRITTEN = Map.of(
            "match", List.of("env=\"prod\"", "team=~\"pay.*\"", "env!=\"test\""),
            "for", List.of("30m", "2h", "7d"),
            "q", List.of("orders", "t-"),
            "sourceType", List.of("MYSQL", "MSSQL", "ORACLE"));

    /** Names that requests have for fields of answers. */
    private static final Map<String, String> ALSO =
            Map.of("after", "next", "region", "uniRegionId", "notifiers", "notifier");

    private final Map<String, Set<String>> values = new TreeMap<>();

    /**
     * Keeps what an answer says.
     *
     * @param path of the request
     */
    void learn(String path, JsonNode answer) {
        learn(path, "", answer);
    }

    private void learn(String path, String field, JsonNode node) {
        if (node.isTextual() && !node.asText().isEmpty()) {
            add(field, node.asText());
            add(path + " " + field, node.asText());
        }
        node.properties().forEach(entry -> learn(path, entry.getKey(), entry.getValue()));
        if (node.isArray()) {
            node.forEach(entry -> learn(path, field, entry));
        }
    }

    private void add(String key, String value) {
        values.computeIfAbsent(key, name -> new LinkedHashSet<>()).add(value);
    }

    void forget() {
        values.clear();
    }

    /**
     * What stood in answers under this name, those of the resource's own list before all others.
     *
     * @param path of the request
     */
    List<String> of(String path, String name) {
        String list = path.replaceFirst("(/api/v[0-9]+/[^/]+).*", "$1");
        for (String key : List.of(
                list + " " + name, list + " " + singular(name), name, singular(name), ALSO.getOrDefault(name, name))) {
            if (values.containsKey(key)) {
                return new ArrayList<>(values.get(key));
            }
        }
        return WRITTEN.getOrDefault(name, Collections.emptyList());
    }

    private static String singular(String name) {
        return name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
    }
}
