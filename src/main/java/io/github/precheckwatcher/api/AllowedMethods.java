package io.github.precheckwatcher.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.Locale;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Names the methods that a path takes, wherever RFC 9110 wants them: beside 405 (15.5.6) and in the answer to OPTIONS
 * (9.3.7). Quarkus names none in the first and those of the paths below it in the second. The OpenAPI document knows.
 */
final class AllowedMethods {
    private final OpenApiDocumentService documents;
    private final ObjectMapper json;

    AllowedMethods(OpenApiDocumentService documents, ObjectMapper json) {
        this.documents = documents;
        this.json = json;
    }

    @ServerResponseFilter
    void addAllow(ContainerRequestContext request, ContainerResponseContext response) throws IOException {
        boolean asked = request.getMethod().equals(HttpMethod.OPTIONS) && response.getStatus() == 200;
        if (asked
                || response.getStatus()
                        == ProblemKind.METHOD_NOT_ALLOWED.details("").status()) {
            String allowed = of("/" + request.getUriInfo().getPath().replaceFirst("^/", ""));
            if (!allowed.isEmpty()) {
                response.getHeaders().putSingle(HttpHeaders.ALLOW, allowed);
            }
        }
    }

    private String of(String path) throws IOException {
        JsonNode paths = json.readTree(documents.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, Format.JSON))
                .path("paths");
        var methods = new TreeSet<String>();
        paths.properties().stream()
                .filter(described -> matches(described.getKey(), path))
                .forEach(described -> described
                        .getValue()
                        .fieldNames()
                        .forEachRemaining(method -> methods.add(method.toUpperCase(Locale.ROOT))));
        if (methods.isEmpty()) {
            return "";
        }
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        methods.add(HttpMethod.OPTIONS);
        return String.join(", ", methods);
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
