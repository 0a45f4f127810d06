package io.github.precheckwatcher.cloud;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.github.precheckwatcher.http.HttpProxy;
import java.io.Closeable;
import java.util.Collection;
import java.util.Map;
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
    private final Map<ClientSettings, RenewedClient> open;

    /** Opens the clients that these accounts need; connects nowhere yet. */
    RpcClients(Collection<Account> accounts, String userAgent) {
        this.open = accounts.stream().collect(groupingBy(ClientSettings::of, counting())).entrySet().stream()
                .collect(toUnmodifiableMap(
                        Map.Entry::getKey, alike -> renewed(alike.getKey(), alike.getValue(), userAgent)));
    }

    private RenewedClient renewed(ClientSettings settings, long accounts, String userAgent) {
        return new RenewedClient(
                () -> settings.proxy()
                        .flatMap(HttpProxy::login)
                        .map(HttpProxy.Login::password)
                        .map(Supplier::get),
                () -> RpcClient.open(settings, accounts, attempts, large, userAgent));
    }

    /** The client of one of the accounts that this was made for. */
    RenewedClient of(Account account) {
        return open.get(ClientSettings.of(account));
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
    public void close() {
        open.values().forEach(RenewedClient::close);
    }
}
