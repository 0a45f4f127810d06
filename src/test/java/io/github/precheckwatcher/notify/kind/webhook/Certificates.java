package io.github.precheckwatcher.notify.kind.webhook;

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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

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

    /** By start, days and names. */
    private final Map<List<String>, Certificate> issued = new ConcurrentHashMap<>();

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
            Path authority = pem(
                    dir.resolve("ca.pem"),
                    "CERTIFICATE",
                    certificate(store, "ca").getEncoded());
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
        return listen(store, List.of(issued(start, days), certificate(store, "ca")));
    }

    /**
     * A server's end of TLS with a certificate that the authority signed.
     *
     * @param start keytool's {@code -startdate}, as {@code -10d}
     * @param days how long from there it is good
     * @param names keytool's {@code san}, as {@code dns:mail.example.com}
     */
    public SSLContext context(String start, int days, String names) {
        return context(store, List.of(issued(start, days, "san=" + names), certificate(store, "ca")), null);
    }

    /** A server's end of TLS with a certificate that nobody signed. */
    public SSLContext unsignedContext() {
        return context(store, List.of(certificate(store, "server")), null);
    }

    /** A client's end of TLS that trusts the authority alone. */
    public SSLContext trusting() {
        try {
            KeyStore known = KeyStore.getInstance("PKCS12");
            known.load(null, PASSWORD);
            known.setCertificateEntry("ca", certificate(store, "ca"));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(known);
            var tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return tls;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Listens with one that the authority signed, and talks only to clients that have one too. */
    public ServerSocket signedForClients() {
        try {
            KeyStore known = KeyStore.getInstance("PKCS12");
            known.load(null, PASSWORD);
            known.setCertificateEntry("ca", certificate(store, "ca"));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(known);
            List<Certificate> chain = List.of(issued("-1d", 3), certificate(store, "ca"));
            var listener = (SSLServerSocket) listen(store, chain, trust.getTrustManagers());
            listener.setNeedClientAuth(true);
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate that the authority signed, and its key, in PEM form. */
    public record Client(Path certificate, Path key) {}

    /** Makes a client's files in the authority's directory. */
    public Client client() {
        try {
            Path dir = authority.getParent();
            byte[] key = keys(store).getKey("server", PASSWORD).getEncoded();
            return new Client(
                    pem(
                            dir.resolve("client.pem"),
                            "CERTIFICATE",
                            issued("-1d", 3).getEncoded()),
                    pem(dir.resolve("client.key"), "PRIVATE KEY", key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a file in PEM form. */
    public static Path pem(Path file, String what, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }

    private Certificate issued(String start, int days) {
        return issued(start, days, SAN);
    }

    private Certificate issued(String start, int days, String names) {
        return issued.computeIfAbsent(List.of(start, Integer.toString(days), names), same -> issue(start, days, names));
    }

    private Certificate issue(String start, int days, String names) {
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
                names);
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(signed.getBytes(StandardCharsets.US_ASCII)));
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
        return listen(store, chain, null);
    }

    private static ServerSocket listen(Path store, List<Certificate> chain, TrustManager[] clients) {
        try {
            return context(store, chain, clients)
                    .getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext context(Path store, List<Certificate> chain, TrustManager[] clients) {
        try {
            KeyStore keys = keys(store);
            keys.setKeyEntry("server", keys.getKey("server", PASSWORD), PASSWORD, chain.toArray(Certificate[]::new));
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            var tls = SSLContext.getInstance("TLS");
            tls.init(managers.getKeyManagers(), clients, null);
            return tls;
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
                "-J-XX:TieredStopAtLevel=1", // its JVM costs more than its work
                "-J-XX:+UseSerialGC",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD)));
        command.addAll(3, List.of(arguments));
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
