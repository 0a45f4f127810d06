package io.github.precheckwatcher.cloud.credentials;

import io.github.precheckwatcher.secret.SecretText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** What the values of an account's credentials must look like in the place they are meant for. */
public final class CredentialRule {
    private static final int HIGHEST_PORT = 65_535;

    private CredentialRule() {}

    /**
     * What is wrong with a value; empty when nothing is.
     *
     * @param key as written in config (kebab-case, without {@code -file})
     * @param value one that keeps to {@link SecretText#line}
     * @return words that follow a name; never the value
     */
    public static Optional<String> problem(String key, String value) {
        return switch (key) {
            case "access-key-id", "access-key-secret", "security-token", "oidc-token" -> word(value);
            case "credentials-uri" ->
                isAddress(value) ? word(value) : Optional.of("is no http or https address without user and password");
            default -> Optional.empty();
        };
    }

    private static Optional<String> word(String value) {
        return SecretText.word(value) instanceof SecretText.Unusable unusable
                ? Optional.of(unusable.why())
                : Optional.empty();
    }

    private static boolean isAddress(String text) {
        try {
            URI address = new URI(text);
            boolean http =
                    "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
            return http
                    && address.getHost() != null
                    && address.getPort() != 0
                    && address.getPort() <= HIGHEST_PORT
                    && address.getRawUserInfo() == null
                    && address.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
