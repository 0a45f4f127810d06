package io.github.precheckwatcher.notify;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.proxy.ProxyConnectException;
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
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Says in words for the operator why there was no answer. Messages of exceptions are left out, for they may hold the whole
 * address, but for those about certificates.
 */
final class HttpFault {
    /** How Vert.x says it. */
    private static final String CLOSED = "Connection was closed";

    private HttpFault() {}

    static String words(Throwable fault) {
        if (has(fault, ProxyConnectException.class)) {
            return "the proxy did not connect";
        }
        if (has(fault, UnknownHostException.class)) {
            return "the host name is not known";
        }
        if (has(fault, ConnectTimeoutException.class) || has(fault, TimeoutException.class)) {
            return "no connection in time";
        }
        if (has(fault, ConnectException.class)) {
            return "connection refused";
        }
        if (has(fault, NoRouteToHostException.class)) {
            return "no route to the host";
        }
        if (has(fault, SSLException.class) || has(fault, CertificateException.class)) {
            return "TLS: " + tls(fault);
        }
        if (has(fault, DecoderException.class) || fault instanceof IllegalArgumentException) {
            return "the answer is no HTTP";
        }
        if (closed(fault)) {
            return "connection closed before the answer";
        }
        return "no answer: " + fault.getClass().getSimpleName();
    }

    /** The JDK's own words are for who knows its classes. */
    private static String tls(Throwable fault) {
        if (has(fault, CertificateExpiredException.class)) {
            return "the receiver's certificate has expired (%s)".formatted(root(fault));
        }
        if (has(fault, CertificateNotYetValidException.class)) {
            return "the receiver's certificate is not valid yet (%s)".formatted(root(fault));
        }
        if (has(fault, CertPathBuilderException.class)) {
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
        Throwable cause = fault;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static boolean has(Throwable fault, Class<? extends Throwable> kind) {
        Throwable cause = fault;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (kind.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
