package io.github.precheckwatcher.notify.kind.webhook;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on loopback that behaves as badly as its behaviour says: one thread a connection, raw sockets. */
public final class Receiver implements AutoCloseable {
    private final ServerSocket listener;
    private final Behaviour behaviour;
    private final byte[] greeting;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();

    /** What is done with a connection once a request was read whole. */
    public interface Behaviour {
        /** Answers; false: the connection is closed then. */
        boolean answer(Request request, Socket socket, OutputStream out) throws IOException, InterruptedException;
    }

    /** A request as it came. */
    public record Request(String line, Map<String, String> headers, byte[] body, int connection) {}

    private Receiver(ServerSocket listener, byte[] greeting, Behaviour behaviour) {
        this.listener = listener;
        this.greeting = greeting.clone();
        this.behaviour = behaviour;
        daemon("receiver", this::accept);
    }

    public static Receiver behaving(Behaviour behaviour) {
        return on(listen(), behaviour);
    }

    /** Says this to whoever connects, before anything is read, and then nothing until the connection is closed. */
    public static Receiver greeting(byte[] words) {
        return new Receiver(listen(), words, (request, socket, out) -> false);
    }

    public static Receiver on(ServerSocket listener, Behaviour behaviour) {
        return new Receiver(listener, new byte[0], behaviour);
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers every request with this status and these header lines, keeping connections open. */
    public static Receiver answering(int status, String... headers) {
        return behaving(answer(status, headers));
    }

    /** Answers with this status and these header lines, keeping the connection open. */
    public static Behaviour answer(int status, String... headers) {
        return (request, socket, out) -> {
            out.write(head(status, 0, headers));
            out.flush();
            return true;
        };
    }

    public static byte[] head(int status, long length, String... headers) {
        var text = new StringBuilder("HTTP/1.1 " + status + " Word\r\ncontent-length: " + length + "\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How many connections there were. */
    public int connections() {
        return sockets.size();
    }

    /** How many connections are open at this end: not closed by either. */
    public int open() {
        return open.get();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                int number = sockets.size();
                open.incrementAndGet();
                daemon("connection-" + number, () -> serve(socket, number));
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            if (greeting.length > 0) {
                out.write(greeting);
                untilClosed(socket);
                return;
            }
            for (Request request = read(in, number); request != null; request = read(in, number)) {
                requests.add(request);
                if (!behaviour.answer(request, socket, out)) {
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            // the client went away, which is what some tests want
        } finally {
            open.decrementAndGet();
        }
    }

    static Request read(InputStream in, int connection) throws IOException {
        String line = line(in);
        if (line == null) {
            return null;
        }
        var headers = new LinkedHashMap<String, String>();
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            if (colon < 0) {
                throw new IOException("no HTTP");
            }
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(line, headers, body, connection);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Waits for the client to close the connection. */
    public static void untilClosed(Socket socket) throws IOException {
        while (socket.getInputStream().read() >= 0) {
            // whatever comes is of no interest
        }
    }

    private static void daemon(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
