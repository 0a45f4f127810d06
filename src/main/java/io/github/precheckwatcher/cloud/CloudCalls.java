package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.cloud.credentials.CredentialProviders;
import io.github.precheckwatcher.cloud.credentials.Credentials;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Calls the cloud, each account with a key and a time of its own. Follows changes of the accounts: one that is as it was
 * keeps both, a call that is under way ends as it began. Thread-safe.
 */
@ApplicationScoped
public class CloudCalls {
    private final CurrentAccounts configured;
    private final CallPermits permits;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final ExecutorService worker;
    private final CredentialProviders providers = new CredentialProviders(System::getenv);
    private final RpcClients clients;
    /** Whose calls {@link #open} holds; guarded by this, as is that. */
    private Accounts followed = new Accounts(Map.of());

    private final Map<String, AccountCalls> open = new HashMap<>();

    /**
     * Opens the accounts' clients, one for all whose connections are alike; connects nowhere and reads no credentials yet.
     *
     * @param clock the host's: what it shows is what the cloud accepts, or corrects
     * @param ids makes the nonces
     * @param worker fetches credentials, which may block, one thread an account at most; and reads large answers
     */
    @Inject
    public CloudCalls(
            CurrentAccounts configured,
            CallPermits permits,
            @Identifier("host") Clock clock,
            Supplier<UUID> ids,
            ExecutorService worker,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.configured = requireNonNull(configured, "configured");
        this.permits = requireNonNull(permits, "permits");
        this.clock = requireNonNull(clock, "clock");
        this.ids = requireNonNull(ids, "ids");
        this.worker = requireNonNull(worker, "worker");
        this.clients = new RpcClients("precheck-watcher/" + version);
        follow();
        configured.onChange(this::follow);
    }

    /** Opens what is new or changed and closes, once its calls have ended, what is gone. */
    private synchronized void follow() {
        Accounts now = configured.accounts();
        if (now == followed) {
            return;
        }
        clients.share(now.byName().values());
        Map<String, AccountCalls> before = Map.copyOf(open);
        now.byName()
                .forEach((name, account) -> open.compute(
                        name,
                        (n, known) -> known != null && known.account().equals(account) ? known : opened(account)));
        open.keySet().retainAll(now.byName().keySet());
        before.values().stream().filter(calls -> !open.containsValue(calls)).forEach(AccountCalls::closeWhenUnused);
        followed = now;
    }

    private AccountCalls opened(Account account) {
        return new AccountCalls(
                account,
                new Caller(
                        new Credentials(account.name(), account.credentials(), providers, worker),
                        new ServerClock(account.name(), clock)),
                permits,
                ids,
                worker,
                clients);
    }

    /**
     * Sends one signed call, with the one refresh, one correction, one renewed nonce and one re-send over a stale
     * connection that may help; every further request first takes a {@link CallPermits} permit. The whole call, re-sends
     * included, is bounded by the account's read timeout.
     *
     * <p>Never fails for what the network or the cloud does: that is in the answer, whose good result is what {@code call}
     * {@linkplain RpcCall#read reads}. Does not block the caller; may answer on an event loop.
     *
     * @param account the name of a configured account
     * @throws IllegalArgumentException (as a failed Uni) when no such account is configured
     */
    public Uni<PollResponse> call(String account, RpcCall call) {
        return Uni.createFrom().deferred(() -> {
            AccountCalls calls = begin(account);
            return calls == null
                    ? Uni.createFrom().failure(new IllegalArgumentException("no account " + account + " is configured"))
                    : calls.call(call).onTermination().invoke(calls::ended);
        });
    }

    /** Follows first: whoever asks for an account that is new may have heard of it before this. */
    private synchronized AccountCalls begin(String account) {
        follow();
        AccountCalls calls = open.get(account);
        if (calls != null) {
            calls.begun();
        }
        return calls;
    }

    /** Closes the clients; calls under way fail. */
    @PreDestroy
    public synchronized void close() {
        open.values().forEach(AccountCalls::close);
        clients.close();
    }
}
