package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.cloud.answer.NoHttpResponse;
import io.github.precheckwatcher.cloud.answer.RpcResponse;
import io.github.precheckwatcher.cloud.credentials.SigningKey;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One request on its way, known by its nonce to all who meet it: filter, connection, call. */
final class Attempt {
    private final String nonce;
    private final Caller caller;
    private final RpcAction action;
    private volatile RenewedClient.Opened client;
    private volatile SigningKey key;
    private volatile boolean pooled;
    private volatile boolean answerBegun;
    private volatile Throwable fault;
    private volatile boolean heldUp;
    private final CompletableFuture<Response> cut = new CompletableFuture<>();

    Attempt(String nonce, Caller caller, RpcAction action) {
        this.nonce = requireNonNull(nonce, "nonce");
        this.caller = requireNonNull(caller, "caller");
        this.action = requireNonNull(action, "action");
    }

    String nonce() {
        return nonce;
    }

    Caller caller() {
        return caller;
    }

    /** What it asks for. */
    RpcAction action() {
        return action;
    }

    /** The client that it is sent by; empty before that. */
    Optional<RenewedClient.Opened> client() {
        return Optional.ofNullable(client);
    }

    void goesBy(RenewedClient.Opened opened) {
        this.client = opened;
    }

    /** The key that it was signed with; empty before that. */
    Optional<SigningKey> key() {
        return Optional.ofNullable(key);
    }

    void signedWith(SigningKey used) {
        this.key = used;
    }

    /** Whether its connection had carried a request before; notified of one that fails. */
    boolean pooled() {
        return pooled;
    }

    void wentOverAPooledConnection() {
        pooled = true;
    }

    /** Whether the head of an answer came. */
    boolean answerBegun() {
        return answerBegun;
    }

    void beginAnswer(int status) {
        answerBegun = true;
        if (!RpcResponse.isFinal(status)) {
            breakOff(new NoHttpResponse());
        }
    }

    /** What is wrong with its connection or with the head of its answer; empty: nothing, or it was closed. */
    Optional<Throwable> fault() {
        return Optional.ofNullable(fault);
    }

    /** Never has an answer; fails when {@link #cutOff} ends this. */
    CompletableFuture<Response> cut() {
        return cut;
    }

    /** The rest of its answer is not wanted. */
    void cutOff(RuntimeException why) {
        cut.completeExceptionally(why);
    }

    /** Whether its answer had to wait for its turn: {@link LargeResponses}. */
    boolean heldUp() {
        return heldUp;
    }

    void holdUp() {
        heldUp = true;
    }

    void breakOff(Throwable first) {
        fault = fault == null ? first : fault;
    }
}
