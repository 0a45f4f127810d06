package io.github.precheckwatcher.registration;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
final class PemFiles {
    private static final int LARGEST = 4 * 1024 * 1024;

    private PemFiles() {}

    /** What is wrong with a file of certificates; empty when nothing is. */
    static Optional<String> certificateProblem(Path path) {
        return unreadable(path).or(() -> {
            String none = "holds no certificate that can be read (PEM: -----BEGIN CERTIFICATE-----)";
            try {
                byte[] pem = read(path).getBytes();
                // without its marks the JDK would read binary certificates too, which the client does not
                boolean marked = new String(pem, StandardCharsets.ISO_8859_1).contains("-----BEGIN CERTIFICATE-----");
                return marked && certificates(pem) > 0 ? Optional.empty() : Optional.of(none);
            } catch (GeneralSecurityException | IOException e) {
                return Optional.of(none);
            }
        });
    }

    /** What is wrong with a file with a private key, looked at alone; empty when nothing is. */
    static Optional<String> keyProblem(Path path) {
        return unreadable(path).or(() -> {
            String text;
            try {
                text = read(path).toString(StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                return Optional.of("cannot be read");
            }
            if (text.contains("ENCRYPTED")) {
                return Optional.of("is encrypted; a key without a passphrase is wanted");
            }
            return text.contains("PRIVATE KEY-----")
                    ? Optional.empty()
                    : Optional.of("holds no private key (PEM: -----BEGIN PRIVATE KEY-----)");
        });
    }

    /** What is wrong with a key beside its certificate, each of them right alone; empty when nothing is. */
    static Optional<String> pairProblem(Path certificate, Path key) {
        try {
            KeyManager[] managers = new PemKeyCertOptions()
                    .addCertValue(read(certificate))
                    .addKeyValue(read(key))
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

    private static Optional<String> unreadable(Path path) {
        try {
            if (!Files.exists(path)) {
                return Optional.of("does not exist");
            }
            if (!Files.isRegularFile(path)) {
                return Optional.of(Files.isDirectory(path) ? "is a folder" : "is no regular file");
            }
            return read(path).length() > LARGEST ? Optional.of("is larger than 4 MiB") : Optional.empty();
        } catch (IOException | SecurityException e) {
            return Optional.of("cannot be read");
        }
    }

    private static Buffer read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return Buffer.buffer(in.readNBytes(LARGEST + 1));
        }
    }
}
