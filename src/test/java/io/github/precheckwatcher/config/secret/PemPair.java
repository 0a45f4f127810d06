package io.github.precheckwatcher.config.secret;

import io.github.precheckwatcher.notify.kind.webhook.CertificateWriter;
import io.github.precheckwatcher.notify.kind.webhook.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;

/** A private key and its certificate, signed by nobody, made anew. */
public record PemPair(Path certificate, Path key) {
    public static PemPair make(Path folder, String name, String algorithm)
            throws IOException, GeneralSecurityException {
        KeyPair keys = CertificateWriter.keys(algorithm);
        return new PemPair(
                Certificates.pem(
                        folder.resolve(name + ".crt"),
                        "CERTIFICATE",
                        CertificateWriter.signedByItself(keys, name, "").getEncoded()),
                Certificates.pem(
                        folder.resolve(name + ".key"),
                        "PRIVATE KEY",
                        keys.getPrivate().getEncoded()));
    }
}
