package io.github.precheckwatcher.notify.chat;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Makes a robot's whole address of its bare key.
 *
 * @param platform where the platform is
 * @param path what stands between that and the key, beginning with a slash
 * @param key what a key looks like; nothing that must be encoded
 * @param keyHint what a key is, for who wrote this instead; shows nothing of it
 */
public record RobotAddress(URI platform, String path, Pattern key, UnaryOperator<String> keyHint) {
    /** What most platforms' tokens consist of (UUIDs, hexadecimal digits), and some more. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~-]+");

    public RobotAddress {
        requireNonNull(platform, "platform");
        requireNonNull(path, "path");
        requireNonNull(key, "key");
        requireNonNull(keyHint, "keyHint");
    }

    /** For a key that is one token. */
    public static RobotAddress ofToken(URI platform, String path) {
        return new RobotAddress(platform, path, TOKEN, RobotAddress::tokenHint);
    }

    private static String tokenHint(String key) {
        return key.contains("://")
                ? "a key is the bare token at the end of a robot's address; a whole address goes into url"
                : "a key has letters, digits and -._~ alone: it is the bare token of the robot's address";
    }

    /**
     * The address.
     *
     * @param baseUrl of a proxy before the platform, where there is one
     * @throws IllegalArgumentException when the key can be none; the message does not show it
     */
    public URI of(Optional<URI> baseUrl, String written) {
        if (!key.matcher(written).matches()) {
            throw new IllegalArgumentException(keyHint.apply(written));
        }
        return URI.create(baseUrl.orElse(platform).toString().replaceAll("/+$", "") + path + written);
    }
}
