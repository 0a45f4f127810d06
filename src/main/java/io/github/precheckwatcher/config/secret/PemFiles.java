package io.github.precheckwatcher.config.secret;

import io.github.precheckwatcher.config.schema.Parsed;
import io.github.precheckwatcher.secret.Pem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/** Whether files in PEM form hold what a client needs; a key is read as the HTTP client itself reads it. */
public final class PemFiles {
    private static final int LARGEST = 4 * 1024 * 1024;

    private PemFiles() {}

    /** What a file holds, or why it cannot be read. */
    public static Parsed<Pem> read(Path path) {
        try {
            if (!Files.exists(path)) {
                return new Parsed.Bad<>("does not exist");
            }
            if (!Files.isRegularFile(path)) {
                return new Parsed.Bad<>(Files.isDirectory(path) ? "is a folder" : "is no regular file");
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                return bytes.length > LARGEST
                        ? new Parsed.Bad<>("is larger than 4 MiB")
                        : new Parsed.Good<>(Pem.of(bytes));
            }
        } catch (IOException | SecurityException e) {
            return new Parsed.Bad<>("cannot be read");
        }
    }

    /** What is wrong with a file of certificates; empty when nothing is. */
    public static Optional<String> certificateProblem(Pem pem) {
        String none = "holds no certificate that can be read (PEM: -----BEGIN CERTIFICATE-----)";
        try {
            // without its marks the JDK would read binary certificates too, which the client does not
            boolean marked = pem.text().contains("-----BEGIN CERTIFICATE-----");
            return marked && certificates(pem.bytes()) > 0 ? Optional.empty() : Optional.of(none);
        } catch (GeneralSecurityException e) {
            return Optional.of(none);
        }
    }

    /** What is wrong with a file with a private key, looked at alone; empty when nothing is. */
    public static Optional<String> keyProblem(Pem pem) {
        if (pem.text().contains("ENCRYPTED")) {
            return Optional.of("is encrypted; a key without a passphrase is wanted");
        }
        return pem.text().contains("PRIVATE KEY-----")
                ? Optional.empty()
                : Optional.of("holds no private key (PEM: -----BEGIN PRIVATE KEY-----)");
    }

    /** What is wrong with a key beside its certificate, each of them right alone; empty when nothing is. */
    public static Optional<String> pairProblem(Pem certificate, Pem key) {
        try {
            KeyManager[] managers = new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(certificate.bytes()))
                    .addKeyValue(Buffer.buffer(key.bytes()))
                    .getKeyManagerFactory(null)
                    .getKeyManagers();
            for (KeyManager manager : managers) {
                if (manager instanceof X509KeyManager known && !isPair(known)) {
                    return Optional.of("is not the key of certificate-file");
                }
            }
            return Optional.empty();
        } catch (Exception e) { // as the client declares it; its message may hold a part of the file
            return Optional.of("holds a private key that cannot be used; RSA and EC can");
        }
    }

    private static boolean isPair(X509KeyManager known) throws GeneralSecurityException {
        for (String type : List.of("RSA", "EC")) {
            String[] aliases = known.getClientAliases(type, null);
            if (aliases != null && aliases.length > 0) {
                return isPair(known.getPrivateKey(aliases[0]), known.getCertificateChain(aliases[0])[0].getPublicKey());
            }
        }
        throw new GeneralSecurityException("neither RSA nor EC");
    }

    private static boolean isPair(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        byte[] probe = {1, 2, 3};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(probe);
        return signature.verify(signed);
    }

    private static int certificates(byte[] pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem))
                .size();
    }
}
