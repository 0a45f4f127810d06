package io.github.precheckwatcher.cloud;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The requests that are on their way, of all accounts: a nonce is used once, whoever uses it. */
final class Attempts {
    private final ConcurrentMap<String, Attempt> byNonce = new ConcurrentHashMap<>();

    Attempt open(String nonce, Caller caller, RpcAction action) {
        Attempt attempt = new Attempt(nonce, caller, action);
        byNonce.put(nonce, attempt);
        return attempt;
    }

    /** The request with this nonce; empty when its call has ended meanwhile. */
    Optional<Attempt> find(String nonce) {
        return nonce == null ? Optional.empty() : Optional.ofNullable(byNonce.get(nonce));
    }

    void close(Attempt attempt) {
        byNonce.remove(attempt.nonce());
    }

    int size() {
        return byNonce.size();
    }
}
