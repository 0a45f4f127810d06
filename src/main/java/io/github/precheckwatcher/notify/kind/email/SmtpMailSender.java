package io.github.precheckwatcher.notify.kind.email;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.MailSender;
import io.quarkus.tls.TlsConfiguration;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Hands mails to one SMTP server, each over a connection and on a thread of its own: Angus Mail blocks. Opens nothing
 * before the first mail.
 */
public final class SmtpMailSender implements MailSender, AutoCloseable {
    /** Each notifier sends few at a time; beyond this a look-up hangs that nobody can end. */
    private static final int THREADS = 64;

    private final Supplier<Optional<MailServer>> server;
    private final Function<String, Optional<TlsConfiguration>> tls;
    private final ExecutorService workers;

    /**
     * @param server asked for each mail; empty: no notifier needs one
     * @param tls the configurations under {@code quarkus.tls} by name
     */
    public SmtpMailSender(Supplier<Optional<MailServer>> server, Function<String, Optional<TlsConfiguration>> tls) {
        this.server = requireNonNull(server, "server");
        this.tls = requireNonNull(tls, "tls");
        var number = new AtomicInteger();
        this.workers = new ThreadPoolExecutor(0, THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            var thread = new Thread(work, "smtp-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Where Quarkus does not run, so that nobody knows its TLS configurations. */
    public static SmtpMailSender alone(Optional<MailServer> server) {
        return new SmtpMailSender(() -> server, name -> {
            throw new IllegalArgumentException(
                    "quarkus.mailer.tls-configuration-name needs a running daemon: start it and ask again");
        });
    }

    @Override
    public void check() {
        trust(server());
    }

    @Override
    public Uni<Sent> send(Mail mail, Duration timeout) {
        return Uni.createFrom().deferred(() -> {
            MailServer known = server();
            var exchange = new SmtpExchange(known, () -> trust(known), mail, timeout);
            return Uni.createFrom()
                    .<Sent>emitter(emitter -> {
                        // the timeout below and whoever cancels close the connection, whatever it waits for
                        emitter.onTermination(exchange::close);
                        try {
                            workers.execute(() -> {
                                try {
                                    emitter.complete(exchange.run());
                                } catch (RuntimeException | Error e) {
                                    emitter.fail(e);
                                }
                            });
                        } catch (RejectedExecutionException e) {
                            emitter.complete(Sent.failed(new Fault(
                                    Optional.empty(),
                                    "too many mails are under way",
                                    "see that the name servers of this machine answer in time")));
                        }
                    })
                    .ifNoItem()
                    .after(timeout)
                    .recoverWithItem(exchange::late);
        });
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        workers.shutdownNow();
    }

    private MailServer server() {
        return server.get()
                .orElseThrow(() -> new IllegalArgumentException("there is no mail server: quarkus.mailer.from"));
    }

    private SmtpTrust trust(MailServer known) {
        return known.tls()
                .map(name -> SmtpTrust.of(tls.apply(name)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "quarkus.mailer.tls-configuration-name names no configuration of quarkus.tls"))))
                .orElseGet(SmtpTrust::ofJvm);
    }
}
