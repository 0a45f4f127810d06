package io.github.precheckwatcher.api.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Completes the OpenAPI document with what holds for every resource, so that no resource has to say it again: the errors
 * that the server itself answers, the form of every error, and which fields of an answer are always there. Runs once,
 * when the jar is built.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class OpenApiDocument implements OASFilter {
    /** What any request may be answered. */
    private static final Set<ProblemKind> ANYWHERE = EnumSet.of(
            ProblemKind.BAD_REQUEST,
            ProblemKind.FOREIGN_HOST,
            ProblemKind.METHOD_NOT_ALLOWED,
            ProblemKind.NOT_ACCEPTABLE,
            ProblemKind.INTERNAL,
            ProblemKind.STORE_UNAVAILABLE);

    /** What a request with a body may be answered, too. */
    private static final Set<ProblemKind> WITH_BODY =
            EnumSet.of(ProblemKind.TOO_LARGE, ProblemKind.UNSUPPORTED_MEDIA_TYPE);

    private static final String COMPONENT = "#/components/schemas/";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        // the configuration, which gives the rest of it later, knows no identifier; version 3.1 has it in place of a
        // URL
        document.setInfo(
                OASFactory.createInfo().license(OASFactory.createLicense().identifier("Apache-2.0")));
        document.setServers(List.of(OASFactory.createServer().url("/").description("The daemon that serves this")));
        document.setSecurity(List.of()); // nobody logs in; docs/api.md says who is served
        describeProblems(document.getComponents());
        Set<String> requests = new HashSet<>();
        document.getPaths()
                .getPathItems()
                .values()
                .forEach(path -> path.getOperations().forEach((method, operation) -> {
                    addProblems(method, operation);
                    requests.addAll(requestSchemas(operation));
                }));
        document.getComponents().getSchemas().forEach((name, schema) -> settle(schema, requests.contains(name)));
    }

    private static void describeProblems(Components components) {
        EnumSet<ProblemKind> shared = EnumSet.copyOf(ANYWHERE);
        shared.addAll(WITH_BODY);
        for (ProblemKind kind : shared) {
            APIResponse response = problem(
                    OASFactory.createAPIResponse().description(kind.details("").title()));
            if (kind == ProblemKind.METHOD_NOT_ALLOWED) {
                response.addHeader(
                        "Allow",
                        OASFactory.createHeader()
                                .description("The methods that it takes")
                                .schema(OASFactory.createSchema().type(List.of(SchemaType.STRING))));
            }
            components.addResponse(component(kind), response);
        }
    }

    /** Those that the resource describes itself keep their words. */
    private static void addProblems(PathItem.HttpMethod method, Operation operation) {
        APIResponses responses = operation.getResponses();
        responses.getAPIResponses().forEach((status, response) -> {
            if (status.compareTo("400") >= 0) {
                problem(response);
            }
        });
        for (ProblemKind kind : ProblemKind.values()) {
            String status = String.valueOf(kind.details("").status());
            boolean possible =
                    ANYWHERE.contains(kind) || WITH_BODY.contains(kind) && method == PathItem.HttpMethod.POST;
            if (possible && !responses.hasAPIResponse(status)) {
                responses.addAPIResponse(
                        status, OASFactory.createAPIResponse().ref("#/components/responses/" + component(kind)));
            }
        }
    }

    private static APIResponse problem(APIResponse response) {
        return response.content(OASFactory.createContent()
                .addMediaType(
                        ProblemDetails.MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(COMPONENT + "Problem"))));
    }

    private static Set<String> requestSchemas(Operation operation) {
        Set<String> names = new HashSet<>();
        Optional.ofNullable(operation.getRequestBody())
                .map(body -> body.getContent())
                .map(Content::getMediaTypes)
                .map(types -> types.get(MediaType.APPLICATION_JSON))
                .ifPresent(type -> collect(type.getSchema(), names));
        return names;
    }

    /** The components that a body is one of, or a list of. */
    private static void collect(Schema body, Set<String> names) {
        if (body.getRef() != null) {
            names.add(body.getRef().substring(COMPONENT.length()));
        }
        if (body.getItems() != null) {
            collect(body.getItems(), names);
        }
        Optional.ofNullable(body.getOneOf()).ifPresent(bodies -> bodies.forEach(one -> collect(one, names)));
    }

    /**
     * A field that is an {@code Optional} in Java may be absent and is never null; every other one always stands in an
     * answer. What a request must have is said at its fields.
     */
    private static void settle(Schema schema, boolean request) {
        Map<String, Schema> properties = schema.getProperties();
        if (properties == null) {
            return;
        }
        List<String> required = new ArrayList<>();
        properties.forEach((name, property) -> {
            if (!withoutNull(property)) {
                required.add(name);
            }
        });
        if (!request) {
            schema.setRequired(required.isEmpty() ? null : required);
        }
    }

    /** Takes null out of the types of a field. @return whether it was there: Quarkus writes an Optional so */
    private static boolean withoutNull(Schema field) {
        boolean nullable = isNull(field);
        if (field.getAnyOf() != null) {
            nullable |= field.getAnyOf().stream().anyMatch(OpenApiDocument::isNull);
            field.getAnyOf().stream()
                    .map(Schema::getRef)
                    .filter(ref -> ref != null)
                    .forEach(field::setRef);
            field.setAnyOf(null);
        }
        if (field.getRef() != null) {
            field.setType(null); // it stands where the reference leads
        } else if (nullable) {
            field.setType(field.getType().stream()
                    .filter(type -> type != SchemaType.NULL)
                    .toList());
        }
        return nullable;
    }

    private static boolean isNull(Schema schema) {
        return schema.getType() != null && schema.getType().contains(SchemaType.NULL);
    }

    /** The kind's name in the form of the other components: {@code METHOD_NOT_ALLOWED} is {@code MethodNotAllowed}. */
    private static String component(ProblemKind kind) {
        var name = new StringBuilder();
        for (String word : kind.name().split("_")) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return name.toString();
    }
}
