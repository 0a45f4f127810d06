package io.github.precheckwatcher.notify.event;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Optional;

/**
 * Where events come from, as each says.
 *
 * @param environment shown in every message
 * @param publicUrl where people reach the daemon's own pages; messages then carry a link
 */
public record Origin(String environment, Optional<URI> publicUrl) {
    public Origin {
        requireNonNull(environment, "environment");
        requireNonNull(publicUrl, "publicUrl");
    }

    /** The daemon's own page about a verdict; the only place that knows its path. */
    Optional<String> verdictPage(String verdictId) {
        return page("verdicts/", verdictId);
    }

    /** The daemon's own page that lists what a digest reported; the only place that knows its path. */
    Optional<String> digestPage(String digestId) {
        return page("digests/", digestId);
    }

    private Optional<String> page(String path, String id) {
        return publicUrl
                .map(URI::toString)
                .map(url -> url + (url.endsWith("/") ? "" : "/") + path + EventWriter.percentEncoded(id));
    }
}
