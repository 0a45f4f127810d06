package io.github.precheckwatcher.config;

import io.github.precheckwatcher.cloud.credentials.CredentialRule;
import io.github.precheckwatcher.cloud.credentials.CredentialsCheck;
import io.github.precheckwatcher.cloud.credentials.CredentialsSource;
import io.github.precheckwatcher.cloud.credentials.CredentialsSource.Type;
import io.github.precheckwatcher.config.schema.ConfigTree;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.SourceLocation;
import io.github.precheckwatcher.config.secret.SecretReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the {@code credentials} of an account: which keys each kind needs and takes. */
final class CredentialsReader {
    /**
     * The keys of a kind of credentials, without {@code -file}.
     *
     * @param needed must be there
     * @param possible may be there
     */
    private record Keys(List<String> needed, List<String> possible) {}

    private static final List<String> ALL = List.of(
            "access-key-id",
            "access-key-secret",
            "security-token",
            "role-arn",
            "role-session-name",
            "role-name",
            "oidc-provider-arn",
            "oidc-token",
            "profile",
            "credentials-uri");
    private static final Set<String> ONLY_FROM_FILE = Set.of("oidc-token");

    private final ConfigTree tree;
    private final SecretReader secrets;
    private final Problems problems;
    private final CredentialsCheck check;

    CredentialsReader(ConfigTree tree, Problems problems, CredentialsCheck check) {
        this.tree = tree;
        this.secrets = new SecretReader(tree, problems);
        this.problems = problems;
        this.check = check;
    }

    /** The credentials at a path whose type is known. */
    CredentialsSource read(String path, Type type, SourceLocation location) {
        Keys keys = keys(type);
        Map<String, String> settings = new HashMap<>();
        Map<String, Path> files = new HashMap<>();
        for (String key : ALL) {
            boolean needed = keys.needed().contains(key);
            String written = ONLY_FROM_FILE.contains(key) ? key + "-file" : key;
            if (!has(path, key)) {
                if (needed) {
                    problems.error(
                            location.missing(written), "is missing; type " + word(type) + " needs it" + orFile(key));
                }
            } else if (needed || keys.possible().contains(key)) {
                take(path, key, settings, files);
            } else {
                refuse(path, key, type, keys, location);
                refuse(path, key + "-file", type, keys, location);
            }
        }
        if (type == Type.RAM_ROLE_ARN) {
            checkOwnKey(path, location);
        }
        CredentialsSource source = new CredentialsSource(type, settings, files);
        if (problems.noneBelow(location.key())) {
            check.mistake(source).ifPresent(words -> problems.error(tree.location(path + ".type", location), words));
        }
        return source;
    }

    /** Half a key is a mistake; none is not. */
    private void checkOwnKey(String path, SourceLocation location) {
        List<String> key = List.of("access-key-id", "access-key-secret");
        boolean any = has(path, "security-token") || key.stream().anyMatch(part -> has(path, part));
        key.stream()
                .filter(part -> any && !has(path, part))
                .forEach(part -> problems.error(
                        location.missing(part),
                        "is missing; the key that assumes the role has an id and a secret" + orFile(part)
                                + ", or leave its keys out for the default credential chain"));
    }

    private boolean has(String path, String key) {
        return tree.has(path + "." + key) || tree.has(path + "." + key + "-file");
    }

    private void take(String path, String key, Map<String, String> settings, Map<String, Path> files) {
        secrets.read(path + "." + key).ifPresent(value -> {
            tree.at(path + "." + key).ifPresent(configValue -> settings.put(key, configValue.text()));
            tree.at(path + "." + key + "-file").ifPresent(configValue -> files.put(key, Path.of(configValue.text())));
            CredentialRule.problem(key, value)
                    .ifPresent(why -> tree.at(path + "." + key + "-file")
                            .ifPresentOrElse(
                                    file -> problems.error(file.location(), SecretReader.words(file, why)),
                                    () -> problems.error(
                                            tree.location(path + "." + key, SourceLocation.whole("")), why)));
        });
    }

    private void refuse(String path, String key, Type type, Keys keys, SourceLocation location) {
        if (tree.has(path + "." + key)) {
            Set<String> taken = new TreeSet<>(keys.needed());
            taken.addAll(keys.possible());
            problems.error(
                    tree.location(path + "." + key, location),
                    "does not fit type " + word(type) + ", which takes "
                            + (taken.isEmpty() ? "no further key" : String.join(", ", taken)));
        }
    }

    private static String orFile(String key) {
        return ONLY_FROM_FILE.contains(key) || !hasFile(key) ? "" : ", or " + key + "-file";
    }

    private static boolean hasFile(String key) {
        return Set.of("access-key-id", "access-key-secret", "security-token", "credentials-uri")
                .contains(key);
    }

    private static String word(Type type) {
        return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Keys keys(Type type) {
        return switch (type) {
            case DEFAULT -> new Keys(List.of(), List.of());
            case ACCESS_KEY -> new Keys(List.of("access-key-id", "access-key-secret"), List.of());
            case STS -> new Keys(List.of("access-key-id", "access-key-secret", "security-token"), List.of());
            case RAM_ROLE_ARN ->
                // without a key the role is assumed with what the default chain gives
                new Keys(
                        List.of("role-arn"),
                        List.of("access-key-id", "access-key-secret", "security-token", "role-session-name"));
            case ECS_RAM_ROLE -> new Keys(List.of(), List.of("role-name"));
            case OIDC_ROLE_ARN ->
                new Keys(List.of("role-arn", "oidc-provider-arn", "oidc-token"), List.of("role-session-name"));
            case PROFILE -> new Keys(List.of(), List.of("profile"));
            case CREDENTIALS_URI -> new Keys(List.of("credentials-uri"), List.of());
        };
    }
}
