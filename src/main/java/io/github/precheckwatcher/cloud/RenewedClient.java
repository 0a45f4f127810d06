package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A REST client that is built anew when what it was built with has changed: a client keeps the proxy's password, and the
 * number of connections, of its building. The old one is closed when its last call has ended. Thread-safe.
 */
final class RenewedClient implements Closeable {
    private final Supplier<?> builtWith;
    private final Supplier<RpcApi> open;
    private Opened current;
    private boolean closed;

    /**
     * Builds the first client.
     *
     * @param builtWith what a client is built with; asked before each call
     * @param open builds a client; what it returns is {@link Closeable}
     */
    RenewedClient(Supplier<?> builtWith, Supplier<RpcApi> open) {
        this.builtWith = requireNonNull(builtWith, "builtWith");
        this.open = requireNonNull(open, "open");
        this.current = new Opened(builtWith.get(), open.get());
    }

    /** One client and the calls that are under way with it. */
    static final class Opened {
        private final Object with;
        private final RpcApi api;
        private int calls;

        Opened(Object with, RpcApi api) {
            this.with = with;
            this.api = requireNonNull(api, "api");
        }

        RpcApi api() {
            return api;
        }
    }

    /** The client of this moment, for one call; {@link #giveBack given back} when that has ended. */
    synchronized Opened take() {
        Object now = builtWith.get();
        if (!closed && !Objects.equals(now, current.with)) {
            Opened old = current;
            current = new Opened(now, open.get());
            closeUnused(old);
        }
        current.calls++;
        return current;
    }

    /** A call has ended, whatever became of it. */
    synchronized void giveBack(Opened used) {
        used.calls--;
        if (used != current) {
            closeUnused(used);
        }
    }

    private static void closeUnused(Opened old) {
        if (old.calls == 0) {
            close(old);
        }
    }

    /** Ends the calls that are under way, too. */
    @Override
    public synchronized void close() {
        closed = true;
        close(current);
    }

    private static void close(Opened opened) {
        try {
            ((Closeable) opened.api).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
