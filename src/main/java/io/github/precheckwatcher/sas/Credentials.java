package io.github.precheckwatcher.sas;

import static java.util.Objects.requireNonNull;

import com.aliyun.credentials.Client;
import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The key of one account, asked for anew by each signed request. The vendor's client behind it caches and refreshes; it
 * may block, so it runs on a worker, one thread an account at most: who asks while a fetch is under way shares it. A key
 * that cannot change by itself is at hand without a worker.
 *
 * <p>Thread-safe.
 */
final class Credentials {
    private static final Logger LOG = Logger.getLogger(Credentials.class);

    /** Token services say why in a code; nothing else of the library's message is fit to be shown. */
    private static final Pattern SERVICE_CODE =
            Pattern.compile("\\\\?\"Code\\\\?\"\\s*:\\s*\\\\?\"([A-Za-z][A-Za-z0-9._-]{0,63})\\\\?\"");

    private final String account;
    private final CredentialsSource source;
    private final Function<CredentialsSource, AlibabaCloudCredentialsProvider> providers;
    private final Executor worker;

    private long generation;
    private AlibabaCloudCredentialsProvider provider;
    private CompletableFuture<SigningKey> underWay;
    private volatile CompletableFuture<SigningKey> fixed;

    /**
     * @param providers makes the vendor's provider for a source; may block
     * @param worker runs what may block
     */
    Credentials(
            String account,
            CredentialsSource source,
            Function<CredentialsSource, AlibabaCloudCredentialsProvider> providers,
            Executor worker) {
        this.account = requireNonNull(account, "account");
        this.source = requireNonNull(source, "source");
        this.providers = requireNonNull(providers, "providers");
        this.worker = requireNonNull(worker, "worker");
    }

    /** The key to sign with now. Never blocks; fails with {@link NoCredentials}. */
    CompletableFuture<SigningKey> fetch() {
        CompletableFuture<SigningKey> known = fixed;
        if (known != null) {
            return known;
        }
        CompletableFuture<SigningKey> started;
        synchronized (this) {
            if (fixed != null) {
                return fixed;
            }
            if (underWay != null) {
                return underWay;
            }
            started = new CompletableFuture<>();
            underWay = started;
        }
        try {
            worker.execute(() -> load(started));
        } catch (RejectedExecutionException shuttingDown) {
            fail(started, new NoCredentials("no thread to fetch them with", "none: the daemon is stopping"));
        }
        return started;
    }

    /**
     * Lets the next fetch use a new client of the vendor, files read again. Once for all calls that were refused with the
     * same client's key.
     *
     * @param refused the generation of the refused key
     */
    void renew(long refused) {
        synchronized (this) {
            if (refused != generation) {
                return;
            }
            generation++;
            // not closed: a fetch may be using it, and the vendor's providers hold nothing that needs closing
            provider = null;
            fixed = null;
            underWay = null;
        }
        LOG.debugf("credentials renewed account=%s", account);
    }

    private void load(CompletableFuture<SigningKey> started) {
        try {
            AlibabaCloudCredentialsProvider asked;
            long asOf;
            synchronized (this) {
                asked = provider;
                asOf = generation;
            }
            if (asked == null) {
                asked = providers.apply(source);
            }
            SigningKey key = key(new Client(asked).getCredential(), asOf);
            keep(started, asked, key);
            started.complete(key);
        } catch (NoCredentials none) {
            fail(started, none);
        } catch (RuntimeException | LinkageError none) {
            // the library's message may hold a token service's whole answer: it goes nowhere
            fail(started, none(none));
        }
    }

    private void keep(CompletableFuture<SigningKey> started, AlibabaCloudCredentialsProvider asked, SigningKey key) {
        synchronized (this) {
            if (key.generation() != generation) {
                return;
            }
            provider = asked;
            if (source.type() == CredentialsSource.Type.ACCESS_KEY || source.type() == CredentialsSource.Type.STS) {
                fixed = started;
            }
            underWay = underWay == started ? null : underWay;
        }
    }

    /** Forgets the client, too: what it could not find once, a new one may find. */
    private void fail(CompletableFuture<SigningKey> started, NoCredentials none) {
        synchronized (this) {
            if (underWay == started) {
                underWay = null;
                provider = null;
            }
        }
        started.completeExceptionally(none);
    }

    private SigningKey key(CredentialModel model, long asOf) {
        if (model == null || empty(model.getAccessKeyId()) || empty(model.getAccessKeySecret())) {
            throw none(null);
        }
        return new SigningKey(
                model.getAccessKeyId(),
                model.getAccessKeySecret(),
                Optional.ofNullable(model.getSecurityToken()).filter(token -> !token.isEmpty()),
                asOf);
    }

    private NoCredentials none(Throwable why) {
        String code = serviceCode(why).map(c -> " (" + c + ")").orElse("");
        return switch (source.type()) {
            case DEFAULT ->
                new NoCredentials(
                        "the vendor's default credential chain has no credentials" + code,
                        "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or a profile in"
                                + " ~/.aliyun/config.json or ~/.alibabacloud/credentials.ini, or"
                                + " ALIBABA_CLOUD_CREDENTIALS_URI, or give the host a RAM role, or name credentials"
                                + " under watcher.accounts." + account);
            case ACCESS_KEY, STS ->
                new NoCredentials(
                        "the access key is not usable",
                        "check access-key-id and access-key-secret under watcher.accounts." + account);
            case RAM_ROLE_ARN, OIDC_ROLE_ARN ->
                new NoCredentials(
                        "the role could not be assumed" + code,
                        "check role-arn, the role's trust policy, and that sts.aliyuncs.com can be reached");
            case ECS_RAM_ROLE ->
                new NoCredentials(
                        "the instance's metadata service gives no credentials" + code,
                        "attach a RAM role to this ECS instance, or choose another type of credentials");
            case PROFILE ->
                new NoCredentials(
                        "the profile gives no credentials" + code,
                        "check the profile in ~/.aliyun/config.json (aliyun configure list)");
            case CREDENTIALS_URI ->
                new NoCredentials(
                        "the credentials URI gives no credentials" + code,
                        "check that credentials-uri answers 200 with Code, AccessKeyId, AccessKeySecret,"
                                + " SecurityToken and Expiration");
        };
    }

    private static Optional<String> serviceCode(Throwable why) {
        Matcher matcher = SERVICE_CODE.matcher(why == null || why.getMessage() == null ? "" : why.getMessage());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static boolean empty(String text) {
        return text == null || text.isEmpty();
    }
}
