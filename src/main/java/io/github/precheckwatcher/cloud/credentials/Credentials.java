package io.github.precheckwatcher.cloud.credentials;

import static java.util.Objects.requireNonNull;

import com.aliyun.credentials.Client;
import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The key of one account, asked for anew by each signed request. The vendor's client behind it caches and refreshes; it
 * may block, so it runs on a worker, one thread an account at most: who asks while a fetch is under way shares it. A key
 * that cannot change by itself is at hand without a worker.
 *
 * <p>Each of the vendor's providers is closed once it is of no more use: when it gave no key, after a renewal, at the end.
 * Never while a fetch uses it: then that fetch closes it when it ends.
 *
 * <p>Thread-safe.
 */
public final class Credentials implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Credentials.class);

    private final String account;
    private final CredentialsSource source;
    private final MissingCredentials missing;
    private final Function<CredentialsSource, AlibabaCloudCredentialsProvider> providers;
    private final Executor worker;

    private long generation;
    private boolean closed;
    private AlibabaCloudCredentialsProvider provider;
    private Fetch underWay;
    private volatile CompletableFuture<SigningKey> fixed;

    /**
     * @param providers makes the vendor's provider for a source; may block
     * @param worker runs what may block
     */
    public Credentials(
            String account,
            CredentialsSource source,
            Function<CredentialsSource, AlibabaCloudCredentialsProvider> providers,
            Executor worker) {
        this.account = requireNonNull(account, "account");
        this.source = requireNonNull(source, "source");
        this.missing = new MissingCredentials(account, source.type());
        this.providers = requireNonNull(providers, "providers");
        this.worker = requireNonNull(worker, "worker");
    }

    /** One fetch, and the provider that it asks; null until there is one. */
    private static final class Fetch {
        private final CompletableFuture<SigningKey> key = new CompletableFuture<>();
        private AlibabaCloudCredentialsProvider asked;
    }

    /** The key to sign with now. Never blocks; fails with {@link NoCredentials}. */
    public CompletableFuture<SigningKey> fetch() {
        CompletableFuture<SigningKey> known = fixed;
        if (known != null) {
            return known;
        }
        Fetch started;
        synchronized (this) {
            if (fixed != null) {
                return fixed;
            }
            if (closed) {
                return CompletableFuture.failedFuture(stopping());
            }
            if (underWay != null) {
                return underWay.key;
            }
            started = new Fetch();
            underWay = started;
        }
        try {
            worker.execute(() -> load(started));
        } catch (RejectedExecutionException shuttingDown) {
            fail(started, stopping());
        }
        return started.key;
    }

    /**
     * Lets the next fetch use a new client of the vendor, files read again. Once for all calls that were refused with the
     * same client's key.
     *
     * @param refused the generation of the refused key
     */
    public void renew(long refused) {
        Optional<AlibabaCloudCredentialsProvider> unused;
        synchronized (this) {
            if (refused != generation) {
                return;
            }
            unused = forget();
        }
        unused.ifPresent(CloseProvider::close);
        LOG.debugf("credentials renewed account=%s", account);
    }

    /** No key did come within this time: what that means. */
    public NoCredentials late(Duration bound) {
        return missing.late(bound);
    }

    /** Ends the vendor's provider; from now on there is no key. */
    @Override
    public void close() {
        Optional<AlibabaCloudCredentialsProvider> unused;
        synchronized (this) {
            closed = true;
            unused = forget();
        }
        unused.ifPresent(CloseProvider::close);
    }

    /** Starts a new generation; returns the provider of the old one unless a fetch is using it. */
    private Optional<AlibabaCloudCredentialsProvider> forget() {
        boolean inUse = underWay != null && underWay.asked == provider;
        Optional<AlibabaCloudCredentialsProvider> unused = inUse ? Optional.empty() : Optional.ofNullable(provider);
        generation++;
        provider = null;
        fixed = null;
        underWay = null;
        return unused;
    }

    private void load(Fetch started) {
        long asOf;
        boolean current;
        synchronized (this) {
            asOf = generation;
            current = underWay == started;
            if (current) {
                started.asked = provider;
            }
        }
        try {
            if (!current) {
                // renewed before it began: the new generation's fetch answers for it, with one provider for both
                fetch().whenComplete((key, none) -> complete(started, key, none));
                return;
            }
            if (started.asked == null) {
                started.asked = providers.apply(source);
            }
            SigningKey key = key(new Client(started.asked).getCredential(), asOf);
            end(started, Optional.of(key));
            started.key.complete(key);
        } catch (NoCredentials none) {
            fail(started, none);
        } catch (RuntimeException | LinkageError none) {
            // the library's message may hold a token service's whole answer: it goes nowhere
            fail(started, ours(none).orElseGet(() -> missing.none(none)));
        } catch (Error broken) {
            // whoever waits must not wait for ever, and the next call must not wait with them
            fail(started, missing.none(null));
            throw broken;
        }
    }

    private static void complete(Fetch fetch, SigningKey key, Throwable none) {
        if (none == null) {
            fetch.key.complete(key);
        } else {
            fetch.key.completeExceptionally(none);
        }
    }

    /** Forgets the client, too: what it could not find once, a new one may find. */
    private void fail(Fetch started, NoCredentials none) {
        end(started, Optional.empty());
        started.key.completeExceptionally(none);
    }

    /** Keeps the provider that gave a key, unless it was renewed meanwhile; closes any other. */
    private void end(Fetch ended, Optional<SigningKey> key) {
        AlibabaCloudCredentialsProvider useless = ended.asked;
        synchronized (this) {
            if (underWay == ended) {
                underWay = null;
                provider = key.isPresent() ? ended.asked : null;
                useless = key.isPresent() ? null : ended.asked;
                fixed = key.isPresent() && neverChanges() ? ended.key : null;
            }
        }
        if (useless != null) {
            CloseProvider.close(useless);
        }
    }

    /** What we threw ourselves within the library, which wraps it. */
    private static Optional<NoCredentials> ours(Throwable failure) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < 20; depth++, at = at.getCause()) {
            if (at instanceof NoCredentials none) {
                return Optional.of(none);
            }
        }
        return Optional.empty();
    }

    private boolean neverChanges() {
        return source.type() == CredentialsSource.Type.ACCESS_KEY || source.type() == CredentialsSource.Type.STS;
    }

    private SigningKey key(CredentialModel model, long asOf) {
        if (model == null || empty(model.getAccessKeyId()) || empty(model.getAccessKeySecret())) {
            throw missing.none(null);
        }
        return SigningKey.of(model, asOf);
    }

    private static NoCredentials stopping() {
        return new NoCredentials("no thread to fetch them with", "none: the daemon is stopping");
    }

    private static boolean empty(String text) {
        return text == null || text.isEmpty();
    }
}
