package io.github.precheckwatcher.notify.kind.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An SMTP server on loopback that says what it is set to, its greeting at once: one thread a connection. */
public final class FakeSmtpServer implements AutoCloseable {
    /** In place of an answer: says nothing more. */
    static final String SILENCE = "silence";

    /** In place of an answer: closes the connection. */
    static final String CLOSE = "close";

    /** In place of an answer: one line after the other of an answer that never ends, byte by byte. */
    static final String DRIP = "drip";

    /** In place of an answer: one that never ends, as fast as the connection takes it. */
    static final String FLOOD = "flood";

    private static final Map<String, String> GOOD = Map.ofEntries(
            Map.entry("CONNECT", "220 ready"),
            Map.entry("EHLO", "250-stand-in\r\n250 AUTH PLAIN"),
            Map.entry("HELO", "250 stand-in"),
            Map.entry("STARTTLS", "220 go on"),
            Map.entry("AUTH", "235 in"),
            Map.entry("MAIL", "250 sender"),
            Map.entry("RCPT", "250 recipient"),
            Map.entry("DATA", "354 go on"),
            Map.entry("END", "250 taken"),
            Map.entry("RSET", "250 reset"),
            Map.entry("QUIT", "221 bye"));

    private final ServerSocket listener;
    private final Map<String, String> answers = new ConcurrentHashMap<>(GOOD);
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private volatile SSLContext tls;
    private volatile boolean tlsAtOnce;

    private FakeSmtpServer(ServerSocket listener) {
        this.listener = listener;
    }

    public static FakeSmtpServer started() {
        try {
            var server = new FakeSmtpServer(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
            daemon(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What it answers to a command from now on; {@code CONNECT} and {@code END} (of the mail) are commands too. */
    public FakeSmtpServer answer(String command, String answer) {
        answers.put(command, answer);
        return this;
    }

    public FakeSmtpServer answerWell(String command) {
        return answer(command, GOOD.get(command));
    }

    /** Offers STARTTLS. */
    public FakeSmtpServer offer(SSLContext context) {
        tls = context;
        return answer("EHLO", "250-stand-in\r\n250-STARTTLS\r\n250 AUTH PLAIN");
    }

    /** Speaks TLS from the first byte. */
    public FakeSmtpServer encrypt(SSLContext context) {
        tls = context;
        tlsAtOnce = true;
        return this;
    }

    /** The mails that were taken, headers and all. */
    public List<String> mails() {
        return List.copyOf(mails);
    }

    public List<String> commands() {
        return List.copyOf(commands);
    }

    public int openConnections() {
        return open.get();
    }

    /** How many connections there were at a time. */
    public int mostConnections() {
        return most.get();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                most.accumulateAndGet(open.incrementAndGet(), Math::max);
                daemon(() -> talk(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void talk(Socket plain) {
        try (plain) {
            Socket socket = tlsAtOnce ? encrypted(plain) : plain;
            if (say(socket, answers.get("CONNECT"))) {
                while (socket != null) {
                    socket = commands(socket);
                }
            }
        } catch (IOException e) {
            // the client went away
        } finally {
            open.decrementAndGet();
        }
    }

    /** The encrypted connection that it goes on with; null: it is over. */
    private Socket commands(Socket socket) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            commands.add(line);
            String command = line.split(" ")[0].toUpperCase(Locale.ROOT);
            String whole = line.replaceAll(".*<(.*)>.*", "$1");
            String answer = answers.getOrDefault(command + ' ' + whole, answers.get(command));
            if (!say(socket, answer == null ? "500 what" : answer)) {
                return null;
            }
            if (command.equals("STARTTLS") && answer.startsWith("220")) {
                return encrypted(socket);
            }
            if (command.equals("DATA") && answer.startsWith("354")) {
                String mail = mail(in);
                String end = answers.get("END");
                if (end.startsWith("250")) {
                    mails.add(mail);
                }
                if (!say(socket, end)) {
                    return null;
                }
            }
        }
        return null;
    }

    private Socket encrypted(Socket plain) throws IOException {
        var secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), false);
        secure.setUseClientMode(false);
        secure.startHandshake();
        return secure;
    }

    private static boolean say(Socket socket, String answer) throws IOException {
        OutputStream out = socket.getOutputStream();
        switch (answer) {
            case CLOSE -> {
                return false;
            }
            case SILENCE -> {
                while (socket.getInputStream().read() >= 0) {
                    // until the client closes
                }
                return false;
            }
            case DRIP -> {
                byte[] line = "250-more\r\n".getBytes(StandardCharsets.US_ASCII);
                for (int i = 0; ; i = (i + 1) % line.length) {
                    out.write(line[i]);
                    out.flush();
                    LockSupport.parkNanos(10_000_000);
                }
            }
            case FLOOD -> {
                byte[] some = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
                while (true) {
                    out.write(some);
                }
            }
            default -> {
                out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                return true;
            }
        }
    }

    private static String mail(BufferedReader in) throws IOException {
        var mail = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            mail.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return mail.toString();
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "smtp-stand-in");
        thread.setDaemon(true);
        thread.start();
    }
}
