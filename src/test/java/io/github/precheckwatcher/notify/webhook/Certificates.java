package io.github.precheckwatcher.notify.webhook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * TLS listeners on loopback, with certificates that a test's own authority signed, or nobody; the JDK's keytool makes
 * the keys anew.
 */
public final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String SAN = "san=ip:127.0.0.1";

    private final Path store;
    private final Path authority;
    private final String request;

    private Certificates(Path store, Path authority, String request) {
        this.store = store;
        this.authority = authority;
        this.request = request;
    }

    /** Makes an authority and a server's key, in this directory. */
    public static Certificates in(Path dir) {
        Path store = serverKey(dir);
        keytool(store, "", "-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=Test CA", "-ext", "bc:c");
        try {
            String pem = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(certificate(store, "ca").getEncoded());
            Path authority = Files.writeString(
                    dir.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
            return new Certificates(store, authority, keytool(store, "", "-certreq", "-alias", "server"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Listens with a certificate that nobody signed; its key is put into this directory. */
    public static ServerSocket unsigned(Path dir) {
        Path store = serverKey(dir);
        return listen(store, List.of(certificate(store, "server")));
    }

    /** The authority's certificate, in PEM form. */
    public Path authority() {
        return authority;
    }

    /** Listens with the certificate that nobody signed. */
    public ServerSocket unsigned() {
        return listen(store, List.of(certificate(store, "server")));
    }

    /**
     * Listens with one that the authority signed.
     *
     * @param start keytool's {@code -startdate}, as {@code -10d}
     * @param days how long from there it is good
     */
    public ServerSocket signed(String start, int days) {
        String signed = keytool(
                store,
                request,
                "-gencert",
                "-alias",
                "ca",
                "-rfc",
                "-startdate",
                start,
                "-validity",
                Integer.toString(days),
                "-ext",
                SAN);
        try {
            Certificate server = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(signed.getBytes(StandardCharsets.US_ASCII)));
            return listen(store, List.of(server, certificate(store, "ca")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path serverKey(Path dir) {
        Path store = dir.resolve("keys.p12");
        keytool(store, "", "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", SAN);
        return store;
    }

    private static ServerSocket listen(Path store, List<Certificate> chain) {
        try {
            KeyStore keys = keys(store);
            keys.setKeyEntry("server", keys.getKey("server", PASSWORD), PASSWORD, chain.toArray(Certificate[]::new));
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            var tls = SSLContext.getInstance("TLS");
            tls.init(managers.getKeyManagers(), null, null);
            return tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Certificate certificate(Path store, String alias) {
        try {
            return keys(store).getCertificate(alias);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore keys(Path store) {
        try (InputStream in = Files.newInputStream(store)) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String keytool(Path store, String input, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD)));
        command.addAll(1, List.of(arguments));
        try {
            Path errors = store.resolveSibling("keytool.err");
            Process keytool =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            try (var in = keytool.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.US_ASCII));
            }
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(said + Files.readString(errors));
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
