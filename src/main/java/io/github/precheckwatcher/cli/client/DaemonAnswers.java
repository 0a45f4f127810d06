package io.github.precheckwatcher.cli.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.precheckwatcher.api.http.ProblemDetails;
import io.github.precheckwatcher.cli.client.DaemonClient.Absent;
import io.github.precheckwatcher.cli.client.DaemonClient.Refused;
import io.github.precheckwatcher.cli.client.DaemonClient.Unanswered;
import io.github.precheckwatcher.cli.console.CommandFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * What came of a request, or why nothing did.
 *
 * @param daemon scheme, host and port
 */
record DaemonAnswers(URI daemon) {
    private static final Pattern NEXT = Pattern.compile("<([^<>]*)>\\s*;[^,]*\\brel=\"?next\"?");

    DaemonAnswers {
        requireNonNull(daemon, "daemon");
    }

    <T> T read(HttpResponse<String> response, Class<T> type) throws CommandFailure {
        String media = response.headers().firstValue("content-type").orElse("");
        try {
            if (response.statusCode() == 200 && media.startsWith("application/json")) {
                return ClientJson.read(response.body(), type);
            }
        } catch (JsonProcessingException e) {
            throw notOurs();
        }
        throw refusal(media, response.body());
    }

    /** What the answer's Link header (RFC 8288) names as next, at this daemon; empty: it was the last page. */
    Optional<URI> next(HttpResponse<String> response) {
        Matcher link = NEXT.matcher(String.join(",", response.headers().allValues("link")));
        if (!link.find()) {
            return Optional.empty();
        }
        URI named = daemon.resolve(link.group(1));
        return Optional.of(
                daemon.resolve(named.getRawPath() + (named.getRawQuery() == null ? "" : "?" + named.getRawQuery())));
    }

    CommandFailure refusal(String media, String body) {
        try {
            if (media.startsWith(ProblemDetails.MEDIA_TYPE)) {
                return new Refused(ClientJson.read(body, ProblemDetails.class));
            }
        } catch (JsonProcessingException e) {
            return notOurs();
        }
        return notOurs();
    }

    /** The daemon ended its answer too soon. */
    Absent cut() {
        return new Absent("the daemon at " + daemon + " ended its answer too soon; its log says why");
    }

    /** Only where no request was sent can it be said that no daemon is there: else it may have done what was asked. */
    CommandFailure failed(HttpRequest request, IOException e) {
        if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException || e instanceof SSLException) {
            return new Absent("no daemon answers at " + daemon + "; start it, or name another with --server");
        }
        String what = e instanceof HttpTimeoutException
                ? "the daemon at " + daemon + " did not answer within "
                        + request.timeout().orElseThrow().toSeconds() + " s"
                : "the connection to " + daemon + " broke before the answer";
        return new Unanswered(what
                + (request.method().equals("GET")
                        ? "; try again, and see the daemon's log"
                        : ": what was asked may be done, or may still be. See the commands list and deliveries, or"
                                + " the daemon's log, before it is asked again"));
    }

    private Absent notOurs() {
        return new Absent("what answers at " + daemon + " is no precheck-watcher; name the daemon with --server");
    }
}
