package io.github.precheckwatcher.notify.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Looks up one host's addresses on worker threads: a name server that hangs must hold up no event loop, and with it
 * every other receiver. One lookup runs at a time; whoever asks meanwhile waits for that one. How long an answer stands
 * is the JDK's matter ({@code networkaddress.cache.ttl}). Thread safe.
 */
final class HostLookup {
    private final Vertx vertx;
    private final String host;
    private final Resolver resolver;

    /** Guarded by this. */
    private Future<List<InetAddress>> running = Future.succeededFuture(List.of());

    /** What knows the addresses of names; blocks. */
    @FunctionalInterface
    interface Resolver {
        /** At least one, the preferred first. */
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    HostLookup(Vertx vertx, String host, Resolver resolver) {
        this.vertx = vertx;
        this.host = host;
        this.resolver = resolver;
    }

    /** The addresses, the preferred first; completes on any thread, and does not end before the lookup does. */
    synchronized Future<List<InetAddress>> addresses() {
        if (running.isComplete()) {
            running = vertx.executeBlocking(() -> List.of(resolver.addresses(host)), false);
        }
        return running;
    }
}
