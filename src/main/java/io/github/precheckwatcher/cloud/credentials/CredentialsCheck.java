package io.github.precheckwatcher.cloud.credentials;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What credentials need of this host beside their own keys, as far as it shows without a call. Blocks; shows no secret.
 *
 * <p>Source of the file, its keys and the variables: {@code com.aliyun:credentials-java}, its README and
 * {@code CLIProfileCredentialsProvider}.
 */
public final class CredentialsCheck {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The kinds of profiles that the vendor's library reads. */
    private static final Set<String> MODES =
            Set.of("AK", "StsToken", "RamRoleArn", "EcsRamRole", "OIDC", "ChainableRamRoleArn");

    private final UnaryOperator<String> environment;
    private final Path profiles;

    /**
     * @param environment the value of an environment variable, null when it is not set
     * @param home the user's home
     */
    public CredentialsCheck(UnaryOperator<String> environment, Path home) {
        this.environment = requireNonNull(environment, "environment");
        this.profiles = home.resolve(".aliyun").resolve("config.json");
    }

    /** What these credentials need and is not there, with what to do; empty: nothing is known to be missing. */
    public Optional<String> mistake(CredentialsSource source) {
        return switch (source.type()) {
            case PROFILE -> profile(Optional.ofNullable(source.settings().get("profile")));
            case ECS_RAM_ROLE -> disabled("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "type ecs-ram-role");
            case DEFAULT, ACCESS_KEY, STS, RAM_ROLE_ARN, OIDC_ROLE_ARN, CREDENTIALS_URI -> Optional.empty();
        };
    }

    private Optional<String> disabled(String variable, String what) {
        return "true".equalsIgnoreCase(environment.apply(variable))
                ? Optional.of(variable + " is true, so " + what + " gives no key; unset it or use another type")
                : Optional.empty();
    }

    private Optional<String> profile(Optional<String> name) {
        return disabled("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "type profile")
                .or(() -> otherProfile(name))
                .or(() -> missingProfile(name));
    }

    /** The variable wins over what the vendor's library is given. */
    private Optional<String> otherProfile(Optional<String> name) {
        return variable()
                .filter(other -> name.isPresent() && !other.equals(name.get()))
                .map(other -> CredentialProviders.PROFILE_VARIABLE
                        + " names another profile than the account's and would win; unset it");
    }

    private Optional<String> missingProfile(Optional<String> name) {
        JsonNode file;
        try {
            file = JSON.readTree(Files.readAllBytes(profiles));
        } catch (JsonProcessingException e) {
            return Optional.of(
                    "type profile needs " + profiles + ", which is no JSON; write it with: aliyun configure");
        } catch (IOException e) {
            return Optional.of(
                    "type profile needs " + profiles + ", which cannot be read; write it with: aliyun configure");
        }
        String wanted = name.or(this::variable).orElse(file.path("current").asText());
        for (JsonNode profile : file.path("profiles")) {
            if (profile.path("name").asText().equals(wanted)) {
                return MODES.contains(profile.path("mode").asText())
                        ? Optional.empty()
                        : Optional.of("the profile in " + profiles + " has a mode that is not supported; supported are "
                                + String.join(", ", MODES.stream().sorted().toList()));
            }
        }
        return Optional.of(profiles + " has no such profile; write it with: aliyun configure --profile NAME");
    }

    private Optional<String> variable() {
        return Optional.ofNullable(environment.apply(CredentialProviders.PROFILE_VARIABLE))
                .filter(value -> !value.isEmpty());
    }
}
