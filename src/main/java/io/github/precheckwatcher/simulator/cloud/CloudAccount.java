package io.github.precheckwatcher.simulator.cloud;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.simulator.script.Answer;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * One account of the simulated cloud: its key, and the switches by which a test turns it. Thread safe; a change holds
 * from the next call on. Its text form shows neither secret nor token.
 */
public final class CloudAccount {
    private final String keyId;
    private String secret;
    private Token token;
    private boolean active = true;
    private boolean denied;
    private Set<String> deniedTasks = Set.of();
    private boolean echoing;
    private RateLimit limit;
    private RateLimit.Bucket bucket;

    /** An account with a lasting key. */
    public CloudAccount(String keyId, String secret) {
        this.keyId = requireNonNull(keyId, "keyId");
        this.secret = requireNonNull(secret, "secret");
    }

    /** An account with a temporary key: every call must carry this security token, and sign it. */
    public static CloudAccount temporary(String keyId, String secret, String securityToken) {
        CloudAccount account = new CloudAccount(keyId, secret);
        account.token = new Token(securityToken, false);
        return account;
    }

    /** The AccessKey id. */
    public String keyId() {
        return keyId;
    }

    /** Replaces the secret: calls signed with the old one are refused. */
    public synchronized void rotate(String newSecret) {
        secret = requireNonNull(newSecret, "newSecret");
    }

    /** Makes the key a temporary one, or gives it a new security token. */
    public synchronized void renewToken(String securityToken) {
        token = new Token(securityToken, false);
    }

    /** Lets the security token expire; does nothing to a lasting key. */
    public synchronized void expireToken() {
        if (token != null) {
            token = new Token(token.value(), true);
        }
    }

    /** Enables or disables the key. */
    public synchronized void activate(boolean on) {
        active = on;
    }

    /** Refuses every call with NoPermission. */
    public synchronized void revoke() {
        denied = true;
    }

    /** Refuses the calls for these tasks alone with NoPermission, instead of any refused before. */
    public synchronized void revoke(Collection<String> taskIds) {
        deniedTasks = Set.copyOf(taskIds);
    }

    /** Permits everything again. */
    public synchronized void grant() {
        denied = false;
        deniedTasks = Set.of();
    }

    /** Throttles calls above this rate; empty: none. */
    public synchronized void limit(Optional<RateLimit> rate) {
        limit = rate.orElse(null);
        bucket = null;
    }

    /** Whether error messages repeat what must never be shown: secret, token and Authorization header. */
    public synchronized void echo(boolean on) {
        echoing = on;
    }

    synchronized Key key() {
        return new Key(secret, Optional.ofNullable(token), active);
    }

    /** What an error message repeats while echoing is on; otherwise nothing. */
    synchronized String echo(Call call) {
        return echoing
                ? " AccessKeySecret=" + secret + " SecurityToken=" + call.header("x-acs-security-token")
                        + " Authorization=" + call.header("Authorization")
                : "";
    }

    /** What an authentic call is refused for, if anything. */
    synchronized Optional<Answer> refusal(String taskId, Instant now) {
        if (limit != null) {
            if (bucket == null) {
                bucket = new RateLimit.Bucket(limit, now);
            }
            if (!bucket.take(now)) {
                return Optional.of(limit.refusal());
            }
        }
        return denied || deniedTasks.contains(taskId) ? Optional.of(Answer.NO_PERMISSION) : Optional.empty();
    }

    /** The key as it is now; its text form hides everything. */
    record Key(String secret, Optional<Token> token, boolean active) {
        @Override
        public String toString() {
            return "Key[hidden]";
        }
    }

    /** The security token of a temporary key. */
    record Token(String value, boolean expired) {
        @Override
        public String toString() {
            return "Token[hidden]";
        }
    }

    @Override
    public String toString() {
        return "CloudAccount[" + keyId + "]";
    }
}
