package io.github.precheckwatcher.api.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Names the methods that a path takes, wherever RFC 9110 wants them: beside 405 (15.5.6) and in the answer to OPTIONS
 * (9.3.7). Quarkus names none in the first and those of the paths below it in the second. The OpenAPI document knows.
 */
final class AllowedMethods {
    private final ApiPaths paths;

    AllowedMethods(ApiPaths paths) {
        this.paths = paths;
    }

    @ServerResponseFilter
    void addAllow(ContainerRequestContext request, ContainerResponseContext response) {
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

    private String of(String path) {
        Set<String> methods = new TreeSet<>(paths.methods(path));
        if (methods.isEmpty()) {
            return "";
        }
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        methods.add(HttpMethod.OPTIONS);
        return String.join(", ", methods);
    }
}
