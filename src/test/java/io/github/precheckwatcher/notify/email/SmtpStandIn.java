package io.github.precheckwatcher.notify.email;

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

/** An SMTP server on loopback that says what it is told to: one thread a connection. */
final class SmtpStandIn implements AutoCloseable {
    /** In place of an answer: says nothing more. */
    static final String SILENCE = "silence";

    /** In place of an answer: closes the connection. */
    static final String CLOSE = "close";

    private static final Map<String, String> GOOD = Map.of(
            "CONNECT", "220 ready",
            "EHLO", "250-stand-in\r\n250 AUTH PLAIN",
            "AUTH", "235 in",
            "MAIL", "250 sender",
            "RCPT", "250 recipient",
            "DATA", "354 go on",
            "END", "250 taken",
            "RSET", "250 reset",
            "QUIT", "221 bye");

    private final ServerSocket listener;
    private final Map<String, String> answers = new ConcurrentHashMap<>(GOOD);
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();

    private SmtpStandIn(ServerSocket listener) {
        this.listener = listener;
    }

    static SmtpStandIn started() {
        try {
            var server = new SmtpStandIn(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            daemon(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What it answers to a command from now on; {@code CONNECT} and {@code END} (of the mail) are commands too. */
    SmtpStandIn answer(String command, String answer) {
        answers.put(command, answer);
        return this;
    }

    SmtpStandIn answerWell(String command) {
        return answer(command, GOOD.get(command));
    }

    /** The mails that were taken, headers and all. */
    List<String> mails() {
        return List.copyOf(mails);
    }

    List<String> commands() {
        return List.copyOf(commands);
    }

    int openConnections() {
        return open.get();
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
                open.incrementAndGet();
                daemon(() -> talk(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = socket.getOutputStream();
            boolean goesOn = say(out, in, answers.get("CONNECT"));
            while (goesOn) {
                String line = in.readLine();
                if (line == null) {
                    return;
                }
                commands.add(line);
                String command = line.split(" ")[0].toUpperCase(Locale.ROOT);
                String whole = line.replaceAll(".*<(.*)>.*", "$1");
                String answer = answers.getOrDefault(command + ' ' + whole, answers.get(command));
                goesOn = say(out, in, answer == null ? "500 what" : answer);
                if (goesOn && command.equals("DATA") && answer != null && answer.startsWith("354")) {
                    String mail = mail(in);
                    String end = answers.get("END");
                    if (end.startsWith("250")) {
                        mails.add(mail);
                    }
                    goesOn = say(out, in, end);
                }
            }
        } catch (IOException e) {
            // the client went away
        } finally {
            open.decrementAndGet();
        }
    }

    private static boolean say(OutputStream out, BufferedReader in, String answer) throws IOException {
        if (answer.equals(CLOSE)) {
            return false;
        }
        if (answer.equals(SILENCE)) {
            while (in.read() >= 0) {
                // until the client closes
            }
            return false;
        }
        out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return true;
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
