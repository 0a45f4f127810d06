package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.github.precheckwatcher.http.HttpProxy;
import java.io.Closeable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The HTTP clients of all accounts: those whose connections are alike share one, since each takes some ms to build, with
 * TLS several times that, and has a pool of its own. Whose a request is comes with its {@link Attempt}.
 *
 * <p>Thread-safe.
 */
final class RpcClients implements Closeable {
    private final Attempts attempts = new Attempts();
    private final LargeResponses large = new LargeResponses();
    private final String userAgent;
    /** How many accounts are configured for each client. */
    private volatile Map<ClientSettings, Long> sharing = Map.of();

    private final Map<ClientSettings, Shared> open = new HashMap<>();

    RpcClients(String userAgent) {
        this.userAgent = requireNonNull(userAgent, "userAgent");
    }

    private static final class Shared {
        private final RenewedClient client;
        private int users;

        Shared(RenewedClient client) {
            this.client = requireNonNull(client, "client");
        }
    }

    /** These accounts are configured now: a client that more or fewer of them share than before is built anew. */
    void share(Collection<Account> accounts) {
        sharing = accounts.stream().collect(groupingBy(ClientSettings::of, counting()));
    }

    /** The client of an account, opened if no other uses it; connects nowhere yet. */
    synchronized RenewedClient take(Account account) {
        Shared shared = open.computeIfAbsent(ClientSettings.of(account), settings -> new Shared(renewed(settings)));
        shared.users++;
        return shared.client;
    }

    /** An account that took its client uses it no more: the last one closes it. */
    synchronized void giveBack(Account account) {
        Shared shared = open.get(ClientSettings.of(account));
        if (shared != null && --shared.users == 0) {
            open.remove(ClientSettings.of(account));
            shared.client.close();
        }
    }

    private RenewedClient renewed(ClientSettings settings) {
        return new RenewedClient(
                () -> new BuiltWith(
                        sharing.getOrDefault(settings, 1L),
                        settings.proxy()
                                .flatMap(HttpProxy::login)
                                .map(HttpProxy.Login::password)
                                .map(Supplier::get)),
                () -> RpcClient.open(settings, sharing.getOrDefault(settings, 1L), attempts, large, userAgent));
    }

    private record BuiltWith(long accounts, Optional<String> password) {
        @Override
        public String toString() {
            return "BuiltWith[hidden]";
        }
    }

    /** A request begins. */
    Attempt begin(String nonce, Caller caller, RpcAction action) {
        return attempts.open(nonce, caller, action);
    }

    /** A request ended, whatever became of it. */
    void end(Attempt attempt) {
        attempts.close(attempt);
        large.leave(attempt);
    }

    /** How many requests are on their way. */
    int underWay() {
        return attempts.size();
    }

    /** Ends the calls that are under way, too. */
    @Override
    public synchronized void close() {
        open.values().forEach(shared -> shared.client.close());
        open.clear();
    }
}
