package io.github.precheckwatcher.cloud;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A server that keeps the bytes of each request's head and answers by script, however oddly. */
final class WireServer implements AutoCloseable {
    /** What to do with a request: its number, counted from 0 over all connections, and where to write. */
    interface Reaction {
        /**
         * Answers.
         *
         * @return whether the connection stays open
         */
        boolean react(int number, String head, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final Reaction reaction;
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    WireServer(Reaction reaction) {
        this(ServerSocketFactory.getDefault(), reaction);
    }

    WireServer(ServerSocketFactory sockets, Reaction reaction) {
        try {
            this.listener = sockets.createServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.reaction = reaction;
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port() + "/");
    }

    /** The heads of all requests, in order, as they came over the wire. */
    List<String> heads() {
        return heads;
    }

    int connections() {
        return connections.get();
    }

    int openConnections() {
        return open.size();
    }

    /** An answer with a body and its length. */
    static boolean answer(OutputStream out, int status, String body, String... headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head =
                new StringBuilder("HTTP/1.1 " + status + " Word\r\ncontent-length: " + bytes.length + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(bytes);
        out.flush();
        return true;
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                open.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            String head;
            do {
                head = head(in);
                if (head == null) {
                    return;
                }
                heads.add(head);
            } while (reaction.react(number.getAndIncrement(), head, out));
        } catch (IOException gone) {
            // the client's right
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int last = 0, c; (c = in.read()) != -1; ) {
            head.write(c);
            last = (last << 8) | c;
            if (last == 0x0D0A0D0A) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return null;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "wire-server");
        thread.setDaemon(true);
        thread.start();
    }
}
