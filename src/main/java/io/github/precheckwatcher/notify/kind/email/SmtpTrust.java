package io.github.precheckwatcher.notify.kind.email;

import static java.util.Objects.requireNonNull;

import io.quarkus.tls.TlsConfiguration;
import javax.net.ssl.SSLSocketFactory;

/**
 * Whom a connection trusts.
 *
 * @param sockets makes encrypted connections
 * @param checksName whether the certificate must name the host
 */
record SmtpTrust(SSLSocketFactory sockets, boolean checksName) {
    SmtpTrust {
        requireNonNull(sockets, "sockets");
    }

    /** The JVM's own trust. */
    static SmtpTrust ofJvm() {
        return new SmtpTrust((SSLSocketFactory) SSLSocketFactory.getDefault(), true);
    }

    /**
     * As a configuration under {@code quarkus.tls} says now; its certificates may change.
     *
     * @throws IllegalArgumentException when it cannot be used
     */
    static SmtpTrust of(TlsConfiguration named) {
        try {
            boolean checksName = !named.isTrustAll()
                    && named.getHostnameVerificationAlgorithm()
                            .filter("NONE"::equalsIgnoreCase)
                            .isEmpty();
            return new SmtpTrust(named.createSSLContext().getSocketFactory(), checksName);
        } catch (Exception e) { // as Quarkus declares it; its message may hold a path or a part of a file
            throw new IllegalArgumentException("the configuration of quarkus.tls cannot be used", e);
        }
    }
}
