package io.github.precheckwatcher.api.http;

import io.github.precheckwatcher.log.Requester;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Who asks for an act by REST. There are no users: a command adds the name of its own, as who runs it is known there. */
public final class RequestedBy {
    /** The user of the operating system that runs a command. */
    public static final String USER_HEADER = "precheck-watcher-user";

    private static final String LOCAL = "local";
    private static final String PRINTABLE = "[!-~]{1,64}";
    private static final int LONGEST_REASON = 500;

    private RequestedBy() {}

    /**
     * Who sent the request.
     *
     * @param reason what was said about it; nothing, or blank: no reason
     * @throws RequestProblem 400 when a reason or a user cannot be shown on one line
     */
    public static Requester of(HttpServerRequest request, Optional<String> reason) {
        String user = request.getHeader(USER_HEADER);
        if (user != null && !user.matches(PRINTABLE)) {
            throw RequestProblem.bad(USER_HEADER + " has at most 64 printable characters of ASCII and no space");
        }
        Optional<String> said = reason.map(String::strip).filter(text -> !text.isEmpty());
        if (said.filter(text ->
                        text.length() > LONGEST_REASON || text.codePoints().anyMatch(Character::isISOControl))
                .isPresent()) {
            throw RequestProblem.bad("reason is one line of at most " + LONGEST_REASON + " characters");
        }
        return new Requester(
                user == null ? LOCAL : LOCAL + ":" + user,
                request.remoteAddress().hostAddress(),
                said);
    }
}
