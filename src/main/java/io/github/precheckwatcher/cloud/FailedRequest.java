package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.cloud.answer.NoHttpResponse;
import io.github.precheckwatcher.cloud.answer.OversizedResponse;
import io.github.precheckwatcher.cloud.credentials.NoCredentials;
import io.github.precheckwatcher.http.Causes;
import io.github.precheckwatcher.http.ClientCertificate;
import io.github.precheckwatcher.http.ProxyRefusal;
import io.github.precheckwatcher.http.Refusal;
import io.github.precheckwatcher.precheck.ByteBudget;
import io.github.precheckwatcher.precheck.Problem;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;

/**
 * Says in plain words what became of a request without a whole answer. Never shows an exception's own message: it may
 * carry the URI or more.
 */
final class FailedRequest {
    private static final Logger LOG = Logger.getLogger(FailedRequest.class);

    private final Account account;

    FailedRequest(Account account) {
        this.account = requireNonNull(account, "account");
    }

    /** What it means that this attempt failed so. */
    ReadResponse read(Throwable failure, Attempt attempt) {
        Causes.find(failure, OutOfMemoryError.class)
                .or(() -> attempt.fault().flatMap(fault -> Causes.find(fault, OutOfMemoryError.class)))
                .ifPresent(error -> {
                    throw error; // ours, and not to be gone on from
                });
        Optional<NoCredentials> none = Causes.find(failure, NoCredentials.class);
        if (none.isPresent()) {
            return new ReadResponse(without(none.get()), SecondTry.NONE);
        }
        if (attempt.key().isEmpty()) {
            // it is signed before it is connected for: nothing was sent, so it is not the network's fault
            return broken("the request could not be made", failure);
        }
        if (Causes.has(failure, OversizedResponse.class)) {
            return odd(Problem.OVERSIZED, "the answer is larger than " + ByteBudget.ANSWER + " bytes");
        }
        Throwable fault = attempt.fault().orElse(failure);
        if (Causes.has(fault, TooLongFrameException.class)) {
            return odd(Problem.OVERSIZED, "the head of the answer is larger than " + ByteBudget.ANSWER_HEAD + " bytes");
        }
        if (Causes.has(fault, NoHttpResponse.class) || attempt.fault().isPresent() && !network(fault)) {
            return noHttp();
        }
        if (Causes.has(failure, CertificateException.class)) {
            return conclusive(new PollResult.AccountRefused(
                    network("the certificate of " + endpoint() + " is not trusted", Optional.of(certificateRemedy()))));
        }
        Optional<PollResponse> named = named(failure, fault);
        if (named.isPresent()) {
            return new ReadResponse(named.get(), SecondTry.NONE);
        }
        boolean answerBegun = attempt.answerBegun();
        // the other side may close an idle connection at any moment; one that it takes and closes at once is its answer
        boolean stale = attempt.pooled() && !answerBegun && closed(failure);
        return new ReadResponse(
                PollResponse.of(transportFailed(words(failure, answerBegun))),
                stale ? SecondTry.NEW_CONNECTION : SecondTry.NONE);
    }

    /**
     * An exception of ours, which says nothing about account or network: counts against this watch, so that it ends.
     *
     * @param what did not work
     */
    static ReadResponse broken(String what, Throwable failure) {
        LOG.debugf(failure, "%s", what);
        return conclusive(new PollResult.WatchFault(new Problem(
                Problem.INTERNAL,
                what + " (" + Causes.root(failure).getClass().getSimpleName() + ")",
                Optional.empty(),
                Optional.of("this is a fault of precheck-watcher: please report it; its log at DEBUG says where"))));
    }

    /** What it means that there is no key to sign with. */
    static PollResponse without(NoCredentials none) {
        return PollResponse.of(new PollResult.AccountRefused(none.problem()));
    }

    /** What it means that a call, of which this was the last attempt, did not end within its bound. */
    PollResponse timedOut(Attempt attempt) {
        if (attempt.fault().filter(NoHttpResponse.class::isInstance).isPresent()) {
            return noHttp().response();
        }
        if (attempt.heldUp()) {
            return PollResponse.of(new PollResult.NotSent(network(
                    "the answer is one of many large ones, and could not be read in its turn within "
                            + account.readTimeout().toMillis() + " ms",
                    Optional.of("look at why the answers of " + endpoint() + " are so large"))));
        }
        return PollResponse.of(transportFailed("no answer from " + endpoint() + " within "
                + account.readTimeout().toMillis() + " ms"));
    }

    /** What the proxy, or the other side of the TLS handshake, said itself. */
    private Optional<PollResponse> named(Throwable failure, Throwable fault) {
        return account.proxy()
                .flatMap(proxy -> new ProxyRefusal(proxy, endpoint()).of(failure))
                .or(() -> ClientCertificate.alert(fault).map(this::byAlert))
                .map(refusal -> PollResponse.of(
                        new PollResult.TransportFailed(network(refusal.words(), Optional.of(refusal.remedy())))));
    }

    private Refusal byAlert(String alert) {
        return ClientCertificate.ofAlert(alert, false)
                .map(certificate -> new Refusal(
                        "what answers at " + endpoint() + " " + certificate.words() + " (" + alert + ")",
                        ResponseReader.NO_CLIENT_CERTIFICATE))
                .orElseGet(() -> new Refusal(
                        "what answers at " + endpoint() + " ended the TLS handshake (" + alert + ")", wayRemedy()));
    }

    private String words(Throwable failure, boolean answerBegun) {
        if (Causes.has(failure, UnknownHostException.class)) {
            return "the name " + account.endpoint().getHost() + " was not found in DNS";
        }
        if (Causes.has(failure, NotSslRecordException.class)) {
            return endpoint() + " does not speak TLS";
        }
        if (Causes.has(failure, SSLException.class)) {
            return "the TLS handshake with " + endpoint() + " failed";
        }
        if (Causes.has(failure, ConnectTimeoutException.class) || Causes.has(failure, TimeoutException.class)) {
            return "connecting to or reading from " + target() + " timed out";
        }
        if (Causes.has(failure, NoRouteToHostException.class)) {
            return "there is no route to " + target();
        }
        if (Causes.has(failure, ConnectException.class)) {
            return "connection refused by " + target();
        }
        if (closed(failure)) {
            return endpoint() + " closed the connection " + (answerBegun ? "within" : "before") + " the answer";
        }
        return "the exchange with " + endpoint() + " failed ("
                + Causes.root(failure).getClass().getSimpleName() + ")";
    }

    private String certificateRemedy() {
        String file = "watcher.accounts." + account.name() + ".tls.ca-file";
        return "check the host's clock and the endpoint's name; "
                + (account.trusted().isPresent()
                        ? file + " is trusted instead of the JVM's own certificates: it must hold that of the CA which"
                                + " signed the endpoint's, or the proxy's that opens TLS"
                        : "behind a proxy that opens TLS, or with a CA of your own, name the file of that CA's"
                                + " certificate in " + file);
    }

    private PollResult transportFailed(String message) {
        return new PollResult.TransportFailed(network(message, Optional.of(wayRemedy())));
    }

    private String wayRemedy() {
        return "check network, DNS, proxy and firewall between here and " + endpoint();
    }

    private static Problem network(String message, Optional<String> remedy) {
        return new Problem(Problem.NETWORK, message, Optional.empty(), remedy);
    }

    private ReadResponse noHttp() {
        return odd(Problem.MALFORMED, "what " + endpoint() + " answered is no HTTP");
    }

    /** One odd answer says nothing about the way there, by which others come unharmed: it counts against its watch. */
    private static ReadResponse odd(String code, String message) {
        return conclusive(new PollResult.WatchFault(new Problem(
                code,
                message,
                Optional.empty(),
                Optional.of("look at what stands between here and the endpoint; else ask the vendor's support"))));
    }

    /** Whether a connection broke, and not what came over it. */
    private static boolean network(Throwable fault) {
        Throwable root = Causes.root(fault);
        return root instanceof IOException
                || root instanceof HttpClosedException
                || root instanceof TimeoutException
                || root instanceof PrematureChannelClosureException;
    }

    private static ReadResponse conclusive(PollResult result) {
        return new ReadResponse(PollResponse.of(result), SecondTry.NONE);
    }

    /** Vert.x's own word, or the operating system's ("Connection reset by peer", "Broken pipe"). */
    private static boolean closed(Throwable failure) {
        Throwable root = Causes.root(failure);
        boolean connected = !(root instanceof ConnectException
                || root instanceof UnknownHostException
                || root instanceof NoRouteToHostException
                || root instanceof SSLException
                || root instanceof ConnectTimeoutException);
        return root instanceof HttpClosedException
                || root instanceof PrematureChannelClosureException
                || root instanceof IOException && connected;
    }

    private String endpoint() {
        return authority(account.endpoint());
    }

    /** Whom the connection is made to. */
    private String target() {
        return account.proxy().map(proxy -> "the proxy " + proxy.authority()).orElseGet(this::endpoint);
    }

    private static String authority(URI uri) {
        int standard = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return uri.getHost() + ":" + (uri.getPort() == -1 ? standard : uri.getPort());
    }
}
