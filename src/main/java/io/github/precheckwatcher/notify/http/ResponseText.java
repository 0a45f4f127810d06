package io.github.precheckwatcher.notify.http;

import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.precheck.VendorText;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A receiver's own words made fit to be kept and shown: whatever of the address, headers and secrets they echo is cut
 * out, control characters are replaced, the length is bounded.
 */
public final class ResponseText {
    /** A shorter part of an address says nothing that must be hidden, and cutting it would tear words apart. */
    private static final int SHORTEST_SECRET = 6;

    /** What is shorter in a path is a word of the platform's own interface, as {@code webhook}. */
    private static final int SHORTEST_TOKEN = 11;

    private static final String BASIC = "Basic ";

    /** The longest that is looked through: who answers more says nothing worth reading there. */
    private static final int LOOKED_AT = 4_000;

    private final List<String> secrets;

    private ResponseText(List<String> secrets) {
        this.secrets = secrets;
    }

    /**
     * @param sent the address of the request, signature included
     * @param settings whose secrets are cut
     */
    public static ResponseText of(URI sent, NotifierSettings settings) {
        var parts = new ArrayList<String>();
        parts.add(sent.toString());
        each(sent.getRawPath(), "/")
                .filter(part -> part.length() >= SHORTEST_TOKEN)
                .forEach(parts::add);
        // a parameter's name is no secret, and platforms name it in their words
        each(sent.getRawQuery(), "&")
                .map(pair -> pair.substring(pair.indexOf('=') + 1))
                .forEach(parts::add);
        each(sent.getRawUserInfo(), ":").forEach(parts::add);
        settings.transport().headers().get().values().forEach(value -> parts.addAll(withParts(value)));
        settings.robotSecret().get().ifPresent(parts::add);
        return new ResponseText(parts.stream()
                .flatMap(part -> Stream.of(part, decoded(part)))
                .filter(part -> part.length() >= SHORTEST_SECRET)
                .distinct()
                // a longer one may hold a shorter one
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /**
     * The words on one line.
     *
     * @param limit how many code points it may have, >= 1
     */
    public String shown(String words, int limit) {
        // before it is cut, or half of a secret could stay at the end
        String text = words.substring(0, Math.min(words.length(), LOOKED_AT));
        for (String secret : secrets) {
            text = text.replace(secret, "***");
        }
        return VendorText.oneLine(text, limit);
    }

    /** A header's value, and what stands behind its scheme: a token, or a user and a password (RFC 7617). */
    private static List<String> withParts(String header) {
        List<String> parts = new ArrayList<>(List.of(header));
        parts.add(header.substring(header.indexOf(' ') + 1));
        if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            try {
                String plain = new String(
                        Base64.getDecoder()
                                .decode(header.substring(BASIC.length()).strip()),
                        StandardCharsets.UTF_8);
                parts.add(plain);
                parts.add(plain.substring(plain.indexOf(':') + 1));
            } catch (IllegalArgumentException e) {
                // no such pair: cut as it stands
            }
        }
        return parts;
    }

    private static Stream<String> each(String whole, String between) {
        return whole == null ? Stream.empty() : Stream.of(whole.split(between));
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }
}
