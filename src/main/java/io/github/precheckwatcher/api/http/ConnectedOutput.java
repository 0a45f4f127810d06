package io.github.precheckwatcher.api.http;

import static java.util.Objects.requireNonNull;

import io.vertx.core.http.HttpServerResponse;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A long answer that ends with its reader. Writes to a connection that is closed are else passed over; nobody is there to make the rest for. */
public final class ConnectedOutput extends FilterOutputStream {
    private final HttpServerResponse response;

    public ConnectedOutput(OutputStream out, HttpServerResponse response) {
        super(out);
        this.response = requireNonNull(response, "response");
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (response.closed()) {
            throw new IOException("the reader has closed the connection");
        }
        out.write(bytes, from, length);
    }
}
