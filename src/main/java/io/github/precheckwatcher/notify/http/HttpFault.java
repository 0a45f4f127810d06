package io.github.precheckwatcher.notify.http;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.http.Causes;
import io.github.precheckwatcher.http.ClientCertificate;
import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.http.ProxyRefusal;
import io.github.precheckwatcher.http.Refusal;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Says in words for the operator why there was no answer. Messages of exceptions are left out, for they may hold the whole
 * address, but for those about certificates.
 *
 * @param proxy what connections go through
 * @param showsCertificate whether there is a client certificate
 */
record HttpFault(Optional<HttpProxy> proxy, boolean showsCertificate) {
    /** How Vert.x says it. */
    private static final String CLOSED = "Connection was closed";

    HttpFault {
        requireNonNull(proxy, "proxy");
    }

    /** What this failure of an exchange with a target means. */
    PostResponse.Unanswered of(Throwable fault, HttpTarget target) {
        return proxy.flatMap(through -> new ProxyRefusal(through, target.hostAndPort()).of(fault))
                .map(HttpFault::unanswered)
                .or(() -> ClientCertificate.alert(fault).map(this::byAlert))
                .orElseGet(() -> new PostResponse.Unanswered(words(fault)));
    }

    /** What it means that the proxy answered in its own name; empty: it did not, or does not show it. */
    Optional<PostResponse.Unanswered> ofProxy(PostResponse.Answered answered, HttpTarget target) {
        return answered.status() == ProxyRefusal.LOGIN_WANTED
                        || answered.status() >= 400 && showsProxy(answered, target)
                ? proxy.map(through -> new ProxyRefusal(through, target.hostAndPort())
                                .answered(answered.status(), answered.headers().getAll("proxy-authenticate")))
                        .map(HttpFault::unanswered)
                : Optional.empty();
    }

    /** By what Squid and Tinyproxy write into error pages of their own; through a tunnel nothing of theirs comes. */
    private static boolean showsProxy(PostResponse.Answered answered, HttpTarget target) {
        String server = Optional.ofNullable(answered.headers().get("server")).orElse("");
        return !target.tls() && (answered.headers().contains("x-squid-error") || server.startsWith("tinyproxy"));
    }

    private PostResponse.Unanswered byAlert(String alert) {
        return ClientCertificate.ofAlert(alert, showsCertificate)
                .map(certificate -> new PostResponse.Unanswered(
                        "TLS: the receiver " + certificate.words() + " (" + alert + ")",
                        certificateRemedy(certificate)))
                .orElseGet(() -> new PostResponse.Unanswered("TLS: the receiver ended the handshake (" + alert + ")"));
    }

    /** What to do about a receiver that says this of the client certificate. */
    static String certificateRemedy(ClientCertificate certificate) {
        return switch (certificate) {
            case MISSING ->
                "set tls: { certificate-file, key-file } of this notifier to a certificate that the receiver takes";
            case REFUSED ->
                "check tls.certificate-file of this notifier: valid now, for clients, and signed by a CA that the receiver"
                        + " takes";
            case PERHAPS_MISSING ->
                "if the receiver wants a client certificate, set tls: { certificate-file, key-file }; else let it speak"
                        + " TLS 1.2 or 1.3";
        };
    }

    private static PostResponse.Unanswered unanswered(Refusal refusal) {
        return new PostResponse.Unanswered(refusal.words(), refusal.remedy());
    }

    private static String words(Throwable fault) {
        if (Causes.has(fault, UnknownHostException.class)) {
            return "the host name is not known";
        }
        if (Causes.has(fault, ConnectTimeoutException.class) || Causes.has(fault, TimeoutException.class)) {
            return "no connection in time";
        }
        if (Causes.has(fault, ConnectException.class)) {
            return "connection refused";
        }
        if (Causes.has(fault, NoRouteToHostException.class)) {
            return "no route to the host";
        }
        if (Causes.has(fault, SSLException.class) || Causes.has(fault, CertificateException.class)) {
            return "TLS: " + tls(fault);
        }
        if (Causes.has(fault, DecoderException.class) || fault instanceof IllegalArgumentException) {
            return "the answer is no HTTP";
        }
        if (closed(fault)) {
            return "connection closed before the answer";
        }
        return "no answer: " + fault.getClass().getSimpleName();
    }

    /** The JDK's own words are for who knows its classes. */
    private static String tls(Throwable fault) {
        if (Causes.has(fault, CertificateExpiredException.class)) {
            return "the receiver's certificate has expired (%s)".formatted(root(fault));
        }
        if (Causes.has(fault, CertificateNotYetValidException.class)) {
            return "the receiver's certificate is not valid yet (%s)".formatted(root(fault));
        }
        if (Causes.has(fault, CertPathBuilderException.class)) {
            return "the receiver's certificate is signed by nobody known here; tls.ca-file may name who did";
        }
        return root(fault);
    }

    /** Whether a pooled connection was found closed when a request was to be opened on it. */
    static boolean closedInPool(Throwable fault) {
        return fault instanceof VertxException && CLOSED.equals(fault.getMessage());
    }

    /** Whether the far end closed or reset the connection. */
    private static boolean closed(Throwable fault) {
        return fault instanceof HttpClosedException
                || closedInPool(fault)
                || fault instanceof IOException && !(fault instanceof SSLException);
    }

    private static String root(Throwable fault) {
        Throwable cause = Causes.root(fault);
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
