package io.github.precheckwatcher.cloud.credentials;

import static java.util.Objects.requireNonNull;

import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;

/** Holds the key that another provider of the vendor's uses against the rules for secrets, before it uses it. */
final class CheckedProvider implements AlibabaCloudCredentialsProvider {
    private final AlibabaCloudCredentialsProvider vendors;

    CheckedProvider(AlibabaCloudCredentialsProvider vendors) {
        this.vendors = requireNonNull(vendors, "vendors");
    }

    /**
     * @throws NoCredentials when the key is not usable
     */
    @Override
    public CredentialModel getCredentials() {
        CredentialModel given = vendors.getCredentials();
        SigningKey key = SigningKey.of(given, 0);
        CredentialModel.Builder checked = CredentialModel.builder()
                .accessKeyId(key.accessKeyId())
                .accessKeySecret(key.secret())
                .type(given.getType())
                .providerName(given.getProviderName());
        key.securityToken().ifPresent(checked::securityToken);
        return checked.build();
    }

    @Override
    public String getProviderName() {
        return vendors.getProviderName();
    }

    /** What it holds is closed by {@link CloseProvider}. */
    @Override
    public void close() {}
}
