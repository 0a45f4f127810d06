package io.github.precheckwatcher.notify;

import java.util.Arrays;
import java.util.Base64;

/**
 * A Standard Webhooks secret, written {@code whsec_<base64>} (https://www.standardwebhooks.com, 24 to 64 bytes). Never shows itself.
 */
public final class SigningSecret {
    private static final String PREFIX = "whsec_";
    private final byte[] key;

    private SigningSecret(byte[] key) {
        this.key = key;
    }

    /**
     * Reads the written form; surrounding white space does not count.
     *
     * @throws IllegalArgumentException when the prefix is missing, the rest is no base64 or the key is shorter than
     *     24 or longer than 64 bytes; the message never holds the secret
     */
    public static SigningSecret parse(String written) {
        String text = written.strip();
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a webhook secret begins with whsec_");
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("what follows whsec_ is not base64");
        }
        if (key.length < 24 || key.length > 64) {
            throw new IllegalArgumentException(
                    "a webhook secret has 24 to 64 bytes behind its base64, this one " + key.length);
        }
        return new SigningSecret(key);
    }

    /** A copy of the key's bytes, for the signer. */
    public byte[] key() {
        return key.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof SigningSecret other && Arrays.equals(key, other.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return "SigningSecret[hidden]";
    }
}
