package io.github.precheckwatcher.cloud;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The requests of one account that are on their way. */
final class Attempts {
    private final ConcurrentMap<String, Attempt> byNonce = new ConcurrentHashMap<>();

    Attempt open(String nonce, RpcAction action) {
        Attempt attempt = new Attempt(nonce, action);
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
