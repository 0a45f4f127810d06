package io.github.precheckwatcher.cloud;

import io.github.precheckwatcher.cloud.credentials.CredentialProviders;
import io.github.precheckwatcher.cloud.credentials.Credentials;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Calls the cloud, each account with a key and a time of its own. Thread-safe. */
@ApplicationScoped
public class CloudCalls {
    private final RpcClients clients;
    private final Map<String, AccountCalls> accounts;

    /**
     * Opens the accounts' clients, one for all whose connections are alike; connects nowhere and reads no credentials yet.
     *
     * @param clock the host's: what it shows is what the cloud accepts, or corrects
     * @param ids makes the nonces
     * @param worker fetches credentials, which may block, one thread an account at most; and reads large answers
     */
    @Inject
    public CloudCalls(
            Accounts accounts,
            CallPermits permits,
            @Identifier("host") Clock clock,
            Supplier<UUID> ids,
            ExecutorService worker,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.clients = new RpcClients(accounts.byName().values(), "precheck-watcher/" + version);
        CredentialProviders providers = new CredentialProviders(System::getenv);
        this.accounts = accounts.byName().values().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Account::name,
                        account -> new AccountCalls(
                                account,
                                new Caller(
                                        new Credentials(account.name(), account.credentials(), providers, worker),
                                        new ServerClock(account.name(), clock)),
                                permits,
                                ids,
                                worker,
                                clients)));
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
        AccountCalls calls = accounts.get(account);
        return calls == null
                ? Uni.createFrom().failure(new IllegalArgumentException("no account " + account + " is configured"))
                : calls.call(call);
    }

    /** Closes the clients; calls under way fail. */
    @PreDestroy
    public void close() {
        accounts.values().forEach(AccountCalls::close);
        clients.close();
    }
}
