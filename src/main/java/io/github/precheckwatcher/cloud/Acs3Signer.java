package io.github.precheckwatcher.cloud;

import io.github.precheckwatcher.secret.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The vendor's signature V3, {@code ACS3-HMAC-SHA256}. Pure: what is signed comes from the caller, time and nonce
 * included. The simulator verifies with the same functions.
 *
 * <p>Source: the vendor's page "V3 request structure and signature"; its published example is among the tests.
 */
public final class Acs3Signer {
    /** The algorithm's name, first word of the Authorization header. */
    public static final String ALGORITHM = "ACS3-HMAC-SHA256";

    /** {@code x-acs-content-sha256} of an empty body. */
    public static final String EMPTY_BODY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /** The header that carries the body's hash; it must be among the headers to sign. */
    public static final String CONTENT_SHA256 = "x-acs-content-sha256";

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private Acs3Signer() {}

    /**
     * What the signature covers and what it is.
     *
     * @param signedHeaders the covered headers' names, lower case, sorted, joined with ";"
     * @param signature 64 lower-case hexadecimal digits
     */
    public record Signature(String signedHeaders, String signature) {
        /** The value of the Authorization header. */
        public String authorization(String accessKeyId) {
            return ALGORITHM + " Credential=" + accessKeyId + ",SignedHeaders=" + signedHeaders + ",Signature="
                    + signature;
        }
    }

    /**
     * Signs a request.
     *
     * @param method the HTTP method in upper case
     * @param path the path as sent, "/" for this style of API
     * @param query the decoded query parameters; a null value is signed as an empty one
     * @param headers headers as sent; covered are {@code host}, {@code content-type} and all {@code x-acs-...}, the
     *     others are passed over; {@link #CONTENT_SHA256} must be among them
     * @param secret the AccessKey secret
     * @throws IllegalArgumentException without a secret or without {@link #CONTENT_SHA256}
     */
    public static Signature sign(
            String method, String path, Map<String, String> query, Map<String, String> headers, String secret) {
        if (secret == null || secret.isEmpty()) {
            throw new IllegalArgumentException("no secret to sign with");
        }
        SortedMap<String, String> covered = coveredHeaders(headers);
        String text = stringToSign(canonicalRequest(method, path, query, covered));
        return new Signature(String.join(";", covered.keySet()), hmacSha256(secret, text));
    }

    /** The request in the form that is hashed. */
    public static String canonicalRequest(
            String method, String path, Map<String, String> query, Map<String, String> headers) {
        SortedMap<String, String> covered = coveredHeaders(headers);
        String bodyHash = covered.get(CONTENT_SHA256);
        if (bodyHash == null) {
            throw new IllegalArgumentException("no header " + CONTENT_SHA256);
        }
        StringBuilder out = new StringBuilder(768)
                .append(method)
                .append('\n')
                .append(path)
                .append('\n')
                .append(canonicalQuery(query))
                .append('\n');
        covered.forEach(
                (name, value) -> out.append(name).append(':').append(value).append('\n'));
        return out.append('\n')
                .append(String.join(";", covered.keySet()))
                .append('\n')
                .append(bodyHash)
                .toString();
    }

    /** The string whose HMAC is the signature. */
    public static String stringToSign(String canonicalRequest) {
        return ALGORITHM + "\n" + sha256Hex(canonicalRequest.getBytes(StandardCharsets.UTF_8));
    }

    /** The parameters sorted by their unencoded names, encoded, joined with "&". */
    public static String canonicalQuery(Map<String, String> query) {
        StringBuilder out = new StringBuilder(128);
        new TreeMap<>(query).forEach((name, value) -> {
            if (!out.isEmpty()) {
                out.append('&');
            }
            encode(name, out);
            out.append('=');
            if (value != null) {
                encode(value, out);
            }
        });
        return out.toString();
    }

    /** RFC 3986 on UTF-8: all but the unreserved characters become %XX in upper case. */
    public static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        encode(text, out);
        return out.toString();
    }

    /** Lower-case hexadecimal SHA-256. */
    public static String sha256Hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static SortedMap<String, String> coveredHeaders(Map<String, String> headers) {
        SortedMap<String, String> covered = new TreeMap<>();
        headers.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-acs-") || lower.equals("host") || lower.equals("content-type")) {
                covered.put(lower, value.trim());
            }
        });
        return covered;
    }

    private static void encode(String text, StringBuilder out) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (unreserved(b)) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX[(b >> 4) & 0xF]).append(HEX[b & 0xF]);
            }
        }
    }

    private static boolean unreserved(byte b) {
        return b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b >= '0' && b <= '9'
                || b == '-'
                || b == '_'
                || b == '.'
                || b == '~';
    }

    private static String hmacSha256(String secret, String text) {
        return HexFormat.of()
                .formatHex(
                        HmacSha256.of(secret.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8)));
    }
}
