package io.github.precheckwatcher.cloud.credentials;

import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;
import com.aliyun.credentials.provider.CLIProfileCredentialsProvider;
import com.aliyun.credentials.provider.DefaultCredentialsProvider;
import com.aliyun.credentials.provider.EcsRamRoleCredentialProvider;
import com.aliyun.credentials.provider.OIDCRoleArnCredentialProvider;
import com.aliyun.credentials.provider.RamRoleArnCredentialProvider;
import com.aliyun.credentials.provider.StaticCredentialsProvider;
import com.aliyun.credentials.provider.URLCredentialProvider;
import io.github.precheckwatcher.secret.SecretFile;
import io.github.precheckwatcher.secret.SecretText;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Makes the vendor's credentials provider for a source. Reads the source's files each time; blocks.
 *
 * <p>Source of the kinds and their settings: {@code com.aliyun:credentials-java}.
 */
public final class CredentialProviders implements Function<CredentialsSource, AlibabaCloudCredentialsProvider> {
    private static final String ID = "access-key-id";
    private static final String SECRET = "access-key-secret";
    private static final String TOKEN = "security-token";
    static final String PROFILE_VARIABLE = "ALIBABA_CLOUD_PROFILE";

    private final UnaryOperator<String> environment;

    /**
     * @param environment the value of an environment variable, null when it is not set
     */
    public CredentialProviders(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /**
     * Makes a new provider.
     *
     * @throws NoCredentials when a setting is missing or a file cannot be read
     */
    @Override
    public AlibabaCloudCredentialsProvider apply(CredentialsSource source) {
        Settings settings = new Settings(source);
        return switch (source.type()) {
            case DEFAULT -> new DefaultCredentialsProvider();
            case ACCESS_KEY -> fixed(settings, Optional.empty());
            case STS -> fixed(settings, Optional.of(settings.required(TOKEN)));
            case RAM_ROLE_ARN -> ramRole(settings);
            case ECS_RAM_ROLE ->
                EcsRamRoleCredentialProvider.builder()
                        .roleName(settings.find("role-name").orElse(null))
                        .build();
            case OIDC_ROLE_ARN ->
                new CheckedOidcProvider(
                        OIDCRoleArnCredentialProvider.builder()
                                .roleArn(settings.required("role-arn"))
                                .oidcProviderArn(settings.required("oidc-provider-arn"))
                                .oidcTokenFilePath(settings.path("oidc-token"))
                                .roleSessionName(
                                        settings.find("role-session-name").orElse(null))
                                .build(),
                        () -> settings.required("oidc-token"));
            case PROFILE -> profile(settings.find("profile"));
            case CREDENTIALS_URI ->
                URLCredentialProvider.builder()
                        .credentialsURI(settings.required("credentials-uri"))
                        .build();
        };
    }

    /** Without a key of its own the role is assumed with what the default chain gives. */
    private static AlibabaCloudCredentialsProvider ramRole(Settings settings) {
        AlibabaCloudCredentialsProvider from = settings.find(ID).isPresent()
                ? fixed(settings, settings.find(TOKEN))
                : new CheckedProvider(new DefaultCredentialsProvider());
        return RamRoleArnCredentialProvider.builder()
                .credentialsProvider(from)
                .roleArn(settings.required("role-arn"))
                .roleSessionName(settings.find("role-session-name").orElse(null))
                .build();
    }

    private static AlibabaCloudCredentialsProvider fixed(Settings settings, Optional<String> token) {
        CredentialModel.Builder key = CredentialModel.builder()
                .accessKeyId(settings.required(ID))
                .accessKeySecret(settings.required(SECRET))
                .type(token.isPresent() ? "sts" : "access_key");
        token.ifPresent(key::securityToken);
        return StaticCredentialsProvider.builder().credential(key.build()).build();
    }

    /**
     * The vendor's provider lets the variable win over the profile it is given: better no key than another one. Without a
     * name it is the variable's or the tool's current one.
     */
    private AlibabaCloudCredentialsProvider profile(Optional<String> name) {
        String other = environment.apply(PROFILE_VARIABLE);
        if (name.isPresent() && other != null && !other.isEmpty() && !other.equals(name.get())) {
            throw new NoCredentials(
                    PROFILE_VARIABLE + " names another profile than the account's and would win",
                    "unset " + PROFILE_VARIABLE);
        }
        return CLIProfileCredentialsProvider.builder()
                .profileName(name.orElse(null))
                .build();
    }

    /** Looks up settings, from their files where they have one. */
    private record Settings(CredentialsSource source) {
        Optional<String> find(String key) {
            Path file = source.files().get(key);
            if (file != null) {
                return Optional.of(content(key, file));
            }
            return Optional.ofNullable(source.settings().get(key)).filter(value -> !value.isBlank());
        }

        String required(String key) {
            return find(key)
                    .orElseThrow(() -> new NoCredentials(
                            key + " is missing", "set " + key + " or " + key + "-file of the account"));
        }

        /** Where the file is that the vendor's provider reads itself, anew for each token. */
        String path(String key) {
            return Optional.ofNullable(source.files().get(key))
                    .map(Path::toString)
                    .orElseThrow(() -> new NoCredentials(key + "-file is missing", "set " + key + "-file"));
        }

        private static String content(String key, Path file) {
            SecretText.Content content = SecretFile.read(file);
            Optional<String> why = content instanceof SecretText.Usable usable
                    ? CredentialRule.problem(key, usable.text())
                    : Optional.of(((SecretText.Unusable) content).why());
            if (why.isPresent()) {
                throw new NoCredentials(
                        key + "-file " + why.get() + ": " + file,
                        "put the value alone into " + file + " and let this user read it");
            }
            return ((SecretText.Usable) content).text();
        }
    }
}
