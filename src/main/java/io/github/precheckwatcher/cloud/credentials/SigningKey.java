package io.github.precheckwatcher.cloud.credentials;

import static java.util.Objects.requireNonNull;

import com.aliyun.credentials.models.CredentialModel;
import io.github.precheckwatcher.secret.SecretText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One AccessKey, with its security token when it is a temporary one. Its text form shows neither secret nor token. */
public final class SigningKey {
    private final String accessKeyId;
    private final String secret;
    private final Optional<String> securityToken;
    private final long generation;
    private final List<SecretWord> unspeakable;

    /**
     * @param generation which of the account's credentials clients handed it out, counted from 0
     */
    public SigningKey(String accessKeyId, String secret, Optional<String> securityToken, long generation) {
        this.accessKeyId = requireNonNull(accessKeyId, "accessKeyId");
        this.secret = requireNonNull(secret, "secret");
        this.securityToken = requireNonNull(securityToken, "securityToken");
        this.generation = generation;
        // the longer first, so that no rest of it stays
        this.unspeakable = Stream.concat(Stream.of(secret), securityToken.stream())
                .sorted((a, b) -> b.length() - a.length())
                .map(SecretWord::new)
                .toList();
    }

    /**
     * The key in what the vendor's library gives, whatever that took it from, by our rules for secrets.
     *
     * @throws NoCredentials when a part of it cannot be used; the message says which and why, and never holds it
     */
    static SigningKey of(CredentialModel model, long generation) {
        return new SigningKey(
                word("AccessKey id", model.getAccessKeyId()),
                word("AccessKey secret", model.getAccessKeySecret()),
                Optional.ofNullable(model.getSecurityToken())
                        .filter(token -> !token.isEmpty())
                        .map(token -> word("security token", token)),
                generation);
    }

    private static String word(String part, String text) {
        SecretText.Content content = SecretText.word(text == null ? "" : text);
        if (content instanceof SecretText.Unusable unusable) {
            throw new NoCredentials(
                    "the " + part + " " + unusable.why(),
                    "write it anew where the credentials come from, without a space or anything behind it; it is read"
                            + " again at the next probe");
        }
        return ((SecretText.Usable) content).text();
    }

    public String accessKeyId() {
        return accessKeyId;
    }

    public String secret() {
        return secret;
    }

    public Optional<String> securityToken() {
        return securityToken;
    }

    public long generation() {
        return generation;
    }

    /** Whether another key would sign otherwise. */
    public boolean sameAs(SigningKey other) {
        return accessKeyId.equals(other.accessKeyId)
                && secret.equals(other.secret)
                && securityToken.equals(other.securityToken);
    }

    /** The text without secret and token. */
    public String cutFrom(String text) {
        String out = text;
        for (SecretWord word : unspeakable) {
            out = word.cutFrom(out);
        }
        return out;
    }

    @Override
    public String toString() {
        return "SigningKey[" + accessKeyId + (securityToken.isPresent() ? ", with token" : "") + "]";
    }
}
