package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.cloud.credentials.NoCredentials;
import io.github.precheckwatcher.precheck.ByteBudget;
import io.github.precheckwatcher.precheck.Problem;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.proxy.ProxyConnectException;
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
    private static final String CERTIFICATE_REMEDY =
            "check the host's clock and the endpoint's name; behind a proxy that opens TLS, or with a CA of your own, put"
                    + " that CA into a trust store and start with -Djavax.net.ssl.trustStore=...";

    private final Account account;

    FailedRequest(Account account) {
        this.account = requireNonNull(account, "account");
    }

    /** What it means that this attempt failed so. */
    Reading read(Throwable failure, Attempt attempt) {
        find(failure, OutOfMemoryError.class)
                .or(() -> attempt.fault().flatMap(fault -> find(fault, OutOfMemoryError.class)))
                .ifPresent(error -> {
                    throw error; // ours, and not to be gone on from
                });
        Optional<NoCredentials> none = find(failure, NoCredentials.class);
        if (none.isPresent()) {
            return new Reading(without(none.get()), SecondTry.NONE);
        }
        if (attempt.key().isEmpty()) {
            // it is signed before it is connected for: nothing was sent, so it is not the network's fault
            return broken("the request could not be made", failure);
        }
        if (find(failure, OversizedAnswer.class).isPresent()) {
            return odd(Problem.OVERSIZED, "the answer is larger than " + ByteBudget.ANSWER + " bytes");
        }
        Throwable fault = attempt.fault().orElse(failure);
        if (find(fault, TooLongFrameException.class).isPresent()) {
            return odd(Problem.OVERSIZED, "the head of the answer is larger than " + ByteBudget.ANSWER_HEAD + " bytes");
        }
        if (find(fault, NoHttpAnswer.class).isPresent() || attempt.fault().isPresent() && !network(fault)) {
            return noHttp();
        }
        if (find(failure, CertificateException.class).isPresent()) {
            return standing(new PollResult.AccountRefused(
                    network("the certificate of " + endpoint() + " is not trusted", Optional.of(CERTIFICATE_REMEDY))));
        }
        boolean answerBegun = attempt.answerBegun();
        // the other side may close an idle connection at any moment; one that it takes and closes at once is its answer
        boolean stale = attempt.pooled() && !answerBegun && closed(failure);
        return new Reading(
                PollAnswer.of(wayFailed(words(failure, answerBegun))),
                stale ? SecondTry.NEW_CONNECTION : SecondTry.NONE);
    }

    /**
     * An exception of ours, which says nothing about account or network: counts against this watch, so that it ends.
     *
     * @param what did not work
     */
    static Reading broken(String what, Throwable failure) {
        LOG.debugf(failure, "%s", what);
        return standing(new PollResult.WatchFault(new Problem(
                Problem.INTERNAL,
                what + " (" + root(failure).getClass().getSimpleName() + ")",
                Optional.empty(),
                Optional.of("this is a fault of precheck-watcher: please report it; its log at DEBUG says where"))));
    }

    /** What it means that there is no key to sign with. */
    static PollAnswer without(NoCredentials none) {
        return PollAnswer.of(new PollResult.AccountRefused(none.problem()));
    }

    /** What it means that a call, of which this was the last attempt, did not end within its bound. */
    PollAnswer timedOut(Attempt attempt) {
        if (attempt.fault().filter(NoHttpAnswer.class::isInstance).isPresent()) {
            return noHttp().answer();
        }
        if (attempt.heldUp()) {
            return PollAnswer.of(new PollResult.NotSent(network(
                    "the answer is one of many large ones, and could not be read in its turn within "
                            + account.readTimeout().toMillis() + " ms",
                    Optional.of("look at why the answers of " + endpoint() + " are so large"))));
        }
        return PollAnswer.of(wayFailed("no answer from " + endpoint() + " within "
                + account.readTimeout().toMillis() + " ms"));
    }

    private String words(Throwable failure, boolean answerBegun) {
        if (find(failure, UnknownHostException.class).isPresent()) {
            return "the name " + (account.proxy().isPresent() ? "of the proxy or of " : "")
                    + account.endpoint().getHost() + " was not found in DNS";
        }
        if (find(failure, ProxyConnectException.class).isPresent()) {
            return "the proxy " + account.proxy().map(FailedRequest::authority).orElse("") + " did not connect to "
                    + endpoint();
        }
        if (find(failure, NotSslRecordException.class).isPresent()) {
            return endpoint() + " does not speak TLS";
        }
        if (find(failure, SSLException.class).isPresent()) {
            return "the TLS handshake with " + endpoint() + " failed";
        }
        if (find(failure, ConnectTimeoutException.class).isPresent()
                || find(failure, TimeoutException.class).isPresent()) {
            return "connecting to or reading from " + target() + " timed out";
        }
        if (find(failure, NoRouteToHostException.class).isPresent()) {
            return "there is no route to " + target();
        }
        if (find(failure, ConnectException.class).isPresent()) {
            return "connection refused by " + target();
        }
        if (closed(failure)) {
            return endpoint() + " closed the connection " + (answerBegun ? "within" : "before") + " the answer";
        }
        return "the exchange with " + endpoint() + " failed ("
                + root(failure).getClass().getSimpleName() + ")";
    }

    private PollResult wayFailed(String message) {
        return new PollResult.WayFailed(
                network(message, Optional.of("check network, DNS, proxy and firewall between here and " + endpoint())));
    }

    private static Problem network(String message, Optional<String> remedy) {
        return new Problem(Problem.NETWORK, message, Optional.empty(), remedy);
    }

    private Reading noHttp() {
        return odd(Problem.MALFORMED, "what " + endpoint() + " answered is no HTTP");
    }

    /** One odd answer says nothing about the way there, by which others come well: it counts against its watch. */
    private static Reading odd(String code, String message) {
        return standing(new PollResult.WatchFault(new Problem(
                code,
                message,
                Optional.empty(),
                Optional.of("look at what stands between here and the endpoint; else ask the vendor's support"))));
    }

    /** Whether a connection broke, and not what came over it. */
    private static boolean network(Throwable fault) {
        Throwable root = root(fault);
        return root instanceof IOException
                || root instanceof HttpClosedException
                || root instanceof TimeoutException
                || root instanceof PrematureChannelClosureException;
    }

    private static Reading standing(PollResult result) {
        return new Reading(PollAnswer.of(result), SecondTry.NONE);
    }

    /** Vert.x's own word, or the operating system's ("Connection reset by peer", "Broken pipe"). */
    private static boolean closed(Throwable failure) {
        Throwable root = root(failure);
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
        return account.proxy().map(proxy -> "the proxy " + authority(proxy)).orElseGet(this::endpoint);
    }

    private static String authority(URI uri) {
        int standard = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return uri.getHost() + ":" + (uri.getPort() == -1 ? standard : uri.getPort());
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        return root;
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < 20; depth++, at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }
}
