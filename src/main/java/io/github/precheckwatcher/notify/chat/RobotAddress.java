package io.github.precheckwatcher.notify.chat;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes a robot's whole address of its bare key.
 *
 * @param platform where the platform is
 * @param path what stands between that and the key, beginning with a slash
 */
public record RobotAddress(URI platform, String path) {
    /** What the platforms' tokens consist of (UUIDs, hexadecimal digits), and some more; nothing that must be encoded. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._~-]+");

    public RobotAddress {
        requireNonNull(platform, "platform");
        requireNonNull(path, "path");
    }

    /**
     * The address.
     *
     * @param baseUrl of a proxy before the platform, where there is one
     * @throws IllegalArgumentException when the key can be none; the message does not show it
     */
    public URI of(Optional<URI> baseUrl, String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    key.contains("://")
                            ? "a key is the bare token at the end of a robot's address; a whole address goes into url"
                            : "a key has letters, digits and -._~ alone: it is the bare token of the robot's address");
        }
        return URI.create(baseUrl.orElse(platform).toString().replaceAll("/+$", "") + path + key);
    }
}
