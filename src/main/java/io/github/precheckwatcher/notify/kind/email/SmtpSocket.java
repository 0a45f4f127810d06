package io.github.precheckwatcher.notify.kind.email;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** A connection that reads no more than its budget: a server that never ends its answer must not fill the memory. */
final class SmtpSocket extends Socket {
    private final AtomicLong left;

    /** @param budget how many bytes may be read in all, TLS included */
    SmtpSocket(long budget) {
        this.left = new AtomicLong(budget);
    }

    /** An address that keeps the name it was looked up by, so that nothing asks DNS for one. */
    static InetSocketAddress address(String host, InetAddress found, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(host, found.getAddress()), port);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                return counted(super.read(), 1);
            }

            @Override
            public int read(byte[] bytes, int from, int most) throws IOException {
                int read = super.read(bytes, from, most);
                return counted(read, read);
            }
        };
    }

    private int counted(int read, int bytes) throws IOException {
        if (read >= 0 && left.addAndGet(-bytes) < 0) {
            throw new TooMuch();
        }
        return read;
    }

    /** The server said more than any mail server does. */
    static final class TooMuch extends IOException {
        TooMuch() {
            super("more than the budget");
        }
    }
}
