package io.github.precheckwatcher.config.secret;

import io.github.precheckwatcher.notify.kind.webhook.Certificates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** A private key and its certificate, signed by nobody; the JDK's keytool makes them anew. */
public record PemPair(Path certificate, Path key) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    public static PemPair make(Path folder, String name, String algorithm)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes());
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        String alias = keys.aliases().nextElement();
        return new PemPair(
                Certificates.pem(
                        folder.resolve(name + ".crt"),
                        "CERTIFICATE",
                        keys.getCertificate(alias).getEncoded()),
                Certificates.pem(
                        folder.resolve(name + ".key"),
                        "PRIVATE KEY",
                        keys.getKey(alias, PASSWORD).getEncoded()));
    }
}
