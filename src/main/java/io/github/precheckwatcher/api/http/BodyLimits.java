package io.github.precheckwatcher.api.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** How large the body of a request may be, by its path; in bytes. */
public final class BodyLimits {
    /** The path whose requests may be {@link #LARGE}. */
    public static final String REGISTRATION = "/api/v1/watches";

    /** Ten thousand entries of 800 bytes. */
    public static final int LARGE = 8 * 1024 * 1024;

    /** Filters and descriptions of verdicts are far smaller. */
    private static final int USUAL = 256 * 1024;

    /** Of a body that does not say its length: beyond it Quarkus ends the request without a word. */
    private static final long UNDECLARED = 1024 * 1024;

    private BodyLimits() {}

    /** Whether a request says that its body is no larger than that of any other path may be. */
    public static boolean isUsual(HttpServerRequest request) {
        long declared = declared(request);
        return declared >= 0 && declared <= USUAL;
    }

    /** What is said of a body beyond a limit. */
    public static String exceeds(int limit) {
        return "a request has at most " + limit + " bytes";
    }

    /** The limit of what a request declares. */
    static int of(HttpServerRequest request) {
        return mayBeLarge(request) ? LARGE : USUAL;
    }

    /** The limit of what a request sends without declaring it; the resource may have a lower one and say so itself. */
    static long undeclared(HttpServerRequest request) {
        return mayBeLarge(request) ? LARGE + UNDECLARED : UNDECLARED;
    }

    /** The length that the body has by its header; below zero: it says none. */
    static long declared(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : -1;
    }

    private static boolean mayBeLarge(HttpServerRequest request) {
        return request.method().equals(HttpMethod.POST) && REGISTRATION.equals(request.path());
    }
}
