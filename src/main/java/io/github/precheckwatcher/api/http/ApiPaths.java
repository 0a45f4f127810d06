package io.github.precheckwatcher.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The paths of the REST resources and the methods that each takes, as the OpenAPI document has them. Thread safe. */
@Singleton
final class ApiPaths {
    private final OpenApiDocumentService documents;
    private final ObjectMapper json;

    /** Read once: the document does not change while the process runs. */
    private volatile Map<String, Set<String>> methods = Map.of();

    ApiPaths(OpenApiDocumentService documents, ObjectMapper json) {
        this.documents = documents;
        this.json = json;
    }

    /** The paths, with names in braces where a path has a parameter. */
    Set<String> templates() {
        return methods().keySet();
    }

    /** The methods, in upper case, that the resources at this path take; none where there is no resource. */
    Set<String> methods(String path) {
        var found = new TreeSet<String>();
        methods().forEach((template, taken) -> {
            if (matches(template, path)) {
                found.addAll(taken);
            }
        });
        return found;
    }

    private Map<String, Set<String>> methods() {
        if (methods.isEmpty()) {
            methods = Collections.unmodifiableMap(read());
        }
        return methods;
    }

    private Map<String, Set<String>> read() {
        Map<String, Set<String>> read = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> described : document().path("paths").properties()) {
            var taken = new TreeSet<String>();
            described.getValue().fieldNames().forEachRemaining(method -> taken.add(method.toUpperCase(Locale.ROOT)));
            read.put(described.getKey(), taken);
        }
        return read;
    }

    private JsonNode document() {
        try {
            return json.readTree(documents.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, Format.JSON));
        } catch (IOException e) {
            throw new IllegalStateException("the OpenAPI document cannot be read", e);
        }
    }

    /** Whether a path is one of a template's: each of its parts the same, or the template's a name in braces. */
    private static boolean matches(String template, String path) {
        String[] wanted = template.split("/", -1);
        String[] parts = path.split("/", -1);
        boolean same = wanted.length == parts.length;
        for (int i = 0; same && i < parts.length; i++) {
            same = wanted[i].equals(parts[i]) || wanted[i].startsWith("{");
        }
        return same;
    }
}
