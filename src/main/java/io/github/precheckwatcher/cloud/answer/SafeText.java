package io.github.precheckwatcher.cloud.answer;

import io.github.precheckwatcher.cloud.credentials.SigningKey;
import io.github.precheckwatcher.precheck.VendorText;
import io.github.precheckwatcher.precheck.Words;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The vendor's words made fit to be shown: the account's secrets cut out (error messages may echo the request, security
 * token included), control characters replaced, bounded.
 */
public final class SafeText {
    /** How many characters of a message are kept. */
    private static final int MESSAGE_LIMIT = 2_000;

    /** How much of it is looked through for echoes: white space may take most of it. */
    private static final int MESSAGE_LOOKED_AT = 8 * MESSAGE_LIMIT;

    private static final int WORD_LIMIT = 128;
    private static final int EXCERPT_LIMIT = 160;

    /** What an echo may hold besides the values that we know: cut by name, a cut or re-encoded value too. */
    private static final Pattern ECHOES = Pattern.compile(
            "(?i)(x-acs-security-token|security-?token|authorization|signature|accesskeysecret)(\"?\\s*[:=]\\s*\"?)"
                    + "(ACS3-[A-Z0-9-]+ [^\\s]+|[^\\s\",;&<>]+)"
                    + "|(ACS3-HMAC-SHA256)()(\\s+Credential=[^\\s]+)");

    private final Optional<SigningKey> key;

    /**
     * @param key the key of the call; empty when the call got none
     */
    public SafeText(Optional<SigningKey> key) {
        this.key = key;
    }

    /** A message on one line. */
    public String message(String text) {
        // without secrets before it is cut, or half of one could stay at the end
        String whole = withoutSecrets(text);
        String known = whole.substring(0, Math.min(whole.length(), MESSAGE_LOOKED_AT));
        return VendorText.oneLine(ECHOES.matcher(known).replaceAll("$1$2$4***"), MESSAGE_LIMIT);
    }

    /** A code or request id; empty for one that says nothing. */
    public Optional<String> word(Optional<String> text) {
        return text.map(t -> VendorText.oneLine(withoutSecrets(t), WORD_LIMIT)).filter(t -> !t.isEmpty());
    }

    /** How a body begins that is not what it should be. */
    public String excerpt(String body) {
        if (Words.normal(body).isEmpty()) {
            return "it is empty";
        }
        return "it begins: " + VendorText.oneLine(message(body), EXCERPT_LIMIT);
    }

    /** The text without the account's secrets. */
    String withoutSecrets(String text) {
        return key.map(k -> k.cutFrom(text)).orElse(text);
    }
}
