package io.github.precheckwatcher.sas;

import io.github.precheckwatcher.precheck.PrecheckRef;
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

/** Asks the cloud, each account with a key and a time of its own. Thread-safe. */
@ApplicationScoped
public class SasPrecheckQuery implements PrecheckQuery {
    private final SasClients clients;
    private final Map<String, AccountCalls> accounts;

    /**
     * Opens the accounts' clients, one for all whose connections are alike; connects nowhere and reads no credentials yet.
     *
     * @param clock the host's: what it shows is what the cloud accepts, or corrects
     * @param ids makes the nonces
     * @param worker fetches credentials, which may block, one thread an account at most; and reads large answers
     */
    @Inject
    public SasPrecheckQuery(
            Accounts accounts,
            CallPermits permits,
            @Identifier("host") Clock clock,
            Supplier<UUID> ids,
            ExecutorService worker,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.clients = new SasClients(accounts.byName().values(), "precheck-watcher/" + version);
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

    @Override
    public Uni<PollAnswer> query(String account, PrecheckRef ref) {
        AccountCalls calls = accounts.get(account);
        return calls == null
                ? Uni.createFrom().failure(new IllegalArgumentException("no account " + account + " is configured"))
                : calls.query(ref);
    }

    @PreDestroy
    void close() {
        accounts.values().forEach(AccountCalls::close);
        clients.close();
    }
}
