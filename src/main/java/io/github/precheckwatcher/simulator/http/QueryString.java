package io.github.precheckwatcher.simulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a raw query string as the vendor's gateway does: form style, so that {@code +} is a space. */
public final class QueryString {
    private QueryString() {}

    /** The decoded parameters sorted by name; the last of equal names wins. Empty when an escape is broken. */
    public static Optional<SortedMap<String, String>> parse(String raw) {
        SortedMap<String, String> parameters = new TreeMap<>();
        if (raw == null || raw.isEmpty()) {
            return Optional.of(parameters);
        }
        try {
            for (int from = 0; from <= raw.length(); ) {
                int end = raw.indexOf('&', from);
                String pair = raw.substring(from, end < 0 ? raw.length() : end);
                from = end < 0 ? raw.length() + 1 : end + 1;
                if (!pair.isEmpty()) {
                    int sign = pair.indexOf('=');
                    parameters.put(
                            decoded(sign < 0 ? pair : pair.substring(0, sign)),
                            sign < 0 ? "" : decoded(pair.substring(sign + 1)));
                }
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.of(parameters);
    }

    private static String decoded(String text) {
        return text.indexOf('%') < 0 && text.indexOf('+') < 0 ? text : URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
