package io.github.precheckwatcher.cloud.credentials;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where an account's key comes from: one of the vendor's kinds with its settings.
 *
 * @param type which of the vendor's providers
 * @param settings the further keys as written in config (kebab-case, without {@code -file}), secret values included
 * @param files those of the keys that are read from a file, anew whenever the credentials are refreshed
 */
public record CredentialsSource(Type type, Map<String, String> settings, Map<String, Path> files) {
    /** The vendor's default chain. */
    public static final CredentialsSource DEFAULT_CHAIN = new CredentialsSource(Type.DEFAULT, Map.of(), Map.of());

    /** The values of {@code credentials.type}; docs/configuration.md lists them. */
    public enum Type {
        DEFAULT,
        ACCESS_KEY,
        STS,
        RAM_ROLE_ARN,
        ECS_RAM_ROLE,
        OIDC_ROLE_ARN,
        PROFILE,
        CREDENTIALS_URI
    }

    public CredentialsSource {
        requireNonNull(type, "type");
        settings = Map.copyOf(settings);
        files = Map.copyOf(files);
    }

    /** Names the kind and the keys, never a value. */
    @Override
    public String toString() {
        return "CredentialsSource[" + type + ", keys=" + settings.keySet() + ", files=" + files.keySet() + "]";
    }
}
